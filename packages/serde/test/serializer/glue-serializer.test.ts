import assert from "node:assert/strict";
import { test } from "node:test";
import { createGlueSerializer, type GlueSerializerOptions, type SchemaSource } from "@weir/serde";
import { type FakeRegistry, fakeRegistry, uuidOf } from "./fake-registry.ts";

const definition = '{"type":"record","name":"V","fields":[{"name":"a","type":"int"}]}';
const evolved = definition.replace("]}", ',{"name":"b","type":"int","default":0}]}');

function open(fake: FakeRegistry, options: Partial<GlueSerializerOptions> = {}) {
  const waited: number[] = [];
  const serializer = createGlueSerializer({
    call: fake.call,
    schemaAutoRegistrationEnabled: true,
    wait: async (delayMs) => void waited.push(delayMs),
    ...options,
  });
  return { serializer, waited };
}

test("creates a schema with AWS's calls and settings, and writes header and payload", async () => {
  const fake = fakeRegistry();
  const { serializer } = open(fake, { region: "eu-central-1", metadata: { team: "shop" } });
  const record = await serializer.encode("orders", { a: 5 }, { definition });
  assert.equal(
    record?.toString("hex"),
    `0300${uuidOf(`orders${definition}`).replaceAll("-", "")}0a`,
  );
  assert.deepEqual(fake.asked, [
    "GetSchemaByDefinition",
    "CreateSchema",
    "PutSchemaVersionMetadata",
    "PutSchemaVersionMetadata",
  ]);
  assert.deepEqual(fake.inputs[1], {
    RegistryId: { RegistryName: "default-registry" },
    SchemaName: "orders",
    DataFormat: "AVRO",
    Compatibility: "BACKWARD",
    Description: "DEFAULT-DESCRIPTION-eu-central-1-default-registry",
    Tags: {},
    SchemaDefinition: definition,
  });
  assert.deepEqual(
    fake.inputs.slice(2).map(({ MetadataKeyValue }) => MetadataKeyValue),
    [
      { MetadataKey: "team", MetadataValue: "shop" },
      { MetadataKey: "x-amz-meta-transport", MetadataValue: "orders" },
    ],
  );
});

test("registers another version of a schema that is there", async () => {
  const fake = fakeRegistry();
  const { serializer } = open(fake);
  await serializer.encode("orders", { a: 5 }, { definition });
  fake.asked.length = 0;
  await serializer.encode("orders", { a: 5 }, { definition: evolved });
  assert.deepEqual(fake.asked, [
    "GetSchemaByDefinition",
    "RegisterSchemaVersion",
    "PutSchemaVersionMetadata",
  ]);
});

test("registers where another producer has created the schema in between", async () => {
  const fake = fakeRegistry();
  fake.failures.push({ operation: "CreateSchema", exception: "AlreadyExistsException" });
  await open(fake).serializer.encode("orders", { a: 5 }, { definition });
  assert.deepEqual(fake.asked.slice(1), [
    "CreateSchema",
    "RegisterSchemaVersion",
    "PutSchemaVersionMetadata",
  ]);
});

test("asks once for a schema, and reads its text once", async () => {
  const fake = fakeRegistry();
  const { serializer } = open(fake);
  let reads = 0;
  const schema: SchemaSource = {
    get definition() {
      reads += 1;
      if (reads > 1) throw new Error("the schema's text is touched again");
      return definition;
    },
  };
  await Promise.all([1, 2, 3].map((a) => serializer.encode("orders", { a }, schema)));
  for (let a = 0; a < 1000; a++) await serializer.encode("orders", { a }, schema);
  assert.ok(serializer.encodeNow("orders", { a: 1 }, schema));
  assert.equal(reads, 1);
  assert.equal(fake.asked.filter((operation) => operation === "GetSchemaByDefinition").length, 1);
  // The control: another object is another schema.
  await serializer.encode("orders", { a: 1 }, { definition });
  assert.equal(fake.asked.filter((operation) => operation === "GetSchemaByDefinition").length, 2);
});

test("names schemas by topic and part, or as it is told", async () => {
  const nameOf = async (options: Partial<GlueSerializerOptions>) => {
    const fake = fakeRegistry();
    const { serializer } = open(fake, options);
    await serializer.encode("orders", { a: 1 }, { definition }, "key");
    const { SchemaId } = fake.inputs[0] as { SchemaId: { SchemaName: string } };
    return SchemaId.SchemaName;
  };
  assert.equal(await nameOf({}), "orders-key");
  assert.equal(await nameOf({ schemaNamingStrategy: "topic" }), "orders");
  assert.equal(
    await nameOf({ schemaNamingStrategy: (topic, part) => `${part}.${topic}` }),
    "key.orders",
  );
  assert.equal(await nameOf({ schemaName: "all" }), "all");
});

