import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";

const intervalMs = 200;
const chunkBytes = 64 * 1024;

interface Place {
  readonly inode: number;
  offset: number;
}

/**
 * Remembers the end that a log has now; the function it returns gives each further line until
 * `signal` aborts. A restart moves the log away and begins a new one: that is read from its start.
 */
export function followLog(
  file: string,
): (onLine: (line: string) => void, signal: AbortSignal) => Promise<void> {
  let place: Place = withFile(file, (_, stat) => ({ inode: stat.ino, offset: stat.size })) ?? {
    inode: -1,
    offset: 0,
  };
  let decoder = new StringDecoder("utf8");
  let rest = "";

  const readNew = (onLine: (line: string) => void) =>
    withFile(file, (handle, stat) => {
      if (stat.ino !== place.inode || stat.size < place.offset) {
        if (rest !== "") onLine(rest);
        place = { inode: stat.ino, offset: 0 };
        decoder = new StringDecoder("utf8");
        rest = "";
      }
      const buffer = Buffer.alloc(chunkBytes);
      for (;;) {
        const length = readSync(handle, buffer, 0, chunkBytes, place.offset);
        if (length === 0) return;
        place.offset += length;
        const lines = (rest + decoder.write(buffer.subarray(0, length))).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) onLine(line);
      }
    });

  return async (onLine, signal) => {
    while (!signal.aborted) {
      readNew(onLine);
      await sleep(intervalMs, undefined, { signal }).catch(() => {});
    }
  };
}

/** Undefined where the file is not there: between the end of a service and its next start. */
function withFile<T>(
  file: string,
  use: (handle: number, stat: { ino: number; size: number }) => T,
): T | undefined {
  let handle: number;
  try {
    handle = openSync(file, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return use(handle, fstatSync(handle));
  } finally {
    closeSync(handle);
  }
}
