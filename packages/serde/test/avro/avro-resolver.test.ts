import assert from "node:assert/strict";
import { test } from "node:test";
import { compileAvroEncoder } from "../../src/avro/avro-encoder.ts";
import { compileAvroResolver } from "../../src/avro/avro-resolver.ts";
import { parseAvroSchema } from "../../src/avro/avro-schema.ts";

const record = (fields: unknown[], more: object = {}) => ({
  type: "record",
  name: "V",
  fields,
  ...more,
});

/** What the reader sees of a value that the writer has written. */
function read(writer: unknown, reader: unknown, value: unknown): unknown {
  const [from, to] = [writer, reader].map((schema) => parseAvroSchema(JSON.stringify(schema)));
  assert.ok(from && to);
  return compileAvroResolver(from, to)(compileAvroEncoder(from)(value, Buffer.alloc(0)));
}

test("drops, adds and reorders fields", () => {
  const writer = record([
    { name: "a", type: "int" },
    { name: "gone", type: { type: "map", values: "string" } },
    { name: "b", type: "string" },
  ]);
  const reader = record([
    { name: "b", type: "string" },
    { name: "a", type: "int" },
    { name: "list", type: { type: "array", items: "int" }, default: [] },
    { name: "price", type: { type: "bytes", logicalType: "decimal", scale: 1 }, default: "\u000f" },
  ]);
  const value = read(writer, reader, { a: 1, gone: { k: "v" }, b: "x" });
  assert.deepEqual(value, { b: "x", a: 1, list: [], price: "1.5" });
  assert.deepEqual(Object.keys(value as object), ["b", "a", "list", "price"]);
});

test("gives each record a default of its own", () => {
  const reader = record([{ name: "list", type: { type: "array", items: "int" }, default: [] }]);
  const writer = { type: "array", items: record([]) };
  const [one, other] = read(writer, { type: "array", items: reader }, [{}, {}]) as {
    list: number[];
  }[];
  one?.list.push(1);
  assert.deepEqual(other, { list: [] });
});

test("finds a field by its alias, and prefers its name", () => {
  const writer = record([
    { name: "old", type: "int" },
    { name: "other", type: "int" },
  ]);
  const reader = record([{ name: "fresh", aliases: ["old"], type: "long" }]);
  assert.deepEqual(read(writer, reader, { old: 1, other: 2 }), { fresh: 1 });
  const both = record([{ name: "other", aliases: ["old"], type: "int" }]);
  assert.deepEqual(read(writer, both, { old: 1, other: 2 }), { other: 2 });
});

test("promotes numbers, texts and bytes", () => {
  assert.equal(read("int", "double", 3), 3);
  assert.equal(read("long", "double", 2n ** 53n + 1n), 2 ** 53);
  assert.equal(read("int", "float", 16_777_217), 16_777_216);
  assert.deepEqual(read("string", "bytes", "é"), Buffer.from("é"));
  assert.equal(read("bytes", "string", Buffer.from("é")), "é");
  // Rounded once: by way of a double it would be 2^54.
  assert.equal(read("long", "float", 2n ** 54n + 2n ** 30n + 1n), 2 ** 54 + 2 ** 31);
});

test("resolves unions on either side", () => {
  assert.equal(read(["null", "int"], "long", 3), 3);
  assert.throws(() => read(["null", "int"], "long", null), /null cannot be read as long/);
  assert.equal(read("int", ["null", "string", "long"], 3), 3);
  assert.equal(read(["int", "string"], ["string", "double"], 3), 3);
});

test("takes an enum's default for a symbol that the reader lacks", () => {
  const writer = { type: "enum", name: "E", symbols: ["A", "B"] };
  assert.equal(read(writer, { ...writer, symbols: ["A"], default: "A" }, "B"), "A");
  assert.throws(() => read(writer, { ...writer, symbols: ["A"] }, "B"), /has no symbol B/);
  assert.equal(read(writer, { ...writer, symbols: ["A"] }, "A"), "A");
});

test("resolves a record that holds itself", () => {
  const writer = record([
    { name: "x", type: "int" },
    { name: "next", type: ["null", "V"] },
  ]);
  const reader = record([
    { name: "next", type: ["null", "V"] },
    { name: "y", type: "int", default: 7 },
  ]);
  const value = { x: 1, next: { x: 2, next: null } };
  assert.deepEqual(read(writer, reader, value), { next: { next: null, y: 7 }, y: 7 });
});

test("rejects a pair that no value fits", () => {
  const missing = record([{ name: "b", type: "int" }]);
  assert.throws(
    () => read(record([{ name: "a", type: "int" }]), missing, { a: 1 }),
    /V\.b has no default/,
  );
  assert.throws(() => read("string", "int", "x"), /string cannot be read as int/);
  const fixed = (size: number) => ({ type: "fixed", name: "F", size });
  assert.throws(() => read(fixed(1), fixed(2), Buffer.from([1])), /1 bytes .* cannot be read/);
});
