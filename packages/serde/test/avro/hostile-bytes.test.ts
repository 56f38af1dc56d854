import assert from "node:assert/strict";
import { test } from "node:test";
import { compileAvroDecoder } from "@weir/serde";
import { compileAvroEncoder } from "../../src/avro/avro-encoder.ts";
import { parseAvroSchema } from "../../src/avro/avro-schema.ts";
import { generateCorpus, randomFrom, spoil } from "./corpus.ts";

const full = process.env.WEIR_TEST_FULL === "1";
const maxLong = "feffffffffffffffff01";
const minLong = "ffffffffffffffffff01";
const hex = (text: string) => Buffer.from(text, "hex");
const array = (items: unknown) => JSON.stringify({ type: "array", items });
const record = (fields: unknown[]) => JSON.stringify({ type: "record", name: "R", fields });

for (const [what, definition, bytes] of [
  ["a string longer than the bytes", '"string"', "fffff07f61"],
  ["a string of the greatest length", '"string"', maxLong],
  ["a negative length", '"bytes"', "01"],
  ["an array of more items than bytes", array("int"), `${maxLong}02`],
  ["an array of the least length", array("int"), `${minLong}0202`],
  ["a block that claims more bytes than there are", array("int"), `01${maxLong}0200`],
  ["an endless array of nulls", array("null"), `${maxLong}00`],
  [
    "arrays of nulls within arrays",
    array({ type: "array", items: "null" }),
    `04${"80897a00".repeat(2)}00`,
  ],
  [
    "an endless array of empty records",
    array({ type: "record", name: "R", fields: [] }),
    "80a8d6b90700",
  ],
  ["a map without its values", '{"type":"map","values":"long"}', "0402610000"],
  ["a branch that a union does not have", '["null","int"]', "04"],
  ["a negative branch", '["null","int"]', "01"],
  ["a branch beyond 64 bits", '["null","int"]', "ffffffffffffffffffff01"],
  ["a symbol that an enum does not have", '{"type":"enum","name":"E","symbols":["A"]}', "02"],
  ["an int of more than 32 bits", '"int"', "8080808020"],
  ["a long of more than 64 bits", '"long"', "ffffffffffffffffff02"],
  ["a long of eleven bytes", '"long"', "8080808080808080808000"],
  ["a boolean of 2", '"boolean"', "02"],
  ["no bytes", '"int"', ""],
  ["a double of seven bytes", '"double"', "00000000000000"],
  ["a large fixed", '{"type":"fixed","name":"F","size":2147483647}', "00"],
  ["bytes that are left", '"int"', "0202"],
] as const) {
  test(`rejects ${what}`, () => {
    const startedAt = performance.now();
    assert.throws(() => compileAvroDecoder(definition)(hex(bytes)), RangeError);
    assert.ok(performance.now() - startedAt < 1_000);
  });
}

test("rejects records within records without end", () => {
  const decode = compileAvroDecoder(record([{ name: "next", type: ["null", "R"] }]));
  assert.throws(() => decode(Buffer.alloc(1_000_000, 2)), /nested deeper than 1000 levels/);
  // And the next payload is read as ever.
  assert.deepEqual(decode(hex("0200")), { next: { next: null } });
});

test("rejects a schema whose records double without taking bytes", () => {
  let type: unknown = "null";
  for (let depth = 0; depth < 40; depth++) {
    const fields = [
      { name: "a", type },
      { name: "b", type: depth === 0 ? "null" : `R${depth - 1}` },
    ];
    type = { type: "record", name: `R${depth}`, fields };
  }
  const startedAt = performance.now();
  assert.throws(() => compileAvroDecoder(JSON.stringify(type))(Buffer.alloc(0)), /take no bytes/);
  assert.ok(performance.now() - startedAt < 1_000);
});

test("reads an honest array of nulls, and blocks with their size", () => {
  assert.deepEqual(compileAvroDecoder(array("null"))(hex("0600")), [null, null, null]);
  assert.deepEqual(compileAvroDecoder(array("int"))(hex("03040204020600")), [1, 2, 3]);
});

test("answers spoilt bytes with a value or an error, at once", () => {
  const random = randomFrom(99);
  for (const { definition, value } of generateCorpus(3, full ? 5_000 : 150)) {
    const payload = compileAvroEncoder(parseAvroSchema(definition))(value, Buffer.alloc(0));
    const decode = compileAvroDecoder(definition);
    for (let round = 0; round < 8; round++) {
      const startedAt = performance.now();
      try {
        decode(spoil(payload, random));
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error));
        assert.doesNotMatch(error.message, /call stack|array length|string length/);
      }
      assert.ok(performance.now() - startedAt < 1_000, definition);
    }
    assert.deepEqual(decode(payload), value);
  }
});
