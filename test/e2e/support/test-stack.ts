import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlatformInput } from "@weir/core";
import type { StackStatus } from "@weir/stack";
import { type CommandResult, type RunningCommand, runWeir, startWeir } from "./weir-command.ts";

export type Row = Record<string, unknown>;

/** A platform in a folder of its own, driven through the command line. */
export interface TestStack {
  readonly folder: string;
  readonly stateDirectory: string;
  /** Runs `weir … --config FILE`; fails the test unless it ends with `code` (0). */
  weir(args: readonly string[], code?: number): Promise<CommandResult>;
  start(args: readonly string[]): RunningCommand;
  status(): Promise<StackStatus>;
  sql(statement: string): Promise<Row[]>;
  lakeQuery(sql: string): Promise<Row[]>;
  /** Processes that have this stack's folder in their command line. */
  processes(): { pid: number; command: string }[];
  /** Ends it and removes everything. */
  destroy(): Promise<void>;
}

export function createTestStack(spec: PlatformInput, initSql?: string): TestStack {
  const folder = mkdtempSync(join(tmpdir(), "weir-e2e-"));
  const file = join(folder, "weir.config.json");
  if (initSql !== undefined) writeFileSync(join(folder, "init.sql"), initSql);
  const local = initSql === undefined ? {} : { local: { mysql: { init: "init.sql" } } };
  writeFileSync(file, JSON.stringify({ ...spec, ...local }));
  return openTestStack(folder, file);
}

export function openTestStack(folder: string, file: string): TestStack {
  const stateDirectory = join(folder, ".weir");
  const start = (args: readonly string[]) => startWeir([...args, "--config", file]);
  const weir = async (args: readonly string[], code = 0) => {
    const result = await runWeir([...args, "--config", file]);
    assert.equal(
      result.code,
      code,
      `weir ${args.join(" ")} ended with ${result.code}\n${result.stdout}\n${result.stderr}`,
    );
    return result;
  };
  const json = async (args: readonly string[]) =>
    JSON.parse((await weir([...args, "-o", "json"])).stdout);
  return {
    folder,
    stateDirectory,
    weir,
    start,
    status: () => json(["status"]) as Promise<StackStatus>,
    sql: (statement) => json(["sql", statement]) as Promise<Row[]>,
    lakeQuery: (sql) => json(["lake", "query", sql]) as Promise<Row[]>,
    processes: () => listProcesses(stateDirectory),
    async destroy() {
      await runWeir(["down", "--purge", "--config", file]);
      for (const { pid } of listProcesses(stateDirectory)) process.kill(pid, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function listProcesses(needle: string): { pid: number; command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), command: readCommand(name) }))
    .filter(({ command }) => command.includes(needle));
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
