import { existsSync } from "node:fs";
import { WeirError } from "@weir/core";
import { isAlive, type ProcessIdentity } from "./process/process-identity.ts";
import { waitUntil } from "./process/wait-until.ts";
import { readStackState, writeStackState } from "./state/stack-state.ts";
import { removeStateDirectory, type StateDirectory } from "./state/state-directory.ts";
import { readLockHolder } from "./supervisor/stack-lock.ts";

export interface DownOptions {
  readonly directory: StateDirectory;
  /** Also remove the data, the passwords and the lake. */
  readonly purge?: boolean;
}

export interface DownResult {
  readonly wasRunning: boolean;
  readonly purged: boolean;
}

// Workers, brokers and MySQL in turn, each with its own grace.
const orderlyDeadlineMs = 90_000;

/** Ends the stack in order; what does not end is killed. State survives unless purged. */
export async function down({ directory, purge = false }: DownOptions): Promise<DownResult> {
  const supervisor = readLockHolder(directory);
  if (supervisor) await endSupervisor(supervisor);
  const left = readStackState(directory);
  if (left) {
    // Nothing outlives the supervisor; but "nothing is left" is worth a look.
    for (const service of left.services) {
      await killLeftover(service.process);
      service.process = null;
      if (service.state !== "failed") service.state = "stopped";
    }
    if (left.phase !== "failed") left.phase = "stopped";
    left.supervisor = null;
    writeStackState(directory, left);
  }
  const purged = purge && existsSync(directory.root);
  if (purged) removeStateDirectory(directory);
  return { wasRunning: supervisor !== undefined, purged };
}

async function killLeftover(leftover: ProcessIdentity | null): Promise<void> {
  if (!leftover || !isAlive(leftover)) return;
  sendSignal(leftover.pid, "SIGKILL");
  await waitUntil(async () => !isAlive(leftover), {
    what: `process ${leftover.pid} to end`,
    deadlineMs: 10_000,
  });
}

/** A process that has ended meanwhile needs no signal. */
function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function endSupervisor(supervisor: ProcessIdentity): Promise<void> {
  sendSignal(supervisor.pid, "SIGTERM");
  try {
    await waitUntil(async () => !isAlive(supervisor), {
      what: "the supervisor to end",
      deadlineMs: orderlyDeadlineMs,
    });
  } catch (error) {
    if (!(error instanceof WeirError)) throw error;
    // The kernel ends its services with it.
    await killLeftover(supervisor);
  }
}
