import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compileProtobufDecoder,
  compileProtobufEncoder,
} from "../../src/protobuf/protobuf-codec.ts";

const noHeader = Buffer.alloc(0);
const definition = `syntax = "proto3"; package a;
import "google/protobuf/timestamp.proto";
import "google/type/date.proto";
import "additionalTypes/decimal.proto";
message B { A a = 1; message A { int32 x = 1; message D {} } message C {} }
message Row {
  int64 id = 1; optional int32 age = 2; repeated uint64 many = 3; map<int64, string> names = 4;
  bytes photo = 5; State state = 6; google.protobuf.Timestamp at = 7; google.type.Date day = 8;
  additionalTypes.Decimal price = 9; oneof choice { string text = 10; bool flag = 11; } double ratio = 12;
  enum State { NEW = 0; OLD = 1; }
}`;
const codec = (messageName: string) => {
  const encode = compileProtobufEncoder(definition, { messageName });
  const decode = compileProtobufDecoder(definition);
  return {
    bytes: (value: unknown) => encode(value, noHeader),
    again: (value: unknown) => decode(encode(value, noHeader)),
  };
};

test("numbers messages by their sorted full names, as AWS's serializer does", () => {
  for (const [name, index] of [
    ["B", 0],
    ["B.A", 1],
    ["B.A.D", 2],
    ["a.B.C", 3],
    ["Row", 4],
  ] as const) {
    assert.equal(codec(name).bytes({})[0], index, name);
  }
});

test("keeps every field exact", () => {
  const value = {
    id: -(2n ** 63n),
    age: 0,
    many: [2n ** 64n - 1n, 1],
    names: { "-9007199254740993": "x", "7": "" },
    photo: Buffer.from([0, 255]),
    state: "OLD",
    at: { seconds: 1_700_000_000, nanos: 1 },
    day: { year: 2026, month: 11, day: 28 },
    price: { units: -3, fraction: 0, precision: 1, scale: 0 },
    flag: false,
    ratio: -0.5,
  };
  assert.deepEqual(codec("Row").again(value), value);
});

test("shows defaults where a field has no presence, and nothing where it has", () => {
  const nothing = { id: 0, many: [], names: {}, photo: Buffer.alloc(0), state: "NEW", ratio: 0 };
  assert.deepEqual(codec("Row").again({}), nothing);
  assert.deepEqual(codec("Row").again({ age: null, text: undefined }), nothing);
});

test("reads a map as AWS's serializer prints it, and writes the same bytes", () => {
  const printed = `syntax = "proto3"; message M { repeated CountsEntry counts = 1;
    message CountsEntry { option map_entry = true; uint64 key = 1; string value = 2; } }`;
  const plain = 'syntax = "proto3"; message M { map<uint64, string> counts = 1; }';
  const value = { counts: { "18446744073709551615": "x" } };
  const bytes = compileProtobufEncoder(printed, { messageName: "M" })(value, noHeader);
  assert.equal(
    bytes.toString("hex"),
    compileProtobufEncoder(plain)(value, noHeader).toString("hex"),
  );
  assert.deepEqual(compileProtobufDecoder(printed)(bytes), value);
  assert.deepEqual(compileProtobufDecoder(plain)(bytes), value);
});

test("rejects a value with the place, where protobufjs would convert or drop it", () => {
  const { again } = codec("Row");
  for (const [value, message] of [
    [{ id: "1" }, /field id .* expected int64, received "1"/],
    [{ id: 1.5 }, /field id/],
    [{ many: [-1] }, /field many\[0\] .* expected uint64/],
    [{ age: 2 ** 31 }, /field age .* expected int32/],
    [{ nope: 1 }, /field nope .* no such field in a\.Row/],
    [{ state: "GONE" }, /field state .* enum State/],
    [{ text: "a", flag: true }, /field choice .* one of its fields/],
    [{ at: 5 }, /field at .* message google\.protobuf\.Timestamp/],
    [{ names: { q: "x" } }, /field names .* keys of int64/],
    [[], /^the value does not fit/],
  ] as const) {
    assert.throws(() => again(value), { code: "ENCODE_FAILED", message });
  }
  const proto2 = compileProtobufEncoder('syntax = "proto2"; message M { required int32 a = 1; }');
  assert.throws(() => proto2({}, noHeader), /field a .* is required/);
});

test("rejects bytes that are no message, and indexes that no message has", () => {
  const decode = compileProtobufDecoder(definition);
  for (const hex of ["", "05", "ffffffff0f", "ffffffffffff", "04ff", "042a7fffffff7f", "0408"]) {
    assert.throws(() => decode(Buffer.from(hex, "hex")), Error, hex);
  }
  const nested = Buffer.concat([Buffer.from([0]), Buffer.alloc(100_000, 0x0a)]);
  assert.throws(() => decode(nested));
});

test("asks which message is meant", () => {
  assert.throws(() => compileProtobufEncoder(definition), {
    code: "USAGE",
    message: /has 2 messages/,
  });
  assert.throws(() => compileProtobufEncoder(definition, { messageName: "Gone" }), {
    code: "USAGE",
  });
});

test("refuses a value that holds itself, and writes the next one", () => {
  const encode = compileProtobufEncoder('syntax = "proto3"; message M { M m = 1; int32 a = 2; }');
  const value: Record<string, unknown> = {};
  value.m = value;
  const deep = Array.from({ length: 200 }).reduce<object>((m) => ({ m }), {});
  for (const one of [value, deep]) {
    assert.throws(() => encode(one, noHeader), { code: "ENCODE_FAILED", message: /too deeply/ });
    assert.equal(encode({ m: { a: 1 } }, noHeader).toString("hex"), "000a021001");
  }
});
