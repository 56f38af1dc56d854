import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { compileAvroDecoder, decodeGlueRecord, exactJson } from "@weir/serde";

interface GoldenCase {
  readonly name: string;
  readonly compression: "NONE" | "ZLIB";
  readonly schemaVersionId: string;
  readonly definition: string;
  readonly record: string;
  readonly payload: string;
  readonly expected: unknown;
}

/** Made by fastavro: see golden/generate.py. */
const cases: readonly GoldenCase[] = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "golden/avro.json"), "utf8"),
);

for (const golden of cases) {
  test(`reads "${golden.name}" of fastavro, compression ${golden.compression}`, () => {
    const record = decodeGlueRecord(Buffer.from(golden.record, "hex"));
    assert.ok(!("reason" in record), JSON.stringify(record));
    assert.equal(record.schemaVersionId, golden.schemaVersionId);
    assert.equal(record.compression, golden.compression);
    assert.equal(record.payload.toString("hex"), golden.payload);
    const decoded = compileAvroDecoder(golden.definition)(record.payload);
    assert.deepEqual(JSON.parse(exactJson(decoded)), golden.expected);
  });
}

test("rejects a payload that is cut off or too long", () => {
  const golden = cases[0];
  assert.ok(golden);
  const decode = compileAvroDecoder(golden.definition);
  const payload = Buffer.from(golden.payload, "hex");
  assert.throws(() => decode(payload.subarray(0, -1)));
  assert.throws(() => decode(Buffer.concat([payload, Buffer.from([0])])));
});
