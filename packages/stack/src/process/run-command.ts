import { WeirError } from "@weir/core";
import { type ExecaError, execa } from "execa";

export interface RunCommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs: number;
  /** Called with each line of its output. */
  readonly onLine?: (line: string) => void;
  /** What to do when it fails. */
  readonly remedy?: string;
  readonly input?: string;
}

const tailLines = 20;

/**
 * Runs a program to its end and returns its stdout; the kernel ends it with us.
 * @throws PROCESS_FAILED with the tail of its output; INTERRUPTED when the signal aborts
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: RunCommandOptions,
): Promise<string> {
  const interrupted = () => new WeirError("INTERRUPTED", `${file} was interrupted`);
  // execa would start it first and end it then.
  if (options.signal?.aborted) throw interrupted();
  const child = execa("setpriv", ["--pdeathsig", "KILL", "--", file, ...args], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...options.env },
    ...(options.signal ? { cancelSignal: options.signal } : {}),
    timeout: options.deadlineMs,
    all: true,
    ...(options.input === undefined ? { stdin: "ignore" as const } : { input: options.input }),
    forceKillAfterDelay: 2_000,
    // A process group of its own, so that it can be ended with all that it has started.
    detached: true,
  });
  child.nodeChildProcess.once("exit", () => endGroup(child.pid));
  if (options.onLine) {
    void (async () => {
      for await (const line of child.iterable({ from: "all" })) options.onLine?.(String(line));
    })().catch(() => {});
  }
  try {
    return (await child).stdout as string;
  } catch (error) {
    const failure = error as ExecaError;
    if (options.signal?.aborted || failure.isCanceled) {
      throw interrupted();
    }
    const tail = String(failure.all ?? "")
      .trimEnd()
      .split("\n")
      .slice(-tailLines)
      .join("\n");
    const reason = failure.timedOut
      ? `did not end within ${options.deadlineMs / 1000} s`
      : `ended with ${failure.exitCode ?? failure.signal ?? failure.code}`;
    throw new WeirError("PROCESS_FAILED", `${file} ${args[0] ?? ""} ${reason}:\n${tail}`, {
      ...(options.remedy === undefined ? {} : { remedy: options.remedy }),
    });
  }
}

/** What a program leaves behind when it ends holds its output open: we would wait for that too. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing was left, as is usual.
  }
}
