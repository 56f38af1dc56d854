import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface ServerProcess {
  readonly endpoint: string;
  readonly child: ChildProcess;
  /** Exit code and signal. */
  readonly exited: Promise<unknown[]>;
}

const main = new URL("../src/main.ts", import.meta.url).pathname;

/** Starts a server as a process of its own, by default the registry; resolves when it listens. */
export async function startServer(
  args: readonly string[],
  { program = main, flags = [] as readonly string[] } = {},
): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", ...flags, program, ...args],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  const [line] = await once(createInterface(child.stdout), "line", {
    signal: AbortSignal.timeout(60_000),
  });
  return { endpoint: JSON.parse(line as string).endpoint, child, exited };
}
