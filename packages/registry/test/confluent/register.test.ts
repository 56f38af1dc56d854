import assert from "node:assert/strict";
import { after, test } from "node:test";
import { optional, record, startConfluent } from "./confluent-calls.ts";

const confluent = await startConfluent();
const { ok, refusal, register, glue } = confluent;
after(() => confluent.registry.stop());

const v1 = record({ name: "string" });
const v2 = record({ name: "string", age: optional("int", 0) });
const broken = record({ name: "string", address: "string" });

test("gives a number, and the same one to the same schema in any subject", async () => {
  const first = await register("numbers", v1);
  assert.equal(first.id, 1);
  assert.equal(first.version, 1);
  assert.deepEqual(
    { ...(await register("numbers", v1)) },
    { ...first },
    "registered again it is the same version",
  );
  const spaced = JSON.stringify(JSON.parse(v1), undefined, 2);
  assert.equal((await register("numbers", spaced)).version, 1);
  assert.equal((await register("others", v1)).id, 1);
  assert.equal((await register("numbers", v2)).id, 2);
  assert.deepEqual(await ok("GET /schemas/ids/1/versions"), [
    { subject: "numbers", version: 1 },
    { subject: "others", version: 1 },
  ]);
});

test("rejects an incompatible schema with its reasons, and stores nothing", async () => {
  await register("refused", v1);
  const [code, message] = await refusal("POST /subjects/refused/versions", { schema: broken });
  assert.equal(code, 409);
  assert.match(
    message,
    /^Schema being registered is incompatible with an earlier schema for subject "refused", details: \[/,
  );
  assert.match(message, /"address" was added without a default.*BACKWARD against version 1/);
  const key = { RegistryName: "default-registry", SchemaName: "refused" };
  const { Schemas } = await glue("ListSchemaVersions", { SchemaId: key });
  assert.equal(Schemas.length, 1, "Glue sees no FAILURE version");
  assert.equal((await register("refused", v2)).version, 2, "no number was taken");
});

test("looks a schema up, and says which part is missing", async () => {
  await register("looked-up", v1);
  const { id, version, subject, schema } = await ok("POST /subjects/looked-up", { schema: v1 });
  assert.deepEqual([id, version, subject, schema], [1, 1, "looked-up", v1]);
  assert.deepEqual(await refusal("POST /subjects/looked-up", { schema: v2 }), [
    40403,
    "Schema not found",
  ]);
  assert.deepEqual(await refusal("POST /subjects/nobody", { schema: v1 }), [
    40401,
    "Subject 'nobody' not found.",
  ]);
  assert.equal((await refusal("POST /subjects/looked-up", { schema: "{" }))[0], 42201);
});

test("finds a soft-deleted schema only where asked to", async () => {
  const path = "/subjects/looked-up-deleted";
  await register("looked-up-deleted", v1);
  await register("looked-up-deleted", v2);
  await ok(`DELETE ${path}/versions/1`);
  assert.equal((await refusal(`POST ${path}`, { schema: v1 }))[0], 40403);
  assert.equal((await ok(`POST ${path}?deleted=true`, { schema: v1 })).version, 1);
});

test("rejects what is no schema", async () => {
  const path = "POST /subjects/invalid/versions";
  for (const body of [
    { schema: "{" },
    { schema: '{"type":"record","name":"R","fields":[{"name":"a","type":"nope"}]}' },
    { schema: "" },
    {},
    { schema: v1, schemaType: "XML" },
  ]) {
    assert.equal((await refusal(path, body))[0], 42201, JSON.stringify(body));
  }
  assert.equal((await refusal(path, { schema: 1 }))[0], 400);
  assert.equal((await refusal(path, { schema: v1, references: 1 }))[0], 400);
  assert.equal((await refusal(path, { schema: `"string"${" ".repeat(170_000)}` }))[0], 42209);
  assert.deepEqual(await refusal("GET /subjects/invalid/versions"), [
    40401,
    "Subject 'invalid' not found.",
  ]);
});

test("rejects rules and metadata rather than losing them, and takes empty ones", async () => {
  const path = "POST /subjects/rules/versions";
  const ruleSet = { domainRules: [{ name: "r", kind: "CONDITION", type: "CEL", mode: "WRITE" }] };
  const [code, message] = await refusal(path, { schema: v1, ruleSet });
  assert.equal(code, 42210);
  assert.match(message, /ruleSet is not supported/);
  const metadata = { properties: { owner: "me" } };
  assert.equal((await refusal(path, { schema: v1, metadata }))[0], 422);
  await ok(path, { schema: v1, metadata: null, ruleSet: {} });
});

test("takes a version number only where it is the next one", async () => {
  await register("numbered", v1);
  const path = "POST /subjects/numbered/versions";
  const [code, message] = await refusal(path, { schema: v2, version: 3 });
  assert.deepEqual(
    [code, message.slice(0, 45)],
    [42201, "Version is not one more than previous version"],
  );
  assert.equal((await ok(path, { schema: v2, version: 2 })).version, 2);
});

test("rejects another format: a schema of Glue keeps one", async () => {
  await register("format", v1);
  const path = "POST /subjects/format/versions";
  const json = { schema: '{"type":"object"}', schemaType: "JSON" };
  const [code, message] = await refusal(path, json);
  assert.equal(code, 409);
  assert.match(message, /Incompatible because of different schema type/);
  await ok("PUT /config/format", { compatibility: "NONE" });
  const [invalid, reason] = await refusal(path, json);
  assert.equal(invalid, 42201);
  assert.match(reason, /the subject holds AVRO, and a schema of AWS Glue keeps one format/);
});

test("rejects names that are none", async () => {
  for (const name of ["__GLOBAL", "__EMPTY", "*", "a%01b", "a".repeat(256)]) {
    const [code] = await refusal(`POST /subjects/${name}/versions`, { schema: v1 });
    assert.equal(code, 42208, name);
  }
  const strange = "a/b %20c:d?e#f+ü";
  await register(strange, v1);
  const path = `/subjects/${encodeURIComponent(strange)}`;
  assert.deepEqual(await ok(`GET ${path}/versions`), [1]);
  assert.equal((await ok(`GET ${path}/versions/1`)).subject, strange);
});

test("judges transitive levels by every live version, whatever Glue's checkpoint", async () => {
  await ok("PUT /config/transitive", { compatibility: "BACKWARD_TRANSITIVE" });
  await register("transitive", record({ a: "int" }));
  await register("transitive", record({ a: "int", b: optional("int", 0) }));
  await ok("PUT /config/transitive", { compatibility: "NONE" });
  await register("transitive", record({ b: "int" }));
  await ok("PUT /config/transitive", { compatibility: "BACKWARD" });
  const next = record({ a: optional("int", 0), b: "int" });
  const check = "POST /compatibility/subjects/transitive/versions";
  assert.deepEqual(await ok(check, { schema: next }), { is_compatible: true });
  await ok("PUT /config/transitive", { compatibility: "BACKWARD_TRANSITIVE" });
  const refused = await ok(`${check}?verbose=true`, { schema: next });
  assert.equal(refused.is_compatible, false);
  assert.match(refused.messages[0], /"b".*BACKWARD against version 1\)/);
  await ok("DELETE /subjects/transitive/versions/1");
  assert.deepEqual(await ok(check, { schema: next }), { is_compatible: true });
});

test("compares Avro's record names, which Glue does not", async () => {
  await register("names", v1);
  const renamed = record({ name: "string" }, "Human");
  assert.equal((await refusal("POST /subjects/names/versions", { schema: renamed }))[0], 409);
  const SchemaId = { RegistryName: "default-registry", SchemaName: "names" };
  const { Status } = await glue("RegisterSchemaVersion", { SchemaId, SchemaDefinition: renamed });
  assert.equal(Status, "AVAILABLE");
});

test("keeps AWS's quotas", async () => {
  const small = await startConfluent({ policy: { maxSchemaVersions: 2, maxRegistries: 1 } });
  try {
    await small.register("s", v1);
    const far = await small.refusal("POST /subjects/:.far:s/versions", { schema: v1 });
    assert.deepEqual(far, [
      42205,
      "More registries cannot be created. The maximum limit has been reached.",
    ]);
    await small.register("s", v2);
    const [code, message] = await small.refusal("POST /subjects/t/versions", { schema: v1 });
    assert.deepEqual([code, message.slice(0, 20)], [42205, "More schema versions"]);
    assert.deepEqual(await small.ok("GET /subjects"), ["s"]);
  } finally {
    await small.registry.stop();
  }
});
