import assert from "node:assert/strict";
import { test } from "node:test";
import { compileAvroDecoder } from "@weir/serde";

const record = (name: string, fields: unknown[], more: object = {}) =>
  JSON.stringify({ type: "record", name, fields, ...more });

test("accepts names that Java accepts: dashes, digits, spaces", () => {
  const definition = record(
    "Value",
    [
      { name: "first-name", type: "string" },
      { name: "state", type: { type: "enum", name: "1-State", symbols: ["on hold", "2nd"] } },
    ],
    { namespace: "db-server.1st" },
  );
  const decoded = compileAvroDecoder(definition)(Buffer.from([4, 0x61, 0x62, 2]));
  assert.deepEqual(decoded, { "first-name": "ab", state: "2nd" });
});

test("keeps the order of the writer's fields", () => {
  const definition = record("V", [
    { name: "z", type: "int" },
    { name: "a", type: "int" },
  ]);
  assert.deepEqual(Object.keys(compileAvroDecoder(definition)(Buffer.from([2, 4])) as object), [
    "z",
    "a",
  ]);
});

test("reads a union of two records by its branch", () => {
  const a = JSON.parse(record("A", [{ name: "x", type: "int" }]));
  const b = JSON.parse(
    record("B", [
      { name: "x", type: "int" },
      { name: "y", type: "int" },
    ]),
  );
  const decode = compileAvroDecoder(JSON.stringify(["null", a, b]));
  assert.deepEqual(decode(Buffer.from([2, 2])), { x: 1 });
  assert.deepEqual(decode(Buffer.from([4, 2, 4])), { x: 1, y: 2 });
  assert.equal(decode(Buffer.from([0])), null);
});

test("reads a record with one field inside a union", () => {
  const decode = compileAvroDecoder(
    record("V", [
      {
        name: "v",
        type: ["null", { type: "record", name: "Inner", fields: [{ name: "int", type: "int" }] }],
      },
    ]),
  );
  assert.deepEqual(decode(Buffer.from([2, 6])), { v: { int: 3 } });
});

test("takes Connect's decimal without Avro's mark", () => {
  const decode = compileAvroDecoder(
    JSON.stringify({
      type: "bytes",
      "connect.name": "org.apache.kafka.connect.data.Decimal",
      "connect.parameters": { scale: "1" },
    }),
  );
  assert.equal(decode(Buffer.from([2, 0xff])), "-0.1");
});

for (const [what, definition] of [
  ["text that is not JSON", "{"],
  ["a type that is not defined", record("V", [{ name: "a", type: "Missing" }])],
  ["a record without fields", '{"type":"record","name":"V"}'],
  [
    "a name that is defined twice",
    JSON.stringify([JSON.parse(record("A", [])), JSON.parse(record("A", []))]),
  ],
] as const) {
  test(`rejects ${what}`, () => assert.throws(() => compileAvroDecoder(definition)));
}
