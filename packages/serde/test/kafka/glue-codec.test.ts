import assert from "node:assert/strict";
import { test } from "node:test";
import { createGlueCodec } from "@weir/serde";
import { fakeRegistry } from "../serializer/fake-registry.ts";

const definition = '{"type":"record","name":"V","fields":[{"name":"a","type":"int"}]}';

function open() {
  const fake = fakeRegistry();
  const call: typeof fake.call = async (operation, input) => {
    const answer = await fake.call(operation, input);
    const found = { SchemaDefinition: definition, DataFormat: "AVRO", VersionNumber: 1 };
    return operation === "GetSchemaVersion" ? { ...answer, ...found } : answer;
  };
  const schemas = { orders: { value: { definition } } };
  return createGlueCodec({ call, schemas, schemaAutoRegistrationEnabled: true });
}

test("encodes by topic and decodes what it is given", async () => {
  const { encode, decode } = open();
  const record = await encode("orders", { a: 3 });
  assert.deepEqual(await decode<{ a: number }>(record), { a: 3 });
  assert.equal(await encode("orders", null), null);
  assert.equal(await decode(null), null);
});

test("rejects a topic and a part without a schema", async () => {
  const { encode } = open();
  await assert.rejects(encode("other", { a: 3 }), { code: "USAGE" });
  await assert.rejects(encode("orders", { a: 3 }, "key"), {
    code: "USAGE",
    message: /no key schema/,
  });
});
