import { existsSync, statSync } from "node:fs";
import path from "node:path";

export interface StateRootOptions {
  readonly config: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The state folder: `WEIR_STATE_DIR`, else `.weir` beside the spec. The spec is not read, so that a
 * stack can be looked at and ended also where its spec has become wrong.
 * Throws SPEC_NOT_FOUND where there is neither a spec nor a state folder: another folder was meant.
 */
export async function readStateRoot({ config, cwd, env }: StateRootOptions): Promise<string> {
  if (env.WEIR_STATE_DIR) return path.resolve(cwd, env.WEIR_STATE_DIR);
  const given = path.resolve(cwd, config ?? ".");
  const isFile = existsSync(given) && !statSync(given).isDirectory();
  const folder = isFile ? path.dirname(given) : given;
  const root = path.join(folder, ".weir");
  if (isFile || existsSync(root)) return root;
  const { specFileNames, WeirError } = await import("@weir/core");
  if (specFileNames.some((name) => existsSync(path.join(folder, name)))) return root;
  throw new WeirError(
    "SPEC_NOT_FOUND",
    `there is neither a platform spec nor a stack in ${folder}`,
    {
      remedy: "go to the spec's folder, or name the spec with --config FILE; weir init writes one",
    },
  );
}
