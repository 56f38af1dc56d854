import { existsSync } from "node:fs";
import type { AwsPlatform, PlanFacts } from "@weir/deploy";
import type { CommandRun } from "../command.ts";
import { openRunningStack } from "../running-stack.ts";

/** The tables of the spec as the running local stack has them; undefined where none runs. */
export async function readLocalFacts(
  command: CommandRun,
  platform: AwsPlatform,
): Promise<PlanFacts | undefined> {
  if (!existsSync(await command.stateRoot())) return undefined;
  const [{ hasErrorCode }, { readCapturedColumns, readCapturedTables }] = await Promise.all([
    import("@weir/core"),
    import("@weir/stack"),
  ]);
  try {
    const { mysql } = await openRunningStack(command);
    const captured = await readCapturedTables(platform, mysql);
    const tables = captured.filter(({ exists }) => exists);
    const columns = await readCapturedColumns(
      tables.map(({ table }) => table),
      mysql,
    );
    return { tables: tables.map((each) => ({ ...each, columns: columns.get(each.table) ?? [] })) };
  } catch (error) {
    if (hasErrorCode(error, "STACK_NOT_RUNNING")) return undefined;
    throw error;
  }
}
