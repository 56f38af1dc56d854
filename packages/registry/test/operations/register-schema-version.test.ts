import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { registryClient } from "../../src/registry-client.ts";
import { startRegistry } from "../../src/start-registry.ts";
import { softDeleteVersion } from "../../src/store/confluent-versions.ts";
import { avroRecord } from "../contract/definitions.ts";
import { createSchema, register, SchemaId, startRunner } from "./run-operations.ts";

const folder = mkdtempSync(join(tmpdir(), "weir-register-"));
after(() => rmSync(folder, { recursive: true }));

const [base, breaking] = [avroRecord(["a"]), avroRecord(["a"], ["x"])];

test("gives one id to a definition that 50 clients register at once", async () => {
  const registry = await startRegistry({ databaseFile: ":memory:" });
  const client = registryClient(registry.endpoint, { timeoutMs: 30_000 });
  const input = { SchemaName: "s", DataFormat: "AVRO", SchemaDefinition: base };
  const created = await Promise.allSettled(
    Array.from({ length: 50 }, () => client.call("CreateSchema", input)),
  );
  const refused = created.filter((result) => result.status === "rejected");
  assert.equal(refused.length, 49);
  for (const { reason } of refused) {
    assert.equal(reason.details.exception, "AlreadyExistsException");
    assert.equal(reason.details.message, "Schema already exists. SchemaName: s");
  }
  const spellings = [
    avroRecord(["a", "b"]),
    JSON.stringify(JSON.parse(avroRecord(["a", "b"])), null, 2),
  ];
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => {
      const SchemaDefinition = spellings[index % 2] as string;
      return client.call("RegisterSchemaVersion", { SchemaId, SchemaDefinition });
    }),
  );
  assert.equal(new Set(answers.map((answer) => answer.SchemaVersionId)).size, 1);
  assert.equal((await client.call("ListSchemaVersions", { SchemaId })).Schemas.length, 2);
  await registry.stop();
});

test("is PENDING until it is due, over a restart, and no baseline meanwhile", () => {
  const databaseFile = join(folder, "pending.db");
  const policy = { asyncEvaluationMs: 2000 };
  const first = startRunner(policy, databaseFile);
  assert.equal(createSchema(first, base).SchemaVersionStatus, "AVAILABLE");
  assert.equal(register(first, avroRecord(["a", "b"])), "2 PENDING");
  assert.equal(register(first, avroRecord(["a", "b"])), "2 PENDING");
  assert.equal(register(first, breaking), "3 PENDING");
  assert.equal(first.run("GetSchema", { SchemaId }).LatestSchemaVersion, 1);
  const remove = { SchemaId, Versions: "2" };
  assert.throws(() => first.run("DeleteSchemaVersions", remove), {
    name: "InvalidInputException",
    message: "The latest version must not be PENDING.",
  });
  const checkpoint = { SchemaId, SchemaVersionNumber: { VersionNumber: 2 } };
  assert.throws(() => first.run("UpdateSchema", checkpoint), { name: "InvalidInputException" });
  const byDefinition = { SchemaId, SchemaDefinition: breaking };
  assert.equal(first.run("GetSchemaByDefinition", byDefinition).Status, "PENDING");
  first.store.close();

  const second = startRunner(policy, databaseFile);
  second.moveClock(1999);
  assert.equal(second.run("GetSchemaByDefinition", byDefinition).Status, "PENDING");
  second.moveClock(2000);
  assert.equal(second.run("GetSchemaByDefinition", byDefinition).Status, "FAILURE");
  assert.equal(second.run("GetSchema", { SchemaId }).LatestSchemaVersion, 2);
  assert.equal(register(second, breaking), "4 PENDING");
  second.store.close();
});

test("judges due versions in the order of their registration, each against those before", () => {
  const runner = startRunner({ asyncEvaluationMs: 1000 });
  createSchema(runner, base, { Compatibility: "FULL" });
  // Alone, each of them is compatible with the first version; together they are not.
  const second = JSON.parse(base);
  second.fields.push({ name: "n", type: "int", default: 0 });
  const third = JSON.parse(base);
  third.fields.push({ name: "n", type: "string", default: "" });
  register(runner, JSON.stringify(second));
  register(runner, JSON.stringify(third));
  runner.moveClock(5000);
  const { Schemas } = runner.run("ListSchemaVersions", { SchemaId });
  assert.deepEqual(
    Schemas.map((version) => version.Status),
    ["FAILURE", "AVAILABLE", "AVAILABLE"],
  );
  runner.store.close();
});

