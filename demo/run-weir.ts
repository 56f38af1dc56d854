import { Readable } from "node:stream";
import { runCli } from "@weir/cli";

export interface WeirRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of Weir as a user would, within this process; `signal` is its Ctrl-C. */
export async function runWeir(
  args: readonly string[],
  cwd: string,
  signal: AbortSignal,
): Promise<WeirRun> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const interrupts = new Set<() => void>();
  const interrupt = () => {
    for (const listener of interrupts) listener();
  };
  signal.addEventListener("abort", interrupt);
  try {
    const exitCode = await runCli(args, {
      stdin: Readable.from([]),
      stdout: stream("stdout"),
      stderr: stream("stderr"),
      env: {},
      cwd: () => cwd,
      on: (name, listener) => name === "SIGINT" && interrupts.add(listener),
      off: (_name, listener) => interrupts.delete(listener),
      exit: (code) => {
        throw new Error(`weir ${args.join(" ")} ended with ${code}`);
      },
    });
    return { exitCode, ...written };
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}
