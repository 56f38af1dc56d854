import { existsSync } from "node:fs";
import { defineCommand } from "../define-command.ts";
import { renderRows } from "../output/table.ts";
import { openStateDirectory } from "../running-stack.ts";

const deadlineMs = 5 * 60_000;

/** `weir lake query`: SQL over the lake's tables, without Spark. The stack need not run. */
export const lakeQuery = defineCommand<object, [string]>({
  description:
    "Tables are bronze.<table>, silver.<table> (current rows) and gold.<name>; the SQL is DuckDB's. The stack need not run.",
  positional: [{ name: "SQL", brief: 'Such as "select * from silver.person"' }],
  endsInOrder: true,
  async run(command, _flags, sql) {
    const [lake, { WeirError }] = await Promise.all([import("@weir/lake"), import("@weir/core")]);
    const directory = await openStateDirectory(command);
    if (!existsSync(directory.lake)) {
      throw new WeirError("STACK_NOT_RUNNING", `there is no lake in ${directory.root}`, {
        remedy: 'start the stack with "weir up", then fill the lake with "weir lake run --once"',
      });
    }
    const python = await lake.preparePythonEnvironment({
      cacheDirectory: await command.cacheDirectory(),
      environment: command.env,
      signal: command.signal,
      onProgress: (detail) =>
        command.progress.report({ step: "python packages", state: "running", detail }),
    });
    command.progress.end();
    const rows = await lake.queryLake(sql, {
      lakePath: directory.lake,
      python,
      environment: command.env,
      deadlineMs,
      signal: command.signal,
    });
    const columns = Object.keys(rows[0] ?? {});
    const count = `${rows.length} ${rows.length === 1 ? "row" : "rows"}\n`;
    return {
      json: rows,
      human: columns.length === 0 ? count : `${renderRows(columns, rows)}${count}`,
    };
  },
});
