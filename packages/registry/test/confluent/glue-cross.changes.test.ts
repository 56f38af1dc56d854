import assert from "node:assert/strict";
import { after, test } from "node:test";
import { optional, record, startConfluent } from "./confluent-calls.ts";

const confluent = await startConfluent();
const { ok, refusal, register, glue } = confluent;
after(() => confluent.registry.stop());

const v1 = record({ name: "string" });
const RegistryName = "default-registry";
const idOf = (SchemaName: string) => ({ RegistryName, SchemaName });
const levelOf = async (SchemaName: string) =>
  (await glue("GetSchema", { SchemaId: idOf(SchemaName) })).Compatibility;

test("keeps a level that Glue set, even the one that was followed before", async () => {
  await register("set-back", v1);
  for (const Compatibility of ["FULL", "BACKWARD"]) {
    const SchemaVersionNumber = { LatestVersion: true };
    await glue("UpdateSchema", { SchemaId: idOf("set-back"), Compatibility, SchemaVersionNumber });
  }
  await ok("PUT /config", { compatibility: "NONE" });
  assert.equal(await levelOf("set-back"), "BACKWARD");
  assert.deepEqual(await ok("GET /config/set-back"), { compatibilityLevel: "BACKWARD" });
  await ok("DELETE /config");
});

test("forgets the settings of a subject that Glue deletes, with its registry or alone", async () => {
  await register("again", v1);
  await ok("PUT /config/again", { normalize: true });
  await ok("PUT /mode/again", { mode: "READONLY" });
  await glue("DeleteSchema", { SchemaId: idOf("again") });
  assert.equal((await refusal("GET /mode/again"))[0], 40409);
  assert.equal((await register("again", v1)).version, 1);
  await register(":.far:again", v1);
  await ok("PUT /config/:.far:", { compatibility: "FULL" });
  await ok("PUT /mode/:.far:again", { mode: "READONLY" });
  await glue("DeleteRegistry", { RegistryId: { RegistryName: "far" } });
  await register(":.far:again", v1);
  assert.equal((await refusal("GET /config/:.far:"))[0], 40408);
});

test("rejects deleting through Glue what another schema refers to", async () => {
  const SchemaId = idOf("address");
  await register("address", record({ street: "string" }, "Address"));
  await register("address", record({ street: "string", city: optional("string", "") }, "Address"));
  await glue("UpdateSchema", { SchemaId, SchemaVersionNumber: { VersionNumber: 1 } });
  const reference = { name: "Address", subject: "address", version: 2 };
  await register("person", record({ home: "Address" }), { references: [reference] });
  const refused = (operation: "DeleteSchema" | "DeleteSchemaVersions", input: object) =>
    assert.rejects(glue(operation, { SchemaId, ...input }), /default-registry\/person refers/);
  await refused("DeleteSchema", {});
  await refused("DeleteSchemaVersions", { Versions: "2-3" });
  const far = { ...reference, subject: ":.home:address", version: 1 };
  await register(":.home:address", record({ street: "string" }, "Address"));
  await register("far", record({ home: "Address" }), { references: [far] });
  const home = { RegistryId: { RegistryName: "home" } };
  await assert.rejects(glue("DeleteRegistry", home), /default-registry\/far refers/);
  await glue("DeleteSchema", { SchemaId: idOf("far") });
  await glue("DeleteRegistry", home);
  await glue("DeleteSchema", { SchemaId: idOf("person") });
  await glue("DeleteSchema", { SchemaId });
});

test("rejects a version after the last number that Glue has", async () => {
  await ok("PUT /mode/numbers", { mode: "IMPORT" });
  const first = record({ number: "int" });
  await ok("POST /subjects/numbers/versions", { schema: first, id: 7000, version: 100_000 });
  await ok("PUT /mode/numbers", { mode: "READWRITE" });
  const schema = record({ number: "int", next: optional("int", 1) });
  assert.equal((await refusal("POST /subjects/numbers/versions", { schema }))[0], 42205);
});
