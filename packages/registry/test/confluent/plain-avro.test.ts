import assert from "node:assert/strict";
import { test } from "node:test";
import { plainAvro } from "../../src/confluent/plain-avro.ts";
import { record, startConfluent } from "./confluent-calls.ts";

test("shortens types without attributes, wherever a type stands", () => {
  const wrapped = { type: "string" };
  const text = JSON.stringify({
    ...{ type: "record", name: "R", doc: "d" },
    fields: [
      { name: "a", type: wrapped, default: { type: "x" } },
      { name: "b", type: ["null", wrapped] },
      { name: "c", type: { type: "array", items: wrapped } },
      { name: "d", type: { type: "map", values: { type: "long" } } },
      { name: "e", type: { type: "string", "avro.java.string": "String" } },
    ],
  });
  assert.deepEqual(JSON.parse(plainAvro(text)).fields, [
    { name: "a", type: "string", default: { type: "x" } },
    { name: "b", type: ["null", "string"] },
    { name: "c", type: { type: "array", items: "string" } },
    { name: "d", type: { type: "map", values: "long" } },
    { name: "e", type: { type: "string", "avro.java.string": "String" } },
  ]);
});

test("leaves every other text as it is, and every digit of a number", () => {
  for (const text of [
    '{"type":{"type":"string"}}',
    '{"type":"record", "name":"R","fields":[]}',
    "{",
    "1",
    "null",
    '"string"',
  ]) {
    assert.equal(plainAvro(text), text);
  }
  const long = `{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"long"},"default":9223372036854775807}]}`;
  assert.match(plainAvro(long), /"type":"long","default":9223372036854775807/);
});

test("finds both spellings to be one schema", async (context) => {
  const { register, ok, registry } = await startConfluent();
  context.after(() => registry.stop());
  const { id } = await register("s", record({ a: "int" }));
  const wrapped = record({ a: { type: { type: "int" } } });
  assert.equal((await register("s", wrapped)).id, id);
  assert.equal((await ok("POST /subjects/s", { schema: wrapped })).version, 1);
});
