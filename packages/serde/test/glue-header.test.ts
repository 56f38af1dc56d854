import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeGlueRecord, encodeGlueRecord } from "@weir/serde";

const schemaVersionId = "b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63";
const payload = Buffer.from("payload");

/** Why these bytes are refused. */
function reasonOf(bytes: Buffer): string {
  const record = decodeGlueRecord(bytes);
  return "reason" in record ? record.reason : assert.fail("it was accepted");
}

for (const compression of ["NONE", "ZLIB"] as const) {
  test(`reads back what it writes, compression ${compression}`, () => {
    const record = { schemaVersionId, compression, payload };
    assert.deepEqual(decodeGlueRecord(encodeGlueRecord(record)), record);
  });
}

test("writes 03, the compression and the id in the order of its text", () => {
  const bytes = encodeGlueRecord({ schemaVersionId, compression: "NONE", payload });
  assert.equal(bytes.toString("hex", 0, 18), "0300b7b4a7f09c964e4aa687fb5de9ef0c63");
});

test("rejects with the texts of AWS's deserializer", () => {
  const good = encodeGlueRecord({ schemaVersionId, compression: "NONE", payload });
  const with_ = (index: number, byte: number) => Buffer.from(good).fill(byte, index, index + 1);
  assert.equal(
    reasonOf(good.subarray(0, 17)),
    "Data is not compatible with schema registry size: 17",
  );
  assert.match(reasonOf(with_(0, 4)), /^Invalid schema registry header version byte in data/);
  assert.match(reasonOf(with_(1, 1)), /^Invalid schema registry compression byte in data/);
  assert.match(reasonOf(with_(1, 5)), /^the zlib payload cannot be unpacked/);
});

test("rejects Confluent's wire format by name, also where it is short", () => {
  const confluent = Buffer.concat([Buffer.from([0, 0, 0, 0, 42]), Buffer.alloc(20)]);
  assert.match(reasonOf(confluent), /Confluent's wire format with schema id 42$/);
  assert.match(reasonOf(confluent.subarray(0, 6)), /size: 6; .*Confluent's.* 42$/);
});

test("rejects an id that is not a UUID", () => {
  const record = { schemaVersionId: "42", compression: "NONE", payload } as const;
  assert.throws(() => encodeGlueRecord(record), TypeError);
});
