import assert from "node:assert/strict";
import { after, test } from "node:test";
import { optional, record, startConfluent } from "./confluent-calls.ts";

const confluent = await startConfluent();
const { ok, refusal, register, glue } = confluent;
after(() => confluent.registry.stop());

const v1 = record({ name: "string" });
const v2 = record({ name: "string", age: optional("int", 0) });

test("hides a soft-deleted version and keeps it readable by its ids", async () => {
  const { id, guid } = await register("soft", v1);
  await register("soft", v2);
  assert.equal(await ok("DELETE /subjects/soft/versions/1"), 1);
  assert.deepEqual(await ok("GET /subjects/soft/versions"), [2]);
  assert.deepEqual(await ok("GET /subjects/soft/versions?deleted=true"), [1, 2]);
  assert.deepEqual(await ok("GET /subjects/soft/versions?deletedOnly=true"), [1]);
  assert.deepEqual(await ok("GET /subjects/soft/versions?deletedAsNegative=true"), [-1, 2]);
  assert.deepEqual(await refusal("GET /subjects/soft/versions/1"), [40402, "Version 1 not found."]);
  const shown = await ok("GET /subjects/soft/versions/1?deleted=true");
  assert.deepEqual([shown.schema, shown.deleted], [v1, true]);
  assert.equal((await ok(`GET /schemas/ids/${id}`)).schema, v1);
  assert.deepEqual(await ok(`GET /schemas/ids/${id}/subjects`), []);
  assert.deepEqual(await ok(`GET /schemas/ids/${id}/subjects?deleted=true`), ["soft"]);
  assert.equal((await glue("GetSchemaVersion", { SchemaVersionId: guid })).SchemaDefinition, v1);
  const SchemaId = { RegistryName: "default-registry", SchemaName: "soft" };
  assert.equal((await glue("ListSchemaVersions", { SchemaId })).Schemas.length, 1);
});

test("deletes a version for good only after it was soft-deleted", async () => {
  const { id } = await register("hard", record({ hard: "int" }));
  await register("hard", record({ hard: "int", more: optional("int", 0) }));
  const path = "/subjects/hard/versions/1";
  assert.deepEqual(await refusal(`DELETE ${path}?permanent=true`), [
    40407,
    "Subject 'hard' Version 1 was not deleted first before being permanently deleted",
  ]);
  await ok(`DELETE ${path}`);
  assert.deepEqual(await refusal(`DELETE ${path}`), [
    40406,
    "Subject 'hard' Version 1 was soft deleted.Set permanent=true to delete permanently",
  ]);
  assert.equal(await ok(`DELETE ${path}?permanent=true`), 1);
  assert.deepEqual(await ok("GET /subjects/hard/versions?deleted=true"), [2]);
  assert.deepEqual(await refusal(`GET /schemas/ids/${id}`), [40403, `Schema ${id} not found`]);
  assert.deepEqual(await refusal(`DELETE ${path}`), [40402, "Version 1 not found."]);
  assert.deepEqual(await refusal("DELETE /subjects/nobody/versions/1"), [
    40401,
    "Subject 'nobody' not found.",
  ]);
});

test("deletes the latest version by that name, and the subject with its last one", async () => {
  await register("latest", v1);
  await register("latest", v2);
  await ok("PUT /config/latest", { compatibility: "FULL" });
  assert.equal(await ok("DELETE /subjects/latest/versions/latest"), 2);
  assert.equal(await ok("DELETE /subjects/latest/versions/-1"), 1);
  assert.equal((await refusal("DELETE /subjects/latest/versions/latest"))[0], 40402);
  await ok("DELETE /subjects/latest/versions/2?permanent=true");
  await ok("DELETE /subjects/latest/versions/1?permanent=true");
  assert.equal((await refusal("GET /subjects/latest/versions?deleted=true"))[0], 40401);
  assert.equal((await refusal("GET /config/latest"))[0], 40408);
  await assert.rejects(
    glue("GetSchema", { SchemaId: { RegistryName: "default-registry", SchemaName: "latest" } }),
  );
});

test("deletes a subject in two steps, and starts again at 1", async () => {
  await register("subject", v1);
  await register("subject", v2);
  assert.deepEqual(await refusal("DELETE /subjects/subject?permanent=true"), [
    40405,
    "Subject 'subject' was not deleted first before being permanently deleted",
  ]);
  assert.deepEqual(await ok("DELETE /subjects/subject"), [1, 2]);
  assert.equal((await refusal("GET /subjects/subject/versions"))[0], 40401);
  assert.deepEqual(await refusal("DELETE /subjects/subject"), [
    40404,
    "Subject 'subject' was soft deleted.Set permanent=true to delete permanently",
  ]);
  const listed = async (query: string) =>
    (await ok(`GET /subjects?subjectPrefix=subject${query}`)) as string[];
  assert.deepEqual(await listed(""), []);
  assert.deepEqual(await listed("&deleted=true"), ["subject"]);
  assert.deepEqual(await listed("&deletedOnly=true"), ["subject"]);
  const again = await register("subject", v1);
  assert.equal(again.version, 3, "numbers go on after a soft deletion");
  assert.deepEqual(await listed("&deletedOnly=true"), []);
  await ok("DELETE /subjects/subject");
  assert.deepEqual(await ok("DELETE /subjects/subject?permanent=true"), [1, 2, 3]);
  assert.equal((await register("subject", v1)).version, 1);
  assert.equal((await refusal("DELETE /subjects/nobody"))[0], 40401);
});

test("takes versions along that Glue refused", async () => {
  await register("with-failure", v1);
  const SchemaId = { RegistryName: "default-registry", SchemaName: "with-failure" };
  const SchemaDefinition = record({ name: "string", address: "string" });
  assert.equal(
    (await glue("RegisterSchemaVersion", { SchemaId, SchemaDefinition })).Status,
    "FAILURE",
  );
  assert.deepEqual(await ok("DELETE /subjects/with-failure"), [1]);
  assert.deepEqual(await ok("DELETE /subjects/with-failure?permanent=true"), [1]);
  await assert.rejects(glue("GetSchema", { SchemaId }));
});
