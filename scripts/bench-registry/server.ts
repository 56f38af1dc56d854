import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

const weir = resolve(import.meta.dirname, "../../bin/weir");

export interface Server {
  readonly endpoint: string;
  /** From the start of the process until it says that it listens. */
  readonly startMs: number;
  readResidentBytes(): number;
  /** User and system, since its start: it does not depend on who else uses this machine. */
  readCpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

/** `weir registry serve` as a user starts it, on a store without AWS's quota of versions. */
export async function startServer(dataDirectory: string): Promise<Server> {
  const args = ["registry", "serve", "--data", dataDirectory, "--max-schema-versions", "1000000"];
  const startedAt = performance.now();
  const child = spawn(weir, [...args, "-o", "json"], { stdio: ["ignore", "pipe", "inherit"] });
  const { endpoint } = JSON.parse(await firstLine(child));
  const startMs = performance.now() - startedAt;
  const exited = once(child, "exit");
  return {
    endpoint,
    startMs,
    readResidentBytes: () => readResidentBytes(child.pid),
    readCpuSeconds: async () => {
      const metrics = await (await fetch(new URL("/metrics", endpoint))).text();
      return Number(/^process_cpu_seconds_total (\S+)/m.exec(metrics)?.[1]);
    },
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

export async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("stdout is not a pipe");
  const [line] = await once(createInterface(child.stdout), "line", {
    signal: AbortSignal.timeout(60_000),
  });
  return line as string;
}

function readResidentBytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}
