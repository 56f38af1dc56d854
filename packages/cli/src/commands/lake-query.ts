import { existsSync } from "node:fs";
import { loadAwsPlatform } from "../aws/load-aws-platform.ts";
import { readOutput } from "../aws/read-output.ts";
import type { CommandRun } from "../command.ts";
import { defineCommand } from "../define-command.ts";
import { renderRows } from "../output/table.ts";
import { openStateDirectory } from "../running-stack.ts";
import { type Target, targetFlag } from "../target.ts";

const deadlineMs = 5 * 60_000;

/** `weir lake query`: SQL over the lake's tables, without Spark. The stack need not run. */
export const lakeQuery = defineCommand<{ target: Target }, [string]>({
  description:
    "Tables are bronze.<table>, silver.<table> (current rows) and gold.<name>; the SQL is DuckDB's. The stack need not run.",
  flags: { target: targetFlag },
  positional: [{ name: "SQL", brief: 'Such as "select * from silver.person"' }],
  endsInOrder: true,
  async run(command, { target }, sql) {
    const lake = await import("@weir/lake");
    const place =
      target === "aws" ? await findBucket(command) : { lakePath: await findLake(command) };
    const python = await lake.preparePythonEnvironment({
      cacheDirectory: await command.cacheDirectory(),
      environment: command.env,
      signal: command.signal,
      onProgress: (detail) =>
        command.progress.report({ step: "python packages", state: "running", detail }),
    });
    command.progress.end();
    const { env: environment, signal } = command;
    const options = { python, environment, deadlineMs, signal };
    const rows =
      "bucket" in place
        ? await lake.queryGlueLake(sql, { ...options, ...place })
        : await lake.queryLake(sql, { ...options, ...place });
    const columns = Object.keys(rows[0] ?? {});
    const count = `${rows.length} ${rows.length === 1 ? "row" : "rows"}\n`;
    return {
      json: rows,
      human: columns.length === 0 ? count : `${renderRows(columns, rows)}${count}`,
    };
  },
});

async function findLake(command: CommandRun): Promise<string> {
  const directory = await openStateDirectory(command);
  if (existsSync(directory.lake)) return directory.lake;
  const { WeirError } = await import("@weir/core");
  throw new WeirError("STACK_NOT_RUNNING", `there is no lake in ${directory.root}`, {
    remedy: 'start the stack with "weir up", then fill the lake with "weir lake run --once"',
  });
}

async function findBucket(command: CommandRun) {
  const platform = await loadAwsPlatform(command);
  const output = { name: "WEIR_BUCKET", what: "bucket" };
  return { bucket: await readOutput(command, platform, output), region: platform.aws.region };
}