test("refuses a PENDING version that cannot be judged, and goes on", () => {
  const runner = startRunner({ asyncEvaluationMs: 1000 });
  createSchema(runner, base);
  register(runner, avroRecord(["a", "b"]));
  register(runner, avroRecord(["a", "c"]));
  runner.store.run(`update schema_version set "references" = '{' where version_number = 2`);
  runner.moveClock(5000);
  const { Schemas } = runner.run("ListSchemaVersions", { SchemaId });
  assert.deepEqual(
    Schemas.map((version) => version.Status),
    ["AVAILABLE", "FAILURE", "AVAILABLE"],
  );
  runner.store.close();
});

test("compares with the checkpoint where the policy says so", () => {
  for (const [checkpointPolicy, expected] of [
    ["latest", "3 FAILURE"],
    ["checkpoint", "3 AVAILABLE"],
  ] as const) {
    const runner = startRunner({ checkpointPolicy });
    createSchema(runner, avroRecord([], ["a", "x"]));
    assert.equal(register(runner, avroRecord([], ["a"])), "2 AVAILABLE");
    // The field comes back: the first version has it, the latest does not.
    assert.equal(register(runner, avroRecord(["b"], ["a", "x"])), expected);
    runner.store.close();
  }
});

test("judges open JSON objects by the policy", () => {
  const open = (...names: string[]) =>
    JSON.stringify({
      type: "object",
      properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
    });
  for (const [jsonPolicy, expected] of [
    ["strict", "2 FAILURE"],
    ["lenient", "2 AVAILABLE"],
  ] as const) {
    const runner = startRunner({ jsonPolicy });
    createSchema(runner, open("a"), { DataFormat: "JSON" });
    assert.equal(register(runner, open("a", "b")), expected);
    runner.store.close();
  }
});

test("takes the default compatibility where the request has none", () => {
  const runner = startRunner({ defaultCompatibility: "FORWARD_ALL" });
  assert.equal(createSchema(runner, base).Compatibility, "FORWARD_ALL");
  runner.store.close();
});

test("rejects more registries and versions than the quotas allow", () => {
  const runner = startRunner({ maxRegistries: 2, maxSchemaVersions: 3 });
  runner.run("CreateRegistry", { RegistryName: "one" });
  createSchema(runner, base);
  const refusal = (what: string) => ({
    name: "ResourceNumberLimitExceededException",
    message: `More ${what} cannot be created. The maximum limit has been reached.`,
  });
  const another = () => runner.run("CreateRegistry", { RegistryName: "two" });
  assert.throws(another, refusal("registries"));
  register(runner, avroRecord(["a", "b"]));
  assert.equal(register(runner, breaking), "3 FAILURE");
  assert.throws(() => register(runner, avroRecord(["c"])), refusal("schema versions"));
  const second = () => createSchema(runner, base, { SchemaName: "t" });
  assert.throws(second, refusal("schema versions"));
  assert.equal(register(runner, base), "1 AVAILABLE");
  runner.run("DeleteSchemaVersions", { SchemaId, Versions: "2-3" });
  assert.equal(register(runner, avroRecord(["c"])), "4 AVAILABLE");
  runner.store.close();
});

test("does not see soft-deleted versions, which readers still find by id", () => {
  const runner = startRunner();
  createSchema(runner, base, { Compatibility: "FULL" });
  const second = avroRecord(["a", "b"]);
  const { SchemaVersionId } = runner.run("RegisterSchemaVersion", {
    SchemaId,
    SchemaDefinition: second,
  });
  softDeleteVersion(runner.store, SchemaVersionId, "2026-01-01T00:00:00.000Z");
  assert.equal(runner.run("GetSchema", { SchemaId }).LatestSchemaVersion, 1);
  assert.equal(runner.run("ListSchemaVersions", { SchemaId }).Schemas.length, 1);
  const byNumber = { SchemaId, SchemaVersionNumber: { VersionNumber: 2 } };
  assert.throws(() => runner.run("GetSchemaVersion", byNumber), {
    name: "EntityNotFoundException",
  });
  const byDefinition = { SchemaId, SchemaDefinition: second };
  assert.throws(() => runner.run("GetSchemaByDefinition", byDefinition), {
    message: "Schema version is not found.",
  });
  assert.equal(runner.run("GetSchemaVersion", { SchemaVersionId }).SchemaDefinition, second);
  assert.equal(register(runner, second), "3 AVAILABLE");
  runner.store.close();
});
