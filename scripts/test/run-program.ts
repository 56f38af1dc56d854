import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Called with each whole line of stdout and stderr as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface ProgramResult {
  readonly ok: boolean;
  /** Stdout and stderr in the order in which they came. */
  readonly output: string;
  /** Why it is not ok, for people. */
  readonly reason: string;
}

const graceMs = 8_000;

/**
 * Runs a program to its end. It leads a process group, which is ended whole on abort and at the
 * deadline; when this process dies the kernel asks it to end.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  options.signal.throwIfAborted();
  // SIGTERM, so that a test that has a stack up can end it in order.
  const child = spawn("setpriv", ["--pdeathsig", "TERM", "--", file, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream.setEncoding("utf8").on("data", (text: string) => {
      chunks.push(text);
      if (!options.onLine) return;
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(options.onLine);
    });
    stream.on("end", () => rest && options.onLine?.(rest));
  }
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, by) => resolve(code === 0 ? "" : `ended with ${code ?? by}`));
  });
  let stopReason = "";
  const stop = async (reason: string) => {
    if (stopReason) return;
    stopReason = reason;
    killGroup(child.pid, "SIGTERM");
    await Promise.race([ended, sleep(graceMs, undefined, { ref: false })]);
    // Also what is left of the group when its leader has ended.
    killGroup(child.pid, "SIGKILL");
  };
  const onAbort = () => void stop("interrupted");
  options.signal.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(
    () => void stop(`did not end within ${options.deadlineMs / 1000} s`),
    options.deadlineMs,
  );
  const exitReason = await ended;
  clearTimeout(timer);
  options.signal.removeEventListener("abort", onAbort);
  killGroup(child.pid, "SIGKILL");
  const reason = stopReason || exitReason;
  return { ok: reason === "", output: chunks.join(""), reason };
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Ended already.
  }
}
