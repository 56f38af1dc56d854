import assert from "node:assert/strict";
import { after, test } from "node:test";
import { optional, record, startConfluent } from "./confluent-calls.ts";

const confluent = await startConfluent();
const { ok, refusal, register, glue } = confluent;
after(() => confluent.registry.stop());

const v1 = record({ name: "string" });
const v2 = record({ name: "string", age: optional("int", 0) });
const disable = (SchemaName: string) =>
  glue("UpdateSchema", {
    SchemaId: { RegistryName: "default-registry", SchemaName },
    SchemaVersionNumber: { LatestVersion: true },
    Compatibility: "DISABLED",
  });

test("begins with READWRITE", async () => {
  assert.deepEqual(await ok("GET /mode"), { mode: "READWRITE" });
  assert.deepEqual(await refusal("GET /mode/nobody"), [
    40409,
    "Subject 'nobody' does not have subject-level mode configured",
  ]);
  assert.deepEqual(await ok("GET /mode/nobody?defaultToGlobal=true"), { mode: "READWRITE" });
});

test("refuses every write to what is READONLY", async () => {
  await register("frozen", v1);
  assert.deepEqual(await ok("PUT /mode/frozen", { mode: "readonly" }), { mode: "readonly" });
  const refused = [42205, "Subject frozen in context  is in read-only mode"];
  assert.deepEqual(await refusal("POST /subjects/frozen/versions", { schema: v2 }), refused);
  assert.deepEqual(await refusal("DELETE /subjects/frozen"), refused);
  assert.deepEqual(await refusal("DELETE /subjects/frozen/versions/1"), refused);
  assert.deepEqual(await refusal("PUT /config/frozen", { compatibility: "NONE" }), refused);
  assert.deepEqual(await ok("GET /subjects/frozen/versions"), [1]);
  assert.deepEqual(await ok("DELETE /mode/frozen"), { mode: "READONLY" });
  assert.equal((await register("frozen", v2)).version, 2);
  assert.deepEqual(await refusal("DELETE /mode/frozen"), [40401, "Subject 'frozen' not found."]);
});

test("lets a subject differ from the global mode, unless that overrides", async () => {
  await ok("PUT /mode/open", { mode: "READWRITE" });
  await ok("PUT /mode", { mode: "READONLY" });
  assert.equal((await refusal("POST /subjects/closed/versions", { schema: v1 }))[0], 42205);
  await register("open", v1);
  await ok("PUT /mode", { mode: "READONLY_OVERRIDE" });
  assert.equal((await refusal("POST /subjects/open/versions", { schema: v2 }))[0], 42205);
  assert.deepEqual(await ok("DELETE /mode"), { mode: "READONLY_OVERRIDE" });
  await register("open", v2);
});

test("shows a schema that Glue calls DISABLED as READONLY with NONE, until a mode is set", async () => {
  await register("disabled", v1);
  await disable("disabled");
  assert.deepEqual(await ok("GET /mode/disabled"), { mode: "READONLY" });
  assert.deepEqual(await ok("GET /config/disabled"), { compatibilityLevel: "NONE" });
  assert.equal((await refusal("POST /subjects/disabled/versions", { schema: v2 }))[0], 42205);
  await ok("PUT /mode/disabled", { mode: "READWRITE" });
  const SchemaId = { RegistryName: "default-registry", SchemaName: "disabled" };
  assert.equal((await glue("GetSchema", { SchemaId })).Compatibility, "NONE");
  await register("disabled", v2);
});

test("imports ids and numbers where nothing else is", async () => {
  await register("existing", v1);
  assert.deepEqual(await refusal("PUT /mode", { mode: "IMPORT" }), [
    42205,
    "Cannot import since found existing subjects",
  ]);
  assert.equal((await refusal("PUT /mode/existing", { mode: "IMPORT" }))[0], 42205);
  const path = "POST /subjects/imported/versions";
  const schema = record({ imported: "int" });
  assert.deepEqual(await refusal(path, { schema, id: 700, version: 5 }), [
    42205,
    "Subject imported in context  is not in import mode",
  ]);
  await ok("PUT /mode/imported", { mode: "IMPORT" });
  assert.deepEqual(await refusal(path, { schema }), [
    42205,
    "Subject imported in context  is not in read-write mode",
  ]);
  const imported = await ok(path, { schema, id: 700, version: 5 });
  assert.deepEqual([imported.id, imported.version], [700, 5]);
  assert.deepEqual(await ok(path, { schema, id: 700, version: 5 }), imported, "twice is once");
  const unrelated = record({ unrelated: "string" });
  assert.deepEqual(await refusal(path, { schema: unrelated, id: 700, version: 6 }), [
    42205,
    "Overwrite new schema with id 700 in context  is not permitted.",
  ]);
  assert.equal((await refusal(path, { schema: unrelated, id: 701, version: 5 }))[0], 42205);
  assert.equal((await refusal(path, { schema, id: 702, version: 6 }))[0], 42205);
  assert.equal((await ok(path, { schema: unrelated, id: 650, version: 2 })).version, 2);
  assert.deepEqual(await ok("GET /subjects/imported/versions"), [2, 5]);
  await ok("PUT /mode/imported", { mode: "READWRITE" });
  await ok("PUT /config/imported", { compatibility: "NONE" });
  const next = await register("imported", record({ next: "int" }));
  assert.deepEqual([next.id, next.version], [701, 6], "both go on after the highest");
});

test("imports over existing subjects by force, and over soft-deleted ones without", async () => {
  await register("forced", v1);
  await ok("PUT /mode/forced?force=true", { mode: "IMPORT" });
  await register("emptied", v1);
  await ok("DELETE /subjects/emptied");
  await ok("PUT /mode/emptied", { mode: "IMPORT" });
  assert.equal((await refusal("GET /subjects/emptied/versions?deleted=true"))[0], 40401);
});

test("rejects modes that are none", async () => {
  const [code, message] = await refusal("PUT /mode", { mode: "SOMETIMES" });
  assert.equal(code, 42204);
  assert.match(message, /^Invalid mode\. Valid values are READWRITE, READONLY/);
  assert.equal((await refusal("PUT /mode", {}))[0], 42204);
});

test("clears the modes of a context's subjects where asked to", async () => {
  await ok("PUT /mode/:.far:a", { mode: "READONLY" });
  assert.equal((await ok("GET /mode/:.far:a")).mode, "READONLY");
  assert.deepEqual(await ok("DELETE /mode/:.far:?recursive=true"), { mode: null });
  assert.equal((await refusal("GET /mode/:.far:a"))[0], 40409);
});
