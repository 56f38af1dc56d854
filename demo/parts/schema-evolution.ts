import path from "node:path";
import { explainRefusedSchema, renderRefusedSchema } from "@weir/cli";
import { diagnoseStatus } from "@weir/connect";
import { waitUntil } from "@weir/stack";
import { afterOf, connectorName, type DemoContext, personTopic } from "../demo-context.ts";
import { runWeir } from "../run-weir.ts";

const deadlineMs = 45_000;

/** Two changes that keep BACKWARD, one that does not, and the operator's way out of it. */
export async function showSchemaEvolution(context: DemoContext): Promise<void> {
  await acceptedChange(context, {
    ddl: "ALTER TABLE test_db.person DROP COLUMN lastName",
    insert: "INSERT INTO test_db.person VALUES ('ada', 36)",
    firstName: "ada",
    version: 2,
    columns: ["firstName", "age"],
  });
  await acceptedChange(context, {
    ddl: "ALTER TABLE test_db.person ADD COLUMN email VARCHAR(155) NULL",
    insert: "INSERT INTO test_db.person VALUES ('linus', 55, 'linus@example.org')",
    firstName: "linus",
    version: 3,
    columns: ["firstName", "age", "email"],
  });
  await refusedChange(context);
  await wayOut(context);
  await context.narrator.check(
    "rows written before are still read with their own schema",
    async () => {
      const records = await context.readRecords(personTopic, isFrom("bjarne"), deadlineMs);
      const rows = records.map(afterOf);
      return {
        ok: JSON.stringify(rows[0]) === '{"firstName":"foo","lastName":"doe","age":18}',
        evidence: rows,
        summary: `${JSON.stringify(rows[0])} is still version ${records[0]?.schemaVersion}`,
      };
    },
  );
}

interface AcceptedChange {
  readonly ddl: string;
  readonly insert: string;
  readonly firstName: string;
  readonly version: number;
  readonly columns: readonly string[];
}

const isFrom = (firstName: string) => (record: Parameters<typeof afterOf>[0]) =>
  afterOf(record)?.firstName === firstName;

async function acceptedChange(context: DemoContext, change: AcceptedChange): Promise<void> {
  const { narrator, sql, readRecords } = context;
  narrator.say(change.ddl);
  await narrator.check(`version ${change.version} is registered and rows flow`, async () => {
    await sql(change.ddl);
    await sql(change.insert);
    const record = (await readRecords(personTopic, isFrom(change.firstName), deadlineMs)).at(-1);
    const row = record && afterOf(record);
    return {
      ok:
        record?.schemaVersion === change.version &&
        Object.keys(row ?? {}).join() === change.columns.join(),
      evidence: { row, schemaVersion: record?.schemaVersion },
      summary: JSON.stringify(row),
    };
  });
}

async function refusedChange(context: DemoContext): Promise<void> {
  const { narrator, sql, connect, registry, signal } = context;
  const ddl = "ALTER TABLE test_db.person ADD COLUMN address VARCHAR(155) NOT NULL";
  narrator.say(ddl);
  await narrator.check("BACKWARD refuses it, and the task is FAILED", async () => {
    await sql(ddl);
    await sql("INSERT INTO test_db.person VALUES ('bjarne', 75, NULL, 'Aarhus')");
    const status = await waitUntil(
      async () => {
        const now = await connect.getConnectorStatus(connectorName);
        return now.tasks.some(({ state }) => state === "FAILED") ? now : undefined;
      },
      { what: "the task to fail", deadlineMs, signal },
    );
    return {
      ok: status.connector.state === "RUNNING" && status.tasks[0]?.state === "FAILED",
      evidence: { connector: status.connector.state, task: status.tasks[0]?.state },
      summary: `connector ${status.connector.state}, task ${status.tasks[0]?.state}`,
    };
  });
  await narrator.check("weir says which column, which rule and what to do", async () => {
    const diagnosis = diagnoseStatus(await connect.getConnectorStatus(connectorName));
    const refused =
      diagnosis &&
      (await explainRefusedSchema(diagnosis, context.platform.registry.name ?? "", registry));
    if (refused) narrator.show(renderRefusedSchema(refused).join("\n"));
    const violation = refused?.violations[0];
    return {
      ok: violation?.column === "address" && refused?.compatibility === "BACKWARD",
      evidence: { cause: diagnosis?.cause, refused },
    };
  });
}

/** What an operator does who wants the column as it is. */
async function wayOut(context: DemoContext): Promise<void> {
  const { narrator, registry, readRecords, specFile, signal } = context;
  const args = ["schema", "accept", personTopic, "--yes"];
  narrator.say(`the way out: weir ${args.join(" ")}`);
  await narrator.check("weir accepts the version, and the refused row arrives", async () => {
    const cwd = path.dirname(specFile);
    const run = await runWeir([...args, "--config", specFile], cwd, signal);
    narrator.show(`${run.stderr}${run.stdout}`.trimEnd());
    const RegistryName = context.platform.registry.name ?? "";
    const SchemaId = { RegistryName, SchemaName: personTopic };
    const { Compatibility, SchemaCheckpoint } = await registry.call("GetSchema", { SchemaId });
    const record = (await readRecords(personTopic, isFrom("bjarne"), deadlineMs)).at(-1);
    const row = record && afterOf(record);
    return {
      ok:
        run.exitCode === 0 &&
        row?.address === "Aarhus" &&
        Compatibility === "BACKWARD" &&
        SchemaCheckpoint === record?.schemaVersion,
      evidence: { exitCode: run.exitCode, Compatibility, SchemaCheckpoint, row },
      summary: `${JSON.stringify(row)} with version ${record?.schemaVersion}; the schema is ${Compatibility} again`,
    };
  });
}
