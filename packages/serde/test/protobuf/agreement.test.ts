import assert from "node:assert/strict";
import { test } from "node:test";
import protobuf from "protobufjs";
import {
  compileProtobufDecoder,
  compileProtobufEncoder,
} from "../../src/protobuf/protobuf-codec.ts";

const noHeader = Buffer.alloc(0);
const signed = [0, 1, -1, 127, 128, 2 ** 28 - 1, 2 ** 28, -(2 ** 31), 2 ** 32, 2 ** 49].flatMap(
  (number) => [number, BigInt(number)],
);
const edges = [2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n), -0];
const unsigned = [...signed, ...edges, 2n ** 64n - 1n].filter((value) => value >= 0);
const cases = [
  ["int64", [...signed, ...edges]],
  ["sint64", [...signed, ...edges]],
  ["sfixed64", [...signed, ...edges]],
  ["uint64", unsigned.filter((value) => value < 2n ** 64n)],
  ["fixed64", unsigned],
  ["int32", [0, -1, 127, 2 ** 31 - 1, -(2 ** 31)]],
  ["sint32", [0, -1, 127, 2 ** 31 - 1, -(2 ** 31)]],
  ["sfixed32", [0, -1, 2 ** 31 - 1, -(2 ** 31)]],
  ["fixed32", [0, 1, 2 ** 32 - 1]],
  ["float", [0, -0, 1.5, Number.NaN]],
  ["double", [0, -0, 1.5, -1e300, Number.POSITIVE_INFINITY]],
  ["string", ["", "a", "Zoë", "x".repeat(21), "y".repeat(22), "z".repeat(300)]],
] as const;

/** A field alone, one with presence, a packed list, and a value of a map. */
const schemaOf = (type: string) => `syntax = "proto3"; message M {
  ${type} one = 1; optional ${type} own = 2; repeated ${type} many = 3; map<string, ${type}> map = 4; }`;

const everywhere = (value: unknown) => ({
  one: value,
  own: value,
  many: [value, value],
  map: { a: value },
});

for (const [type, values] of cases) {
  test(`writes the bytes that protobufjs writes of ${type}, and reads the value again`, () => {
    const encode = compileProtobufEncoder(schemaOf(type));
    const decode = compileProtobufDecoder(schemaOf(type));
    const peer = protobuf.parse(schemaOf(type), { keepCase: true }).root.lookupType("M");
    for (const value of values) {
      const bytes = encode(everywhere(value), noHeader);
      // protobufjs takes exact integers as text, ours come back as numbers where they can.
      const isWide = type.endsWith("64");
      const message = peer.fromObject(everywhere(isWide ? String(value) : value));
      const expected = Buffer.from(peer.encode(message).finish());
      assert.equal(bytes.toString("hex", 1), expected.toString("hex"), String(value));
      const isSafe = isWide && Number.isSafeInteger(Number(value));
      assert.deepEqual(decode(bytes), everywhere(isSafe ? Number(String(value)) : value));
    }
  });
}

test("keeps nothing of the record before", () => {
  const definition = `syntax = "proto3"; message M { repeated fixed32 a = 1; repeated double b = 2;
    optional string c = 3; }`;
  const encode = compileProtobufEncoder(definition);
  const decode = compileProtobufDecoder(definition);
  const values = [
    { a: [1, 2], b: [0.5], c: "x" },
    { a: [2 ** 32 - 1], b: [] },
    { a: [], b: [-1] },
  ];
  const records = values.map((value) => Buffer.from(new Uint8Array(encode(value, noHeader))));
  assert.deepEqual(
    records.map((record) => decode(record)),
    values,
  );
  // After a failure as well.
  assert.throws(() => encode({ a: [1], c: 5 }, noHeader), { code: "ENCODE_FAILED" });
  const [first] = records;
  assert.throws(() => decode((first as Buffer).subarray(0, 5)));
  assert.deepEqual(
    records.map((record) => decode(record)),
    values,
  );
});

test("rejects a string whose length is not there, or is beyond its message", () => {
  const decode = compileProtobufDecoder(
    'syntax = "proto3"; message M { M m = 1; string a = 2; repeated M list = 3; }',
  );
  assert.equal(Reflect.get(decode(Buffer.from("00120161", "hex")) as object, "a"), "a");
  for (const hex of ["0012", "00120261", "0a0212026162", "000a0212026162"]) {
    assert.throws(() => decode(Buffer.from(hex, "hex")), hex);
  }
  assert.throws(() => decode(Buffer.from("001201ff", "hex")), "proto3 wants UTF-8");
});

test("an entry of a map without a key has the key's default", () => {
  const definition =
    'syntax = "proto3"; message M { map<int64, int64> m = 1; map<string, M> n = 2; }';
  const decode = compileProtobufDecoder(definition);
  assert.deepEqual(decode(Buffer.from("000a0012020a00", "hex")), {
    m: { 0: 0 },
    n: { "": { m: {}, n: {} } },
  });
});

test("refuses what only looks like a value of its own", () => {
  const encode = compileProtobufEncoder(
    'syntax = "proto3"; message M { int32 a = 1; E e = 2; enum E { X = 0; } }',
  );
  const inherited = Object.create({ a: 1 }, { zzz: { value: 2, enumerable: true } });
  for (const value of [inherited, { e: "toString" }, { e: "0" }, { a: "1" }, { a: 1, b: 1 }]) {
    assert.throws(() => encode(value, noHeader), { code: "ENCODE_FAILED" });
  }
  assert.equal(
    encode(Object.create(null, { a: { value: 1, enumerable: true } }), noHeader).toString("hex"),
    "000801",
  );
});
