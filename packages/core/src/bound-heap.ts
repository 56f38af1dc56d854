import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Keeps a process that only serves small: V8 otherwise lets its heap grow to a multiple of what is
 * alive before it looks for garbage. There is no limit: a large request gets what it needs. To be
 * called at the start of the process, while little is alive.
 */
export function boundHeap(): void {
  // Loading modules has made the young generation large: it shrinks, and stays as it is then.
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")({ type: "major", flavor: "last-resort" });
  setFlagsFromString("--no-expose-gc");
  setFlagsFromString("--semi-space-growth-factor=1");
  // The old one is collected when it has grown by so many percent.
  setFlagsFromString("--heap-growing-percent=60");
}
