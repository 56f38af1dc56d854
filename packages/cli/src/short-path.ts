import path from "node:path";

/** `file` relative to where the command was given, where that is shorter. */
export function shortPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative !== "" && relative.length < file.length ? relative : file;
}
