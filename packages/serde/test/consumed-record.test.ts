import assert from "node:assert/strict";
import { test } from "node:test";
import { createSchemaCache, encodeGlueRecord, exactJson, toConsumedRecord } from "@weir/serde";

const knownId = "b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63";
const unknownId = "00000000-0000-4000-8000-000000000000";
const schemas = createSchemaCache({
  fetchSchema: async (id) =>
    id === knownId
      ? { definition: '"long"', dataFormat: "AVRO", versionNumber: 3, schemaName: "t" }
      : undefined,
});
const encoded = (payload: number[], schemaVersionId = knownId) =>
  encodeGlueRecord({ schemaVersionId, compression: "NONE", payload: Buffer.from(payload) });
const raw = (key: Buffer | null, value: Buffer | null) =>
  ({ topic: "t", partition: 1, offset: 5n, timestamp: 1_700_000_000_000n, key, value }) as const;

test("shows key and value with the schema version of the value", async () => {
  const record = await toConsumedRecord(raw(encoded([2]), encoded([4])), schemas);
  assert.equal(
    exactJson(record),
    `{"topic":"t","partition":1,"offset":5,"timestamp":1700000000000,"key":1,"value":2,"schemaVersionId":"${knownId}","schemaVersion":3}`,
  );
});

test("shows a tombstone as such", async () => {
  const record = await toConsumedRecord(raw(encoded([2]), null), schemas);
  assert.equal(record.tombstone, true);
  assert.equal(record.value, null);
  assert.equal(record.schemaVersionId, null);
});

test("shows what cannot be decoded with its reason and bytes", async () => {
  const plain = Buffer.from("plain text, not Glue's format");
  const record = await toConsumedRecord(raw(plain, plain), schemas);
  assert.match(record.error ?? "", /header version byte/);
  assert.match(record.keyError ?? "", /header version byte/);
  assert.equal(record.raw, plain.toString("base64"));
  assert.equal(record.value, null);
  assert.equal(record.tombstone, undefined);
});

test("keeps the id of an unknown schema version and of a payload that does not fit", async () => {
  const unknown = await toConsumedRecord(raw(null, encoded([2], unknownId)), schemas);
  assert.match(unknown.error ?? "", /has no schema version 0000/);
  assert.equal(unknown.schemaVersionId, unknownId);
  const cut = await toConsumedRecord(raw(null, encoded([0x80])), schemas);
  assert.match(cut.error ?? "", /does not fit its writer schema t version 3/);
});
