import { spawn } from "node:child_process";

/** What a program said and how it ended. */
export interface ProgramResult {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface ProgramOptions {
  readonly deadlineMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program to its end; SIGTERM at the deadline or the signal, SIGKILL 5 s later. */
export function runProgram(
  file: string,
  args: readonly string[],
  { deadlineMs, env, signal }: ProgramOptions,
): Promise<ProgramResult> {
  return new Promise((settle, reject) => {
    const child = spawn(file, [...args], { env: { ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    let timedOut = false;
    let kill: NodeJS.Timeout | undefined;
    const end = () => {
      child.kill("SIGTERM");
      kill ??= setTimeout(() => child.kill("SIGKILL"), 5_000);
    };
    const deadline = setTimeout(() => {
      timedOut = true;
      end();
    }, deadlineMs);
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted) end();
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const clean = () => {
      clearTimeout(deadline);
      clearTimeout(kill);
      signal?.removeEventListener("abort", end);
    };
    child.once("error", (error) => {
      clean();
      reject(error);
    });
    child.once("close", (exitCode) => {
      clean();
      settle({ exitCode, stdout, stderr, timedOut });
    });
  });
}
