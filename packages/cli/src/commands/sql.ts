import type { CommandRun } from "../command.ts";
import { defineCommand } from "../define-command.ts";
import { renderRows } from "../output/table.ts";
import { openRunningStack } from "../running-stack.ts";

/** `weir sql`: statements to the source database, as its administrator. */
export const sql = defineCommand<object, [string | undefined]>({
  description:
    "Runs each statement in order and prints what the last one gave. Without STATEMENT the text comes from stdin.",
  positional: [
    { name: "STATEMENT", brief: "One or more statements, separated by ;", optional: true },
  ],
  async run(command, _flags, statement) {
    const stack = await openRunningStack(command);
    const { runSql } = await import("@weir/stack");
    const text = statement ?? (await readStdin(command));
    const { rows, columns, affectedRows } = await runSql(text, stack.mysql);
    if (columns.length === 0) {
      return {
        json: rows,
        human: `${affectedRows} ${affectedRows === 1 ? "row" : "rows"} affected\n`,
      };
    }
    const count = `${rows.length} ${rows.length === 1 ? "row" : "rows"}\n`;
    return { json: rows, human: `${renderRows(columns, rows)}${count}` };
  },
});

async function readStdin({ stdin }: CommandRun): Promise<string> {
  const { WeirError } = await import("@weir/core");
  const remedy = 'give one: weir sql "select 1", or: weir sql < file.sql';
  if (stdin.isTTY) throw new WeirError("USAGE", "there is no statement", { remedy });
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString("utf8");
  if (text.trim() === "")
    throw new WeirError("USAGE", "the statement on stdin is empty", { remedy });
  return text;
}
