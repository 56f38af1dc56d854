import {
  afterOf,
  connectorName,
  type DemoContext,
  ordersTopic,
  personTopic,
} from "../demo-context.ts";
import { readRawRecords } from "../raw-records.ts";

const deadlineMs = 30_000;
const headerBytes = 18;
const awsConverter = "com.amazonaws.services.schemaregistry.kafkaconnect.AWSKafkaAvroConverter";

/** Rows from before the connector's start and from after it, in both topics. */
export async function showFirstRows(context: DemoContext): Promise<void> {
  const { narrator, connect, sql, readRecords } = context;
  await narrator.check("the connector and its task are RUNNING", async () => {
    const status = await connect.getConnectorStatus(connectorName);
    const { config } = await connect.getConnector(connectorName);
    return {
      ok:
        status.connector.state === "RUNNING" &&
        status.tasks.every(({ state }) => state === "RUNNING") &&
        config["value.converter"] === awsConverter,
      evidence: { status, converter: config["value.converter"] },
      summary: `task 0 on ${status.tasks[0]?.worker_id}, converter ${awsConverter.split(".").at(-1)}`,
    };
  });
  narrator.say("two people were there before the connector; two more come now");
  await sql("INSERT INTO test_db.person VALUES ('grace', 'hopper', 85), ('alan', NULL, 41)");
  await sql(
    "INSERT INTO test_db.orders (customer, status, amount, placed_at) VALUES ('grace', 'new', 7.25, '2026-01-03 08:00:00.250'); UPDATE test_db.orders SET status = 'paid' WHERE id = 1; DELETE FROM test_db.orders WHERE id = 2",
  );
  await narrator.check("rows come by snapshot and by streaming", async () => {
    const records = await readRecords(personTopic, (_, all) => all.length >= 4, deadlineMs);
    const seen = records.map((record) => ({
      op: (record.value as { op: string }).op,
      ...afterOf(record),
      schemaVersion: record.schemaVersion,
    }));
    narrator.show(seen.map((row) => JSON.stringify(row)).join("\n"));
    const names = seen.map((row) => `${row.op} ${(row as { firstName?: string }).firstName}`);
    return {
      ok: names.join(", ") === "r foo, r torri, c grace, c alan",
      evidence: seen,
      summary: `${personTopic} holds ${names.join(", ")}`,
    };
  });
  await narrator.check("a table with a primary key runs beside it", async () => {
    // Two by snapshot, an insert, an update, a delete and its tombstone.
    const records = await readRecords(ordersTopic, (_, all) => all.length >= 6, deadlineMs);
    const operations = records.map((record) =>
      record.value === null ? "tombstone" : (record.value as { op: string }).op,
    );
    return {
      ok: operations.join(" ") === "r r c u d tombstone",
      evidence: operations,
      summary: operations.join(" "),
    };
  });
  await narrator.check("records carry the 18-byte Glue header", async () => {
    const raw = await readRawRecords(context.bootstrapServers, personTopic, 4, deadlineMs);
    const headers = raw.map((value) => value.subarray(0, headerBytes).toString("hex"));
    const ids = new Set(headers.map((header) => header.slice(4)));
    const { SchemaVersionId } = await context.registry.call("GetSchemaVersion", {
      SchemaId: { RegistryName: context.platform.registry.name ?? "", SchemaName: personTopic },
      SchemaVersionNumber: { LatestVersion: true },
    });
    return {
      ok:
        headers.length === 4 &&
        headers.every((header) => header.startsWith("0300")) &&
        ids.has(SchemaVersionId.replaceAll("-", "")),
      evidence: { headers, SchemaVersionId },
      summary: `03 00 ${SchemaVersionId}`,
    };
  });
}
