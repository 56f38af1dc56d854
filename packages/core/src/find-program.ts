import { accessSync, constants, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";

/** The full path of a program on the PATH. */
export function findProgram(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (!env.PATH) return undefined;
  for (const folder of env.PATH.split(delimiter)) {
    // An empty entry is the current folder, as in a shell.
    const file = resolve(folder, name);
    try {
      accessSync(file, constants.X_OK);
      // A folder of that name can be "executed" as well.
      if (statSync(file).isFile()) return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
