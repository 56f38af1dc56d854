import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { diagnoseTrace } from "@weir/connect";
import { registryClient, startRegistry } from "@weir/registry";
import { renderDebeziumEnvelope } from "@weir/schema";
import { explainRefusedSchema, renderRefusedSchema } from "../src/explain-refused-schema.ts";

const topic = "fullfillment.test_db.person";

test("names column, rule and way out of a schema that the registry refused", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "weir-cli-"));
  const registry = await startRegistry({ databaseFile: path.join(folder, "r.sqlite") });
  t.after(async () => {
    await registry.stop();
    rmSync(folder, { recursive: true });
  });
  const client = registryClient(registry.endpoint);
  await client.call("CreateRegistry", { RegistryName: "legopoc" });
  const schemaId = { RegistryName: "legopoc", SchemaName: topic };
  await client.call("CreateSchema", {
    RegistryId: { RegistryName: "legopoc" },
    SchemaName: topic,
    DataFormat: "AVRO",
    Compatibility: "BACKWARD",
    SchemaDefinition: envelope(["age"]),
  });
  const refused = await client.call("RegisterSchemaVersion", {
    SchemaId: schemaId,
    SchemaDefinition: envelope(["age", "address"]),
  });
  assert.equal(refused.Status, "FAILURE");

  const byId = diagnoseTrace(
    `org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler\nCaused by: com.amazonaws.services.schemaregistry.exception.AWSSchemaRegistryException: Schema evolution check failed. schemaVersionId ${refused.SchemaVersionId} is in FAILURE status.\n`,
  );
  const byName = diagnoseTrace(
    `org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler\nCaused by: com.amazonaws.services.schemaregistry.exception.AWSSchemaRegistryException: Failed to get schemaVersionId by schema definition for schema name = ${topic} \nCaused by: com.amazonaws.services.schemaregistry.exception.AWSSchemaRegistryException: Schema Found but status is FAILURE\n`,
  );
  for (const diagnosis of [byId, byName]) {
    const explained = await explainRefusedSchema(diagnosis, "legopoc", client);
    assert.equal(explained?.schemaVersionId, refused.SchemaVersionId);
    assert.equal(explained?.compatibility, "BACKWARD");
    assert.ok(explained?.violations.some(({ column }) => column === "address"));
    const text = renderRefusedSchema(explained as NonNullable<typeof explained>).join("\n");
    assert.match(text, /column address/);
    assert.match(
      text,
      /what to do: .*DEFAULT.*; or accept .*: weir schema accept fullfillment\.test_db\.person/,
    );
  }
});

test("leaves other causes alone", async () => {
  const never = () => assert.fail("the registry is asked");
  const diagnosis = diagnoseTrace("java.lang.OutOfMemoryError: Java heap space\n");
  const registry = { readVerdict: never, readFailures: never };
  assert.equal(await explainRefusedSchema(diagnosis, "legopoc", registry), undefined);
});

function envelope(columns: readonly string[]): string {
  return renderDebeziumEnvelope(
    topic,
    columns.map((name) => ({ name, type: "int", nullable: false })),
  );
}
