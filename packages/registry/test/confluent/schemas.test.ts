import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type Json, optional, record, startConfluent } from "./confluent-calls.ts";

const confluent = await startConfluent({ defaultContext: "legopoc" });
const { ok, refusal, register, glue, registry } = confluent;
after(() => registry.stop());

const v1 = record({ name: "string" });
const v2 = record({ name: "string", age: optional("int", 0) });
await register("a1", v1);
await register("a1", v2);
await register("a2", v1);
await register(":.far:b", v1);

const summary = (schemas: Json[]) =>
  schemas.map(({ subject, version, id }) => `${subject} ${version} ${id}`);

test("lists schemas by subject and version", async () => {
  const list = async (query: string) => summary(await ok(`GET /schemas${query}`));
  assert.deepEqual(await list(""), [":.far:b 1 1", "a1 1 1", "a1 2 2", "a2 1 1"].toSorted());
  assert.deepEqual(await list("?subjectPrefix=a"), ["a1 1 1", "a1 2 2", "a2 1 1"]);
  assert.deepEqual(await list("?subjectPrefix=a1&latestOnly=true"), ["a1 2 2"]);
  assert.deepEqual(await list("?subjectPrefix=:.far:"), [":.far:b 1 1"]);
  assert.deepEqual(await list("?subjectPrefix=:*:b"), [":.far:b 1 1"]);
  assert.deepEqual(await list("?subjectPrefix=a&offset=1&limit=1"), ["a1 2 2"]);
  assert.deepEqual(await list("?ruleType=CEL"), []);
  assert.equal((await refusal("GET /schemas?aliases=true"))[0], 422);
  assert.equal((await refusal("GET /schemas?limit=x"))[0], 404);
});

test("lists subjects by name, of every context or of one", async () => {
  assert.deepEqual(await ok("GET /subjects"), [":.far:b", "a1", "a2"]);
  assert.deepEqual(await ok("GET /subjects?subjectPrefix=a2"), ["a2"]);
  assert.deepEqual(await ok("GET /subjects?subjectPrefix="), ["a1", "a2"]);
  assert.deepEqual(await ok("GET /subjects?offset=1&limit=1"), ["a1"]);
  assert.deepEqual(await ok("GET /contexts/.far/subjects"), [":.far:b"]);
  assert.deepEqual(await ok("GET /contexts/:.far:/subjects"), [":.far:b"]);
  assert.deepEqual(await ok("GET /contexts/:.:/subjects"), ["a1", "a2"]);
});

test("shows a schema by its number", async () => {
  const shown = await ok("GET /schemas/ids/1");
  assert.deepEqual([shown.schema, shown.schemaType, shown.subject], [v1, "AVRO", "a1"]);
  assert.equal((await ok("GET /schemas/ids/1?subject=a2")).subject, "a2");
  assert.equal((await ok("GET /schemas/ids/1?subject=:.far:b")).subject, ":.far:b");
  assert.equal((await ok("GET /schemas/ids/1?fetchMaxId=true")).maxId, 2);
  assert.deepEqual(await ok("GET /schemas/ids/1/schema"), JSON.parse(v1));
  assert.deepEqual(await ok("GET /schemas/ids/1/subjects"), [":.far:b", "a1", "a2"]);
  assert.deepEqual(await ok("GET /contexts/.far/schemas/ids/1/subjects"), [":.far:b"]);
  assert.equal((await ok("GET /schemas/ids/1?format=resolved")).schema, v1);
  assert.equal((await refusal("GET /schemas/ids/1?format=nope"))[0], 422);
  for (const path of ["", "/schema", "/subjects", "/versions"]) {
    assert.deepEqual(await refusal(`GET /schemas/ids/99${path}`), [40403, "Schema 99 not found"]);
    assert.equal((await refusal(`GET /schemas/ids/x${path}`))[0], 404);
  }
});

test("shows versions by number, latest and -1, and their text alone", async () => {
  assert.equal((await ok("GET /subjects/a1/versions/latest")).version, 2);
  assert.equal((await ok("GET /subjects/a1/versions/-1")).version, 2);
  assert.deepEqual(await ok("GET /subjects/a1/versions/1/schema"), JSON.parse(v1));
  assert.deepEqual(await refusal("GET /subjects/a1/versions/9"), [40402, "Version 9 not found."]);
  assert.deepEqual(await refusal("GET /subjects/nobody/versions/1"), [
    40401,
    "Subject 'nobody' not found.",
  ]);
  assert.equal((await refusal("GET /subjects/a1/versions/zero"))[0], 42202);
});

test("finds a plain name in another context where the default one has none", async () => {
  assert.equal((await ok("GET /subjects/b/versions/1")).subject, ":.far:b");
  assert.equal((await ok("POST /subjects/b", { schema: v1 })).subject, ":.far:b");
});

test("shows registries as contexts", async () => {
  await glue("CreateRegistry", { RegistryName: "empty" });
  assert.deepEqual(await ok("GET /contexts"), [".", ".empty", ".far"]);
  assert.deepEqual(await ok("GET /contexts?contextPrefix=.f"), [".far"]);
  const { Registries } = await glue("ListRegistries", {});
  const names = Registries.map(({ RegistryName }: Json) => RegistryName);
  assert.deepEqual(names.toSorted(), ["empty", "far", "legopoc"]);
});

test("registers, checks and configures under the path of a context", async () => {
  const path = "/contexts/.near/subjects/s";
  await ok(`POST ${path}/versions`, { schema: v1 });
  assert.deepEqual(await ok(`GET ${path}/versions`), [1]);
  assert.equal((await ok(`POST ${path}`, { schema: v1 })).subject, ":.near:s");
  const check = `POST /contexts/.near/compatibility/subjects/s/versions/latest`;
  assert.deepEqual(await ok(check, { schema: v2 }), { is_compatible: true });
  await ok("PUT /contexts/.near/mode", { mode: "READONLY" });
  assert.deepEqual(await refusal(`POST ${path}/versions`, { schema: v2 }), [
    42205,
    "Subject :.near:s in context :.near: is in read-only mode",
  ]);
  assert.equal((await refusal("GET /contexts/a%20b/subjects"))[0], 42208);
});

test("names itself", async () => {
  assert.deepEqual(await ok("GET /"), {});
  assert.deepEqual(await ok("GET /schemas/types"), ["AVRO", "JSON", "PROTOBUF"]);
  assert.match((await ok("GET /v1/metadata/version")).version, /^\d+\.\d+\.\d+/);
  const { scope } = await ok("GET /v1/metadata/id");
  assert.deepEqual(scope.path, []);
  assert.ok(scope.clusters["schema-registry-cluster"]);
});
