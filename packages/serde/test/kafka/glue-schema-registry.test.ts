import assert from "node:assert/strict";
import { test } from "node:test";
import type { MessageToConsume, MessageToProduce } from "@platformatic/kafka";
import { type FetchedSchema, glueSchemaRegistry } from "@weir/serde";
import { fakeRegistry, uuidOf } from "../serializer/fake-registry.ts";

const definition = '{"type":"record","name":"V","fields":[{"name":"a","type":"int"}]}';
const value = { definition };
const topic = "orders";
const id = uuidOf(topic + definition);

function open() {
  const fake = fakeRegistry();
  const call: typeof fake.call = async (operation, input) => {
    const answer = await fake.call(operation, input);
    const found = {
      SchemaDefinition: definition,
      DataFormat: "AVRO",
      VersionNumber: 1,
      SchemaArn: "a/orders",
    };
    return operation === "GetSchemaVersion" ? { ...answer, ...found } : answer;
  };
  const registry = glueSchemaRegistry({
    call,
    schemaAutoRegistrationEnabled: true,
    schemas: { orders: { value } },
  });
  return { fake, registry };
}

type Registry = ReturnType<typeof open>["registry"];
type Message = MessageToProduce<unknown, unknown, string, Buffer | string>;

const before = (registry: Registry, payload: unknown, type: "key" | "value", message: Message) =>
  new Promise<void>((settle, fail) => {
    registry.getBeforeSerializationHook()(payload, type, message, (error) =>
      error ? fail(error) : settle(),
    );
  });
const beforeReading = (registry: Registry, payload: Buffer | null, type: "key" | "value") =>
  new Promise<void>((settle, fail) => {
    const done = (error: Error | null) => (error ? fail(error) : settle());
    registry.getBeforeDeserializationHook()(payload, type, {} as MessageToConsume, done);
  });

test("writes and reads as a producer and a consumer of @platformatic/kafka call it", async () => {
  const { registry } = open();
  const message: Message = { topic, key: "k", value: { a: 3 } };
  await before(registry, message.key, "key", message);
  await before(registry, message.value, "value", message);
  assert.equal(registry.getSchemaId(message, "value"), id);
  const serializers = registry.getSerializers();
  const key = serializers.key("k", undefined, message);
  const record = serializers.value({ a: 3 }, undefined, message);
  assert.ok(key && record);
  assert.equal(record.toString("hex"), `0300${id.replaceAll("-", "")}06`);
  const reader = open().registry;
  assert.equal(reader.getSchemaId(record, "value"), id);
  await beforeReading(reader, record, "value");
  assert.equal((reader.get(id) as FetchedSchema | undefined)?.schemaName, "orders");
  const deserializers = reader.getDeserializers();
  assert.deepEqual(deserializers.value(record), { a: 3 });
  assert.equal(deserializers.key(key), "k");
});

test("passes tombstones, headers and keys of bytes", async () => {
  const { registry, fake } = open();
  const message: Message = { topic };
  await before(registry, null, "value", message);
  await beforeReading(registry, null, "value");
  assert.deepEqual(fake.asked, []);
  const serializers = registry.getSerializers();
  assert.equal(serializers.value(undefined, undefined, message), undefined);
  assert.deepEqual(serializers.key(Buffer.from("k"), undefined, message), Buffer.from("k"));
  assert.deepEqual(serializers.headerKey("h"), Buffer.from("h"));
  const deserializers = registry.getDeserializers();
  assert.equal(deserializers.value(undefined), null);
  assert.equal(deserializers.headerKey(Buffer.from("h")), "h");
});

test("fetches a schema by its id, with a promise or a callback", async () => {
  const { registry } = open();
  await registry.fetch(id);
  assert.ok(registry.get(id));
  await new Promise<void>((settle) => void registry.fetch(id, () => settle()));
});

test("gives errors to the callback, and throws where the hook was left out", async () => {
  const { registry, fake } = open();
  const message: Message = { topic, value: { a: 1 } };
  assert.throws(() => registry.getSerializers().value({ a: 1 }, undefined, message), {
    code: "ENCODE_FAILED",
  });
  fake.failures.push({ operation: "GetSchemaByDefinition", exception: "AccessDeniedException" });
  await assert.rejects(before(registry, message.value, "value", message), /no/);
  const other: Message = { topic: "unknown", value: { a: 1 } };
  assert.throws(
    () => registry.getSerializers().value({ a: 1 }, undefined, other),
    /no value schema for the topic unknown/,
  );
  assert.throws(() => registry.getDeserializers().value(Buffer.from("text")), {
    code: "DECODE_FAILED",
  });
});
