import assert from "node:assert/strict";
import { after, test } from "node:test";
import { optional, record, startConfluent } from "./confluent-calls.ts";

const confluent = await startConfluent();
const { ok, refusal, register, glue } = confluent;
after(() => confluent.registry.stop());

const v1 = record({ name: "string" });
const glueLevel = async (SchemaName: string) => {
  const SchemaId = { RegistryName: "default-registry", SchemaName };
  return (await glue("GetSchema", { SchemaId })).Compatibility;
};

test("begins with BACKWARD for all", async () => {
  assert.deepEqual(await ok("GET /config"), { compatibilityLevel: "BACKWARD" });
  assert.deepEqual(await refusal("GET /config/nobody"), [
    40408,
    "Subject 'nobody' does not have subject-level compatibility configured",
  ]);
  assert.deepEqual(await ok("GET /config/nobody?defaultToGlobal=true"), {
    normalize: false,
    compatibilityLevel: "BACKWARD",
  });
});

test("lets a subject follow the global level, which Glue shows as its own", async () => {
  await register("follower", v1);
  assert.equal(await glueLevel("follower"), "BACKWARD");
  assert.deepEqual(await ok("PUT /config", { compatibility: "full_transitive" }), {
    compatibility: "full_transitive",
  });
  assert.equal(await glueLevel("follower"), "FULL_ALL");
  assert.equal((await refusal("GET /config/follower"))[0], 40408);
  assert.equal(
    (await ok("GET /config/follower?defaultToGlobal=true")).compatibilityLevel,
    "FULL_TRANSITIVE",
  );
  assert.deepEqual(await ok("DELETE /config"), { compatibilityLevel: "FULL_TRANSITIVE" });
  assert.equal(await glueLevel("follower"), "BACKWARD");
});

test("keeps a subject's own level in step with Glue's, in both directions", async () => {
  await register("own", v1);
  await ok("PUT /config/own", { compatibility: "FORWARD_TRANSITIVE" });
  assert.equal(await glueLevel("own"), "FORWARD_ALL");
  const SchemaId = { RegistryName: "default-registry", SchemaName: "own" };
  const SchemaVersionNumber = { LatestVersion: true };
  await glue("UpdateSchema", { SchemaId, SchemaVersionNumber, Compatibility: "NONE" });
  assert.deepEqual(await ok("GET /config/own"), { compatibilityLevel: "NONE" });
  await ok("PUT /config", { compatibility: "FULL" });
  assert.equal(await glueLevel("own"), "NONE", "the global level does not touch it");
  assert.deepEqual(await ok("DELETE /config/own"), { compatibilityLevel: "NONE" });
  assert.equal(await glueLevel("own"), "FULL", "it follows again");
  assert.deepEqual(await refusal("DELETE /config/own"), [40401, "Subject 'own' not found."]);
  await ok("DELETE /config");
});

test("stops following where Glue sets a level", async () => {
  await register("taken-over", v1);
  const SchemaId = { RegistryName: "default-registry", SchemaName: "taken-over" };
  await glue("UpdateSchema", {
    SchemaId,
    SchemaVersionNumber: { VersionNumber: 1 },
    Compatibility: "FORWARD",
  });
  assert.deepEqual(await ok("GET /config/taken-over"), { compatibilityLevel: "FORWARD" });
  await ok("PUT /config", { compatibility: "NONE" });
  assert.equal(await glueLevel("taken-over"), "FORWARD");
  await ok("DELETE /config");
});

test("keeps a level that is set before the subject is there", async () => {
  await ok("PUT /config/early", { compatibility: "NONE" });
  assert.deepEqual(await ok("GET /config/early"), { compatibilityLevel: "NONE" });
  await register("early", v1);
  assert.equal(await glueLevel("early"), "NONE");
  await ok("PUT /config", { compatibility: "FULL" });
  assert.equal(await glueLevel("early"), "NONE");
  await ok("DELETE /config");
});

test("takes the level of a context before the global one", async () => {
  await ok("PUT /contexts/.far/config", { compatibility: "NONE" });
  await register(":.far:s", v1);
  assert.deepEqual(await ok("GET /config/:.far:"), { compatibilityLevel: "NONE" });
  assert.equal((await ok("GET /config")).compatibilityLevel, "BACKWARD");
  const scoped = "GET /config/:.far:s?defaultToGlobal=true";
  assert.equal((await ok(scoped)).compatibilityLevel, "NONE");
  await ok("PUT /config/:.far:", { compatibility: "FULL" });
  assert.equal((await ok(scoped)).compatibilityLevel, "FULL");
  await ok("DELETE /config/:.far:");
  assert.equal((await ok(scoped)).compatibilityLevel, "BACKWARD");
  assert.deepEqual(await ok("GET /config/:.__GLOBAL:"), { compatibilityLevel: "BACKWARD" });
});

test("follows an alias in paths, and forgets it", async () => {
  await register("real", v1);
  await ok("PUT /config/alias", { alias: "real" });
  assert.deepEqual(await ok("GET /config/alias"), { alias: "real" });
  assert.equal((await ok("GET /subjects/alias/versions/latest")).subject, "real");
  const v2 = record({ name: "string", age: optional("int", 0) });
  assert.equal((await register("alias", v2)).version, 2);
  assert.deepEqual(await ok("GET /subjects/real/versions"), [1, 2]);
  await ok("PUT /config/alias", { alias: null });
  assert.equal((await refusal("GET /subjects/alias/versions"))[0], 40401);
});

test("rejects levels that are none, and what would be lost", async () => {
  const [code, message] = await refusal("PUT /config", { compatibility: "SOMETIMES" });
  assert.equal(code, 42203);
  assert.match(message, /^Invalid compatibility level\. Valid values are none, backward/);
  assert.equal((await refusal("PUT /config/s", { compatibility: "DISABLED" }))[0], 42203);
  assert.equal((await refusal("PUT /config/s", { compatibilityGroup: "g" }))[0], 422);
  const rules = { domainRules: [{ name: "r" }] };
  assert.equal((await refusal("PUT /config/s", { defaultRuleSet: rules }))[0], 42210);
  assert.equal((await refusal("PUT /config"))[0], 422);
  assert.equal((await refusal("PUT /config", { normalize: "yes" }))[0], 400);
});
