import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { WeirError } from "@weir/core";

export interface ProcessCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Drop every capability: what a server run by root does not need. */
  readonly dropCapabilities?: boolean;
}

export interface StartedProcess {
  readonly pid: number;
  /** Settles when the process has ended, however that came. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  hasExited(): boolean;
  /** SIGTERM, then SIGKILL after `graceMs`. Resolves when it is gone. */
  stop(graceMs: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a process whose output goes to `logFile` and which the kernel kills when we die, also of
 * SIGKILL (prctl PR_SET_PDEATHSIG, through util-linux's setpriv).
 */
export async function startProcess(
  command: ProcessCommand,
  logFile: string,
): Promise<StartedProcess> {
  const log = openSync(logFile, "a", 0o600);
  let child: ChildProcess;
  try {
    child = spawn("setpriv", [...setprivArgs(command), ...unlessOrphan(command)], {
      stdio: ["ignore", log, log],
      cwd: command.cwd,
      env: { ...process.env, ...command.env },
      // A process group of its own: Ctrl-C in the terminal reaches us, and we end it in order.
      detached: true,
    });
    await Promise.race([
      once(child, "spawn"),
      once(child, "error").then(([error]) => Promise.reject(error)),
    ]);
  } catch (cause) {
    throw new WeirError("PROCESS_FAILED", `cannot start ${command.file}`, {
      cause,
      remedy: 'run "weir doctor" to see what is missing',
    });
  } finally {
    closeSync(log);
  }
  return track(child);
}

/**
 * Dies rather than starts where we have died before the kernel was told to end it: the signal is
 * sent when a parent dies, not when it has died already. `exec`, so that no shell stays.
 */
function unlessOrphan({ file, args }: ProcessCommand): string[] {
  return ["sh", "-c", 'test "$PPID" -eq "$0" && exec "$@"', String(process.pid), file, ...args];
}

function setprivArgs(command: ProcessCommand): string[] {
  const args = ["--pdeathsig", "KILL"];
  if (command.dropCapabilities && process.getuid?.() === 0) {
    args.push("--no-new-privs", "--inh-caps=-all", "--bounding-set=-all");
  }
  return [...args, "--"];
}

function track(child: ChildProcess): StartedProcess {
  const pid = child.pid as number;
  let ended = false;
  const exited = once(child, "exit").then(([code, signal]) => {
    ended = true;
    try {
      // What it started itself and what did not end with it: nobody else would.
      process.kill(-pid, "SIGKILL");
    } catch {
      // Nothing was left, as is usual.
    }
    return { code: code as number | null, signal: signal as NodeJS.Signals | null };
  });
  // The group, so that what a service starts itself goes with it.
  const kill = (signal: NodeJS.Signals) => {
    if (ended) return;
    try {
      process.kill(-pid, signal);
    } catch {
      child.kill(signal);
    }
  };
  return {
    pid,
    exited,
    hasExited: () => ended,
    kill,
    async stop(graceMs) {
      if (ended) return;
      kill("SIGTERM");
      const timer = new AbortController();
      const gone = await Promise.race([
        exited.then(() => true),
        sleep(graceMs, false, { signal: timer.signal, ref: false }).catch(() => false),
      ]);
      timer.abort();
      if (!gone) kill("SIGKILL");
      await exited;
    },
  };
}
