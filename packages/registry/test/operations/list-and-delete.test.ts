import assert from "node:assert/strict";
import { test } from "node:test";
import { hashDefinition } from "../../src/store/definition-hash.ts";
import { findSchema } from "../../src/store/schemas.ts";
import { insertVersion } from "../../src/store/version-changes.ts";
import { createSchema, register, SchemaId, startRunner } from "./run-operations.ts";

test("shows 25 items where the request names no number, and tokens of its own list only", () => {
  const runner = startRunner();
  createSchema(runner, '"int"', { Compatibility: "NONE" });
  for (let n = 2; n <= 30; n += 1) register(runner, `{"type":"int","n":${n}}`);
  const first = runner.run("ListSchemaVersions", { SchemaId });
  assert.equal(first.Schemas.length, 25);
  const { NextToken } = first;
  const rest = runner.run("ListSchemaVersions", { SchemaId, NextToken });
  assert.deepEqual(
    rest.Schemas.map((version) => version.VersionNumber),
    [5, 4, 3, 2, 1],
  );
  const refusal = { name: "InvalidInputException", message: "The NextToken is not valid." };
  assert.throws(() => runner.run("ListSchemas", { NextToken }), refusal);
  assert.throws(() => runner.run("ListSchemaVersions", { SchemaId, NextToken: "?" }), refusal);
  const forged = Buffer.from('["versions","5"]').toString("base64url");
  assert.throws(() => runner.run("ListSchemaVersions", { SchemaId, NextToken: forged }), refusal);
  runner.store.close();
});

test("deletes nothing where a range names numbers that no version can have", () => {
  const runner = startRunner();
  createSchema(runner, '"int"', { Compatibility: "NONE" });
  for (const Versions of ["9".repeat(30), "9".repeat(100_000), "100001-100002"]) {
    const answer = runner.run("DeleteSchemaVersions", { SchemaId, Versions });
    assert.deepEqual(answer, { SchemaVersionErrors: [] });
  }
  assert.equal(runner.run("GetSchema", { SchemaId }).LatestSchemaVersion, 1);
  runner.store.close();
});

test("rejects versions beyond the last number that AWS has", () => {
  const runner = startRunner();
  createSchema(runner, '"int"', { Compatibility: "NONE" });
  runner.store.run("update schema set last_version_number = 99999");
  assert.equal(register(runner, '"long"'), "100000 AVAILABLE");
  assert.throws(() => register(runner, '"string"'), {
    name: "ResourceNumberLimitExceededException",
    message: "More schema versions cannot be created. The maximum limit has been reached.",
  });
  runner.store.close();
});

test("compares with a version that refers to another schema", () => {
  const runner = startRunner();
  const inner = '{"type":"record","name":"Inner","fields":[]}';
  createSchema(runner, inner, { SchemaName: "inner" });
  createSchema(runner, '"int"', { Compatibility: "BACKWARD" });
  const schema = findSchema(runner.store, {
    registryName: SchemaId.RegistryName,
    schemaName: SchemaId.SchemaName,
  });
  assert.ok(schema);
  const outer = (more: string) =>
    `{"type":"record","name":"R","fields":[{"name":"i","type":"Inner"}${more}]}`;
  const references = [{ name: "Inner", subject: ":.default-registry:inner", version: 1 }];
  runner.store.transaction(() =>
    insertVersion(runner.store, schema, {
      schemaVersionId: "00000000-0000-4000-8000-00000000aaaa",
      definition: outer(""),
      references,
      status: "AVAILABLE",
      now: "2026-01-01T00:00:00.000Z",
    }),
  );
  const flat = outer("").replace('"Inner"', inner);
  assert.equal(register(runner, flat), "3 AVAILABLE");
  assert.notDeepEqual(hashDefinition("AVRO", flat, references), hashDefinition("AVRO", flat));
  runner.store.close();
});
