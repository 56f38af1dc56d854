import { renderRows } from "@weir/cli";
import { compareRows, planLocalLakeJob, queryLake, runLakeJob } from "@weir/lake";
import type { DemoContext } from "../demo-context.ts";
import type { LakeSetup } from "../lake-setup.ts";

const runDeadlineMs = 5 * 60_000;
const queryDeadlineMs = 30_000;

/** Lands the topics in Delta Lake and holds silver against MySQL, row by row. */
export async function showLake(context: DemoContext, lake: LakeSetup): Promise<void> {
  const { narrator, platform, directory, signal } = context;
  const query = (sql: string) =>
    queryLake(sql, {
      ...lake.process,
      lakePath: directory.lake,
      deadlineMs: queryDeadlineMs,
      signal,
    });
  await narrator.check("the Spark job lands the topics in bronze, silver and gold", async () => {
    const result = await runLakeJob({
      ...lake.process,
      job: planLocalLakeJob(platform, { ...context, sparkJars: lake.sparkJars }),
      javaHome: lake.javaHome,
      workDirectory: directory.logs,
      deadlineMs: runDeadlineMs,
      signal,
    });
    return {
      ok: result.tables.length === 2 && result.warnings.length === 0,
      evidence: result,
      summary: `${result.tables.length} tables in ${(result.durationMs / 1000).toFixed(1)} s`,
    };
  });
  for (const [title, sql] of [
    ["bronze.person: every change, with its own schema", bronzeSql],
    ["silver.person: the rows as they are now", "select * from silver.person order by age"],
    ["silver.orders (the first five)", "select * from silver.orders order by id limit 5"],
    ["gold.people_by_age", "select * from gold.people_by_age order by age"],
  ] as const) {
    narrator.say(title);
    const rows = await query(sql);
    narrator.show(renderRows(Object.keys(rows[0] ?? {}), rows).trimEnd());
  }
  await narrator.check("bronze keeps foo, doe, 18 as it was written", async () => {
    const [first] = await query(
      'select "after" from bronze.person order by "partition", "offset" limit 1',
    );
    const after = String(first?.after);
    return {
      ok: after.includes('"lastName"') && after.includes('"doe"') && after.includes("18"),
      evidence: first,
      summary: after,
    };
  });
  for (const table of Object.values(platform.sources).flatMap(({ tables }) => tables)) {
    const name = table.slice(table.indexOf(".") + 1);
    await narrator.check(`silver.${name} equals MySQL's ${table}, row by row`, async () => {
      const source = await context.sql(`SELECT * FROM ${table}`);
      const verdict = compareRows(source.rows, await query(`select * from silver.${name}`));
      return {
        ok: verdict.equal && source.rows.length > 0,
        evidence: verdict,
        summary: `${verdict.expectedRows} rows in MySQL, ${verdict.actualRows} in silver`,
      };
    });
  }
  await narrator.check("gold is what its SQL says", async () => {
    const gold = await query("select sum(people) as people from gold.people_by_age");
    const source = await context.sql("SELECT COUNT(*) AS people FROM test_db.person");
    return {
      ok: Number(gold[0]?.people) === Number(source.rows[0]?.people),
      evidence: { gold, source: source.rows },
      summary: `people_by_age counts ${gold[0]?.people} people`,
    };
  });
}

const bronzeSql = `select "offset", operation as op, "after" from bronze.person order by "partition", "offset"`;
