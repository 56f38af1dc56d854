import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type RegistryClient, registryClient } from "../src/registry-client.ts";
import { type RunningRegistry, startRegistry } from "../src/start-registry.ts";
import { avroRecord } from "./contract/definitions.ts";

let registry: RunningRegistry;
let client: RegistryClient;
const name = "default-registry";

before(async () => {
  registry = await startRegistry({ databaseFile: ":memory:" });
  client = registryClient(registry.endpoint);
});

after(() => registry?.stop());

function create(SchemaName: string, Compatibility: "BACKWARD" | "DISABLED") {
  const SchemaDefinition = avroRecord(["a"]);
  return client.call("CreateSchema", {
    SchemaName,
    DataFormat: "AVRO",
    Compatibility,
    SchemaDefinition,
  });
}

test("judges a definition as registering it would, and stores nothing", async () => {
  await create("checked", "BACKWARD");
  const yes = await client.check(name, "checked", avroRecord(["a", "b"]));
  assert.deepEqual([yes?.compatible, yes?.mode, yes?.violations], [true, "BACKWARD", []]);
  const no = await client.check(name, "checked", avroRecord(["a"], ["x"]));
  assert.equal(no?.compatible, false);
  assert.deepEqual(
    no?.violations.map(({ rule, path, versions }) => [rule, path, versions]),
    [["READER_FIELD_MISSING_DEFAULT_VALUE", "/fields/0", [1]]],
  );
  const SchemaId = { RegistryName: name, SchemaName: "checked" };
  assert.equal((await client.call("ListSchemaVersions", { SchemaId })).Schemas.length, 1);
  assert.deepEqual(await client.readFailures(name, "checked"), []);
});

test("knows what is there, and fails where registering would be refused", async () => {
  await create("fixed", "DISABLED");
  assert.equal((await client.check(name, "fixed", avroRecord(["a"])))?.compatible, true);
  assert.equal(await client.check(name, "absent", avroRecord(["a"])), undefined);
  const refusal = (message: RegExp) => ({
    code: "REGISTRY_FAILED",
    message: new RegExp(`refused check: InvalidInputException: ${message.source}`),
  });
  await assert.rejects(
    client.check(name, "fixed", avroRecord(["b"])),
    refusal(/Compatibility DISABLED does not allow versioning/),
  );
  await assert.rejects(
    client.check(name, "fixed", "{"),
    refusal(/Schema definition of AVRO data format is invalid/),
  );
  await assert.rejects(client.check(name, "fixed", ""), { code: "REGISTRY_FAILED" });
});

test("keeps the verdict of a version that was refused, or allowed with a warning", async () => {
  await create("kept", "BACKWARD");
  const SchemaId = { RegistryName: name, SchemaName: "kept" };
  const register = async (SchemaDefinition: string) => {
    const { SchemaVersionId } = await client.call("RegisterSchemaVersion", {
      SchemaId,
      SchemaDefinition,
    });
    return (await client.readVerdict(SchemaVersionId))?.verdict;
  };
  assert.equal(await register(avroRecord(["a", "b"])), null);
  assert.equal((await register(avroRecord(["a"], ["x"])))?.compatible, false);
  // A nullable field under another name: old values are lost to readers.
  const renamed = avroRecord(["a", "c"]);
  const judged = await client.check(name, "kept", renamed);
  assert.equal(judged?.compatible, true);
  const kept = await register(renamed);
  assert.deepEqual(kept?.warnings ?? [], judged?.warnings);
  assert.ok(judged && judged.warnings.length > 0);
});