test("polls while a version is PENDING", async () => {
  const fake = fakeRegistry();
  const { serializer, waited } = open(fake);
  await serializer.encode("orders", { a: 1 }, { definition });
  fake.asked.length = 0;
  fake.statuses = ["PENDING", "PENDING", "PENDING", "AVAILABLE"];
  await serializer.encode("orders", { a: 1 }, { definition: evolved });
  assert.deepEqual(fake.asked.slice(2, 5), Array(3).fill("GetSchemaVersion"));
  assert.deepEqual(waited, [100, 200]);
});

test("gives a version up that stays PENDING", async () => {
  const fake = fakeRegistry();
  let time = 0;
  const wait = async (delayMs: number) => {
    time += delayMs;
  };
  const { serializer } = open(fake, { wait, now: () => time, evaluationTimeoutMs: 5_000 });
  await serializer.encode("orders", { a: 1 }, { definition });
  fake.statuses = Array(100).fill("PENDING");
  const refused = serializer.encode("orders", { a: 1 }, { definition: evolved });
  await assert.rejects(refused, { code: "REGISTRY_UNREACHABLE", message: /^Retries exhausted/ });
  assert.ok(time < 12_000);
});

test("fails with AWS's words where a version is refused, now and again", async () => {
  const fake = fakeRegistry();
  const { serializer } = open(fake);
  await serializer.encode("orders", { a: 1 }, { definition });
  fake.statuses = ["FAILURE", "FAILURE"];
  for (const _ of ["registered", "found"]) {
    await assert.rejects(serializer.encode("orders", { a: 1 }, { definition: evolved }), {
      code: "SCHEMA_REFUSED",
      message:
        /^Schema evolution check failed\. schemaVersionId \S+ of orders is in FAILURE status/,
    });
  }
  assert.equal(fake.asked.at(-1), "GetSchemaByDefinition");
});

test("fails where registering is off", async () => {
  const fake = fakeRegistry();
  const { serializer } = open(fake, { schemaAutoRegistrationEnabled: false });
  await assert.rejects(serializer.encode("orders", { a: 1 }, { definition }), {
    code: "SCHEMA_UNKNOWN",
    message: /^Failed to auto-register schema\. Auto registration of schema is not enabled\./,
  });
  assert.deepEqual(fake.asked, ["GetSchemaByDefinition"]);
});

test("tries again what passes, and nothing else", async () => {
  const fake = fakeRegistry();
  const { serializer, waited } = open(fake);
  for (const exception of ["ConcurrentModificationException", "ThrottlingException"]) {
    fake.failures.push({ operation: "CreateSchema", exception });
  }
  await serializer.encode("orders", { a: 1 }, { definition });
  assert.equal(waited.length, 2);
  assert.ok((waited[0] ?? 0) >= 100 && (waited[1] ?? 0) >= 200, String(waited));
  fake.failures.push({ operation: "GetSchemaByDefinition", exception: "AccessDeniedException" });
  await assert.rejects(serializer.encode("orders", { a: 1 }, { definition: evolved }));
  assert.equal(waited.length, 2);
});

test("goes on where metadata cannot be put, and tells", async () => {
  const fake = fakeRegistry();
  fake.failures.push({
    operation: "PutSchemaVersionMetadata",
    exception: "ResourceNumberLimitExceededException",
  });
  const warnings: string[] = [];
  const { serializer } = open(fake, { onWarning: (message) => warnings.push(message) });
  assert.ok(await serializer.encode("orders", { a: 1 }, { definition }));
  assert.match(warnings.join(), /x-amz-meta-transport was not put/);
});

test("asks anew after the time to live, and writes on meanwhile", async () => {
  const fake = fakeRegistry();
  let time = 0;
  const { serializer } = open(fake, { timeToLiveMs: 10, now: () => time });
  const schema = { definition };
  await serializer.encode("orders", { a: 1 }, schema);
  time = 10;
  const asked = fake.asked.length;
  fake.failures.push({ operation: "GetSchemaByDefinition", exception: "AccessDeniedException" });
  assert.ok(serializer.encodeNow("orders", { a: 1 }, schema));
  await new Promise(setImmediate);
  assert.equal(fake.asked.length, asked + 1);
  assert.ok(serializer.encodeNow("orders", { a: 1 }, schema));
});

test("writes null for null: the tombstone", async () => {
  const fake = fakeRegistry();
  assert.equal(await open(fake).serializer.encode("orders", null, { definition }), null);
  assert.deepEqual(fake.asked, []);
});

test("rejects a value and a schema that cannot be written, and no registry at all", async () => {
  const { serializer } = open(fakeRegistry());
  await assert.rejects(serializer.encode("orders", { a: "x" }, { definition }), {
    code: "ENCODE_FAILED",
  });
  await assert.rejects(serializer.encode("orders", {}, { definition: "{" }), {
    code: "SCHEMA_INVALID",
  });
  assert.throws(() => createGlueSerializer({}), { code: "USAGE" });
});
