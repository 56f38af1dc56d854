import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { WeirError } from "../weir-error.ts";

const extensions = ["ts", "mts", "js", "mjs", "json", "yaml", "yml"];

/** The file names of a spec, in the order in which they are named in messages. */
export const specFileNames = extensions.map((extension) => `weir.config.${extension}`);

/**
 * The absolute path of the spec: `given` (a file, or a folder that holds one) or the one in `cwd`.
 * Throws SPEC_NOT_FOUND, and SPEC_INVALID where one folder holds several.
 */
export function findSpecFile(given: string | undefined, cwd: string): string {
  const start = path.resolve(cwd, given ?? ".");
  if (!existsSync(start)) {
    throw new WeirError("SPEC_NOT_FOUND", `there is no platform spec at ${start}`, {
      remedy: "check the path that --config gives, or write a spec with: weir init",
    });
  }
  if (!statSync(start).isDirectory()) return start;
  const found = specFileNames.filter((name) => existsSync(path.join(start, name)));
  const [only] = found;
  if (only === undefined) {
    throw new WeirError(
      "SPEC_NOT_FOUND",
      `there is no weir.config.ts, .json or .yaml in ${start}`,
      {
        remedy: "write one with: weir init; or name another file with: --config FILE",
      },
    );
  }
  if (found.length > 1) {
    throw new WeirError("SPEC_INVALID", `${start} holds several specs: ${found.join(", ")}`, {
      remedy: "keep one of them, or choose one with: --config FILE",
    });
  }
  return path.join(start, only);
}
