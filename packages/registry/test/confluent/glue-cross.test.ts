import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { optional, record, startConfluent } from "./confluent-calls.ts";

const confluent = await startConfluent({ defaultContext: "legopoc" });
const { ok, refusal, register, glue } = confluent;
after(() => confluent.registry.stop());

const v1 = record({ name: "string" });
const v2 = record({ name: "string", age: optional("int", 0) });
const broken = record({ name: "string", address: "string" });
await glue("CreateRegistry", { RegistryName: "legopoc" });
const idOf = (SchemaName: string) => ({ RegistryName: "legopoc", SchemaName });

function create(SchemaName: string, rest: object = {}) {
  const RegistryId = { RegistryName: "legopoc" };
  return glue("CreateSchema", {
    ...{ RegistryId, SchemaName, DataFormat: "AVRO", SchemaDefinition: v1 },
    ...rest,
  });
}

test("reads by subject and number what was registered through Glue", async () => {
  const { SchemaVersionId } = await create("by-glue", { Compatibility: "BACKWARD_ALL" });
  const shown = await ok("GET /subjects/by-glue/versions/latest");
  assert.deepEqual([shown.schema, shown.guid, shown.version], [v1, SchemaVersionId, 1]);
  assert.equal((await ok(`GET /schemas/ids/${shown.id}`)).schema, v1);
  assert.equal((await ok(`GET /schemas/guids/${SchemaVersionId}`)).schema, v1);
  assert.deepEqual(await ok(`GET /schemas/guids/${SchemaVersionId}/ids`), [
    { context: ".", id: shown.id },
  ]);
  assert.equal((await refusal("GET /schemas/guids/nope"))[0], 40403);
  assert.deepEqual(await ok("GET /config/by-glue"), { compatibilityLevel: "BACKWARD_TRANSITIVE" });
  assert.equal((await register("by-glue", v1)).guid, SchemaVersionId);
});

test("reads through Glue what was registered here", async () => {
  const { guid } = await register("by-confluent", v1);
  const byId = await glue("GetSchemaVersion", { SchemaVersionId: guid });
  assert.deepEqual(
    [byId.SchemaDefinition, byId.DataFormat, byId.VersionNumber, byId.Status],
    [v1, "AVRO", 1, "AVAILABLE"],
  );
  const found = await glue("GetSchemaByDefinition", {
    SchemaId: idOf("by-confluent"),
    SchemaDefinition: v1,
  });
  assert.equal(found.SchemaVersionId, guid);
  const schema = await glue("GetSchema", { SchemaId: idOf("by-confluent") });
  assert.deepEqual([schema.Compatibility, schema.SchemaCheckpoint], ["BACKWARD", 1]);
});

test("hides what Glue refused, and goes on after the number it took", async () => {
  await create("with-failure");
  const SchemaId = idOf("with-failure");
  const failed = await glue("RegisterSchemaVersion", { SchemaId, SchemaDefinition: broken });
  assert.deepEqual([failed.Status, failed.VersionNumber], ["FAILURE", 2]);
  assert.deepEqual(await ok("GET /subjects/with-failure/versions?deleted=true"), [1]);
  assert.equal((await refusal("GET /subjects/with-failure/versions/2"))[0], 40402);
  assert.equal((await refusal(`GET /schemas/guids/${failed.SchemaVersionId}`))[0], 40403);
  assert.equal((await refusal("POST /subjects/with-failure", { schema: broken }))[0], 40403);
  assert.equal((await register("with-failure", v2)).version, 3);
  await ok("PUT /config/with-failure", { compatibility: "NONE" });
  assert.equal((await register("with-failure", broken)).version, 4);
});

test("fills a schema that Glue made without a version", async () => {
  await create("empty", { SchemaDefinition: undefined, Compatibility: "FULL" });
  assert.equal((await refusal("GET /subjects/empty/versions"))[0], 40401);
  assert.ok(!(await ok("GET /subjects")).includes("empty"));
  assert.equal((await register("empty", v1)).version, 1);
  assert.deepEqual(await ok("GET /config/empty"), { compatibilityLevel: "FULL" });
});

test("shows a version that Glue deleted no more, and gives its number to no other schema", async () => {
  await create("deleted");
  const { id } = await register("deleted", record({ name: "string", gone: optional("int", 1) }));
  await glue("DeleteSchemaVersions", { SchemaId: idOf("deleted"), Versions: "2" });
  assert.deepEqual(await ok("GET /subjects/deleted/versions"), [1]);
  assert.equal((await refusal(`GET /schemas/ids/${id}`))[0], 40403);
  const next = await register("deleted", record({ name: "string", other: optional("int", 1) }));
  assert.ok(next.id > id);
});

test("keeps Glue's checkpoint on a version that is there", async () => {
  await create("checkpoint");
  await register("checkpoint", v2);
  const checkpoint = async (name: string) =>
    (await glue("GetSchema", { SchemaId: idOf(name) })).SchemaCheckpoint;
  await ok("DELETE /subjects/checkpoint/versions/1");
  assert.equal(await checkpoint("checkpoint"), 1);
  await ok("DELETE /subjects/checkpoint/versions/1?permanent=true");
  assert.equal(await checkpoint("checkpoint"), 2);
  await ok("PUT /mode/imported", { mode: "IMPORT" });
  const schema = record({ imported: "int" });
  await ok("POST /subjects/imported/versions", { schema, id: 900, version: 7 });
  assert.equal(await checkpoint("imported"), 7);
});

test("shows a PENDING version when its time has come", async () => {
  const slow = await startConfluent({ policy: { asyncEvaluationMs: 150 } });
  try {
    const RegistryId = { RegistryName: "default-registry" };
    await slow.glue("CreateSchema", {
      ...{ RegistryId, SchemaName: "slow", DataFormat: "AVRO", SchemaDefinition: v1 },
    });
    const SchemaId = { RegistryName: "default-registry", SchemaName: "slow" };
    const { Status } = await slow.glue("RegisterSchemaVersion", { SchemaId, SchemaDefinition: v2 });
    assert.equal(Status, "PENDING");
    assert.deepEqual(await slow.ok("GET /subjects/slow/versions"), [1]);
    const deadline = Date.now() + 10_000;
    while ((await slow.ok("GET /subjects/slow/versions")).length < 2) {
      assert.ok(Date.now() < deadline, "it is judged in time");
      await delay(20);
    }
    assert.equal((await slow.ok("GET /subjects/slow/versions/latest")).schema, v2);
  } finally {
    await slow.registry.stop();
  }
});
