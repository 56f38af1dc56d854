import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..", "..", "..");

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  readonly result: Promise<CommandResult>;
}

/** Starts `bin/weir` as a user would; the kernel ends it with the test. */
export function startWeir(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): RunningCommand {
  const weir = resolve(root, "bin", "weir");
  const child = spawn("setpriv", ["--pdeathsig", "TERM", "--", weir, ...args], {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  // Decoded as a stream: a letter of several bytes may lie across two chunks.
  child.stdout.setEncoding("utf8").on("data", (data: string) => {
    stdout += data;
  });
  child.stderr.setEncoding("utf8").on("data", (data: string) => {
    stderr += data;
  });
  return {
    pid: child.pid as number,
    kill: (signal) => child.kill(signal),
    result: once(child, "close").then(([code]) => ({ code, stdout, stderr })),
  };
}

export function runWeir(...args: Parameters<typeof startWeir>): Promise<CommandResult> {
  return startWeir(...args).result;
}
