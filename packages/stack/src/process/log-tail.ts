import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync } from "node:fs";

const tailBytes = 64 * 1024;

/** The last `lines` lines of a file, "" when it does not exist. */
export function readLogTail(file: string, lines = 15): string {
  if (!existsSync(file)) return "";
  const handle = openSync(file, "r");
  try {
    const size = fstatSync(handle).size;
    const length = Math.min(size, tailBytes);
    const buffer = Buffer.alloc(length);
    readSync(handle, buffer, 0, length, size - length);
    return buffer.toString("utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } finally {
    closeSync(handle);
  }
}

/** Keeps the log of the run before as `<file>.1`. */
export function rotateLog(file: string): void {
  if (existsSync(file)) renameSync(file, `${file}.1`);
}
