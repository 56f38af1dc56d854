import { spawn } from "node:child_process";

export interface ToolOutput {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** @default 300 000 */
  readonly deadlineMs?: number;
}

/** Runs a program to its end; it is killed at the deadline, which its code null tells. */
export function runTool(
  file: string,
  args: readonly string[],
  { cwd, env = process.env, input = "", deadlineMs = 300_000 }: ToolOptions = {},
): Promise<ToolOutput> {
  return new Promise((settle, fail) => {
    const child = spawn(file, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env,
      stdio: ["pipe", "pipe", "pipe"],
      timeout: deadlineMs,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", fail);
    child.on("close", (code) => settle({ code, stdout, stderr }));
    // A program that ends without reading breaks the pipe; its code tells why.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}
