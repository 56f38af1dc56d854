import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import {
  createGlueDeserializer,
  encodeGlueRecord,
  type FetchedSchema,
  type GlueDeserializerOptions,
} from "@weir/serde";
import { unpack } from "../src/glue-header.ts";

const id = "b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63";
const schema = (over: Partial<FetchedSchema> = {}): FetchedSchema => ({
  definition: '"string"',
  dataFormat: "AVRO",
  versionNumber: 1,
  schemaName: "t",
  ...over,
});
const framed = (payload: Buffer | string, compression: "NONE" | "ZLIB" = "NONE") =>
  encodeGlueRecord({ schemaVersionId: id, compression, payload: Buffer.from(payload) });
const open = (found: FetchedSchema | undefined, options: Partial<GlueDeserializerOptions> = {}) =>
  createGlueDeserializer({ fetchSchema: async () => found, ...options });

test("decodes by the schema in the header, packed or not, and the tombstone", async () => {
  const deserializer = open(schema());
  assert.equal(await deserializer.decode(framed("\u0004ab")), "ab");
  assert.equal(await deserializer.decode(framed("\u0004ab", "ZLIB")), "ab");
  assert.equal(await deserializer.decode(null), null);
  assert.equal(deserializer.decodeNow(framed("\u0002c")), "c");
});

test("tells ids apart whose last byte is the same", async () => {
  const other = "c7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63";
  const asked: string[] = [];
  const deserializer = createGlueDeserializer({
    fetchSchema: async (asking) => {
      asked.push(asking);
      return schema({ definition: asking === id ? '"string"' : '"long"' });
    },
  });
  const record = encodeGlueRecord({
    schemaVersionId: other,
    compression: "NONE",
    payload: Buffer.from([2]),
  });
  for (let round = 0; round < 2; round++) {
    assert.equal(await deserializer.decode(framed("\u0002a")), "a");
    assert.equal(await deserializer.decode(record), 1);
  }
  assert.deepEqual(asked, [id, other]);
});

test("resolves to a reader schema, for AVRO", async () => {
  const deserializer = open(schema({ definition: '"int"' }), { readerSchema: () => '"double"' });
  assert.equal(await deserializer.decode(framed(Buffer.from([6]))), 3);
  const none = open(schema({ definition: '"int"' }), { readerSchema: () => '"string"' });
  await assert.rejects(none.decode(framed(Buffer.from([6]))), /int cannot be read as string/);
});

test("validates JSON against a reader schema, or its own where it is asked to", async () => {
  const found = schema({ dataFormat: "JSON", definition: '{"type":"object"}' });
  const readerSchema = () => '{"type":"object","required":["a"]}';
  assert.deepEqual(await open(found).decode(framed("[1]")), [1]);
  await assert.rejects(
    open(found, { validateJson: true }).decode(framed("[1]")),
    /DECODE_FAILED|does not fit/,
  );
  assert.deepEqual(await open(found, { readerSchema }).decode(framed('{"a":1}')), { a: 1 });
  await assert.rejects(open(found, { readerSchema }).decode(framed("{}")), {
    code: "DECODE_FAILED",
    message: /does not fit its writer schema/,
  });
});

test("refuses a reader schema for PROTOBUF", async () => {
  const definition = 'syntax = "proto3"; message M { int32 a = 1; }';
  const found = schema({ dataFormat: "PROTOBUF", definition });
  assert.deepEqual(await open(found).decode(framed(Buffer.from([0, 8, 5]))), { a: 5 });
  const refused = open(found, { readerSchema: () => definition }).decode(
    framed(Buffer.from([0, 8, 5])),
  );
  await assert.rejects(refused, /Protobuf knows none/);
});

test("rejects what it cannot read, each with its reason", async () => {
  for (const [record, message] of [
    [Buffer.from("plain text, not Glue's"), /header version byte/],
    [Buffer.from([0, 0, 0, 0, 42, 1]), /Confluent's wire format with schema id 42/],
    [framed("\u0004a"), /does not fit its writer schema t version 1/],
    [Buffer.alloc(0), /size: 0/],
  ] as const) {
    await assert.rejects(open(schema()).decode(record), { code: "DECODE_FAILED", message });
  }
  await assert.rejects(open(undefined).decode(framed("a")), /has no schema version/);
  assert.throws(() => open(schema()).decodeNow(framed("a")), /is not known yet/);
});

test("rejects a small record that unpacks to more than it may", async () => {
  const bomb = deflateSync(Buffer.alloc(2_000_000));
  assert.ok(bomb.length < 3_000);
  assert.ok("reason" in unpack(bomb, 1_000_000));
  assert.equal(unpack(bomb, 2_000_000) instanceof Buffer, true);
});
