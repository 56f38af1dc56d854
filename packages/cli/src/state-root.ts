import path from "node:path";

export interface StateRootOptions {
  readonly config: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The state folder: `WEIR_STATE_DIR`, else `.weir` beside the spec. The spec is not read, so that a
 * stack can be looked at and ended also where its spec has become wrong.
 * Throws SPEC_NOT_FOUND.
 */
export async function readStateRoot({ config, cwd, env }: StateRootOptions): Promise<string> {
  if (env.WEIR_STATE_DIR) return path.resolve(cwd, env.WEIR_STATE_DIR);
  const { findSpecFile } = await import("@weir/core");
  return path.join(path.dirname(findSpecFile(config, cwd)), ".weir");
}
