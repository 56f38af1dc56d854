import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { WeirError } from "@weir/core";
import { isAlive, type ProcessIdentity, readProcessIdentity } from "../process/process-identity.ts";
import type { StateDirectory } from "../state/state-directory.ts";

/**
 * Takes the one supervisor's place; a lock whose holder is dead counts for nothing.
 * @throws STACK_BUSY while a live process holds it
 */
export function takeStackLock(directory: StateDirectory): { release(): void } {
  const { lockFile } = directory;
  const own = `${lockFile}.${randomUUID()}`;
  writeFileSync(own, JSON.stringify(readProcessIdentity(process.pid)), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      // Linked, not written in place: nobody sees a lock without its holder.
      if (link(own, lockFile)) {
        return {
          release() {
            if (readLockHolder(directory)?.pid === process.pid) rmSync(lockFile);
          },
        };
      }
      const holder = readLockHolder(directory);
      if (holder) throw stackBusy(holder);
      setAside(directory);
    }
  } finally {
    rmSync(own, { force: true });
  }
  throw new WeirError("STACK_BUSY", `cannot take ${lockFile}`, { remedy: "try again" });
}

/** Removes a dead holder's lock; one that another process has taken meanwhile comes back. */
function setAside({ lockFile }: StateDirectory): void {
  const aside = `${lockFile}.${randomUUID()}`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  try {
    if (readHolder(aside)) link(aside, lockFile);
  } finally {
    rmSync(aside, { force: true });
  }
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function stackBusy(holder: ProcessIdentity): WeirError {
  return new WeirError("STACK_BUSY", `the stack is supervised by process ${holder.pid} already`, {
    remedy: 'use it ("weir status") or end it ("weir down")',
  });
}

/** The live process that supervises the stack. */
export function readLockHolder(directory: StateDirectory): ProcessIdentity | undefined {
  return readHolder(directory.lockFile);
}

function readHolder(file: string): ProcessIdentity | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity;
    return isAlive(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}
