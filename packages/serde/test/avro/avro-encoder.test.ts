import assert from "node:assert/strict";
import { test } from "node:test";
import { compileAvroDecoder } from "../../src/avro/avro-decoder.ts";
import { compileAvroEncoder } from "../../src/avro/avro-encoder.ts";
import { parseAvroSchema } from "../../src/avro/avro-schema.ts";
import { generateCorpus } from "./corpus.ts";

/** A number with all of its digits. */
const { rawJSON: rawJson } = JSON as typeof JSON & { rawJSON: (text: string) => object };

const noHeader = Buffer.alloc(0);
const record = (fields: unknown[], name = "V") => ({ type: "record", name, fields });

function codec(schema: unknown) {
  const definition = JSON.stringify(schema);
  const encode = compileAvroEncoder(parseAvroSchema(definition));
  const decode = compileAvroDecoder(definition);
  return {
    hex: (value: unknown) => encode(value, noHeader).toString("hex"),
    again: (value: unknown) => decode(encode(value, noHeader)),
  };
}

test("reads back what it writes, on random schemas", () => {
  for (const { definition, value } of generateCorpus(1, 200)) {
    assert.deepEqual(codec(JSON.parse(definition)).again(value), value, definition);
  }
});

test("writes the specification's examples", () => {
  const long = codec("long");
  for (const [value, hex] of [
    [0, "00"],
    [-1, "01"],
    [1, "02"],
    [-64, "7f"],
    [64, "8001"],
  ] as const) {
    assert.equal(long.hex(value), hex);
  }
  assert.equal(
    codec(
      record([
        { name: "a", type: "long" },
        { name: "b", type: "string" },
      ]),
    ).hex({ a: 27, b: "foo" }),
    "3606666f6f",
  );
  assert.equal(codec({ type: "array", items: "long" }).hex([3, 27]), "04063600");
});

test("keeps every digit of a long, given as number or bigint", () => {
  const long = codec("long");
  for (const value of [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n, -(2n ** 53n) - 1n]) {
    assert.equal(long.again(value), value);
  }
  // avsc loses the last digit of this one.
  assert.equal(long.again(-(2 ** 52) - 1), -(2 ** 52) - 1);
  assert.equal(long.again(5n), 5);
});

test("takes a decimal as text, number or its bytes, in fixed and bytes", () => {
  const bytes = codec({ type: "bytes", logicalType: "decimal", precision: 9, scale: 2 });
  for (const [given, read] of [
    ["-12.30", "-12.30"],
    [1.5, "1.50"],
    [7, "7.00"],
    [Buffer.from([0x7b]), "1.23"],
    ["-1.28", "-1.28"],
    ["1.28", "1.28"],
  ] as const) {
    assert.equal(bytes.again(given), read);
  }
  const fixed = codec({ type: "fixed", name: "F", size: 2, logicalType: "decimal", scale: 1 });
  assert.equal(fixed.again("-0.1"), "-0.1");
  assert.throws(() => fixed.again("9999.9"), { code: "ENCODE_FAILED" });
  assert.throws(() => bytes.again("1.234"), /expected a decimal with 2 places, received "1.234"/);
});

test("chooses the first branch that keeps the value", () => {
  assert.equal(codec(["float", "double"]).hex(0.1).slice(0, 2), "02");
  assert.equal(codec(["float", "double"]).hex(0.5).slice(0, 2), "00");
  assert.equal(
    codec(["int", "long"])
      .hex(2 ** 40)
      .slice(0, 2),
    "02",
  );
  assert.equal(codec(["long", "int"]).hex(1).slice(0, 2), "00");
  assert.equal(codec(["null", "int", "string"]).hex(undefined), "00");
});

test("tells records of a union by their fields, or by a name around them", () => {
  const a = record([{ name: "x", type: "int" }], "A");
  const b = record(
    [
      { name: "x", type: "int" },
      { name: "y", type: ["null", "int"], default: null },
    ],
    "B",
  );
  const union = codec(["null", a, b]);
  assert.equal(union.hex({ x: 1 }), "0202");
  assert.equal(union.hex({ x: 1, y: null }), "040200");
  assert.equal(union.hex({ B: { x: 1 } }), "040200");
});

test("writes the default of a field that is not there", () => {
  const schema = codec(
    record([
      { name: "a", type: ["null", "string"], default: null },
      { name: "b", type: "bytes", default: "\u00ff" },
      { name: "c", type: { type: "array", items: "int" }, default: [1] },
      { name: "d", type: "long", default: rawJson("9007199254740993") },
    ]),
  );
  const expected = { a: null, b: Buffer.from([255]), c: [1], d: 9007199254740993n };
  assert.deepEqual(schema.again({}), expected);
});

test("keeps names that mean something to JavaScript", () => {
  const fields = ["__proto__", "constructor", "a b", "1\"'\n"].map((name) => ({
    name,
    type: "int",
  }));
  const value = JSON.parse('{"__proto__":1,"constructor":2,"a b":3}');
  Object.assign(value, { "1\"'\n": 4 });
  const read = codec(record(fields)).again(value) as object;
  assert.deepEqual(Object.entries(read), [
    ["__proto__", 1],
    ["constructor", 2],
    ["a b", 3],
    ["1\"'\n", 4],
  ]);
  const map = codec({ type: "map", values: "int" }).again(JSON.parse('{"__proto__":1}'));
  assert.deepEqual(Object.entries(map as object), [["__proto__", 1]]);
});

test("rejects a value with the place where it does not fit", () => {
  const row = record(
    [
      { name: "age", type: "int" },
      { name: "tags", type: { type: "array", items: "string" } },
    ],
    "Row",
  );
  const schema = codec(record([{ name: "after", type: ["null", row] }]));
  for (const [value, message] of [
    [
      { after: { age: "x", tags: [] } },
      /^the field after\.age does not fit the schema: expected int, received "x"$/,
    ],
    [{ after: { age: 2 ** 31, tags: [] } }, /after\.age .* received the number 2147483648/],
    [{ after: { age: 1, tags: ["a", 3] } }, /after\.tags\[1\] .* expected string/],
    [{ after: { tags: [] } }, /after\.age .* received nothing/],
    [{ after: 3 }, /^the field after .* expected null or record Row/],
    [[], /^the value does not fit .* record V, received an array/],
    [{ after: { age: 1n, tags: [] } }, /received the bigint 1/],
  ] as const) {
    assert.throws(() => schema.again(value), { code: "ENCODE_FAILED", message });
  }
});

test("rejects what holds itself", () => {
  const node = codec(record([{ name: "next", type: ["null", "V"] }]));
  const loop: { next: unknown } = { next: null };
  loop.next = loop;
  assert.throws(() => node.again(loop), /nested too deeply, or holds itself/);
  assert.deepEqual(node.again({ next: { next: null } }), { next: { next: null } });
});

test("writes while a getter of the value writes", () => {
  const schema = codec(
    record([
      { name: "a", type: "string" },
      { name: "b", type: "string" },
    ]),
  );
  const value = {
    a: "first",
    get b() {
      return schema.hex({ a: "x", b: "y" });
    },
  };
  assert.deepEqual(schema.again(value), { a: "first", b: "02780279" });
});

test("grows for a large value, and does not keep the memory", () => {
  const text = "ü".repeat(3_000_000);
  const schema = codec(record([{ name: "a", type: "string" }]));
  assert.equal((schema.again({ a: text }) as { a: string }).a.length, text.length);
  assert.deepEqual(schema.again({ a: "" }), { a: "" });
});
