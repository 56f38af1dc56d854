import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { WeirError } from "@weir/core";
import { isAlive, type ProcessIdentity, readProcessIdentity } from "../process/process-identity.ts";
import type { StateDirectory } from "../state/state-directory.ts";

/** Takes the one supervisor's place; a lock whose holder is dead counts for nothing. */
export function takeStackLock(directory: StateDirectory): { release(): void } {
  const own = JSON.stringify(readProcessIdentity(process.pid));
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = openSync(directory.lockFile, "wx", 0o600);
      writeSync(handle, own);
      closeSync(handle);
      return {
        release() {
          if (readLockHolder(directory)?.pid === process.pid) rmSync(directory.lockFile);
        },
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = readLockHolder(directory);
      if (holder) {
        throw new WeirError(
          "STACK_BUSY",
          `the stack is supervised by process ${holder.pid} already`,
          {
            remedy: 'use it ("weir status") or end it ("weir down")',
          },
        );
      }
      rmSync(directory.lockFile, { force: true });
    }
  }
  throw new WeirError("STACK_BUSY", `cannot take ${directory.lockFile}`, { remedy: "try again" });
}

/** The live process that supervises the stack. */
export function readLockHolder(directory: StateDirectory): ProcessIdentity | undefined {
  try {
    const holder = JSON.parse(readFileSync(directory.lockFile, "utf8")) as ProcessIdentity;
    return isAlive(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}
