import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import {
  confluentFetchSchema,
  createGlueDeserializer,
  createSchemaCache,
  toConsumedRecord,
} from "@weir/serde";

const protobuf = `syntax = "proto3";
import "other.proto";
message A { int32 x = 1; }
message B { message C { string y = 1; other.D d = 2; } }`;

/** Confluent's answers; https://docs.confluent.io/platform/current/schema-registry/develop/api.html */
const answers: Readonly<Record<string, unknown>> = {
  "/schemas/ids/1": { schema: '"string"' },
  "/schemas/ids/1/versions": [{ subject: "orders-value", version: 4 }],
  "/schemas/ids/2": {
    schema: '{"type":"record","name":"R","fields":[{"name":"k","type":"shop.K"}]}',
    references: [{ name: "shop.K", subject: "k", version: 1 }],
  },
  "/subjects/k/versions/1": {
    schema: '{"type":"record","name":"K","namespace":"shop","fields":[{"name":"id","type":"int"}]}',
  },
  "/schemas/ids/3": {
    schema: protobuf,
    schemaType: "PROTOBUF",
    references: [{ name: "other.proto", subject: "other", version: 2 }],
  },
  "/subjects/other/versions/2": {
    schema: 'syntax = "proto3"; package other; message D { bool z = 1; }',
  },
  "/schemas/ids/4": { schema: '{"type":"object"}', schemaType: "JSON" },
};

const server = createServer((request, response) => {
  const [path = ""] = (request.url ?? "").split("?");
  if (path === "/schemas/ids/500") return void response.writeHead(500).end("broken");
  if (path === "/schemas/ids/200") return void response.end("<html>");
  if (path === "/schemas/ids/401") return void response.writeHead(401).end("no");
  const answer = answers[path];
  response
    .writeHead(answer === undefined ? 404 : 200)
    .end(JSON.stringify(answer ?? { error_code: 40403 }));
});
await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
after(() => server.close());
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const fetchConfluentSchema = confluentFetchSchema({ endpoint });
const deserializer = createGlueDeserializer({
  fetchSchema: async () => undefined,
  fetchConfluentSchema,
});
const framed = (id: number, ...payload: number[]) =>
  Buffer.from([0, 0, 0, id >> 8, id & 255, ...payload]);

test("reads Avro, with the schemas that it refers to", async () => {
  assert.equal(await deserializer.decode(framed(1, 4, 0x61, 0x62)), "ab");
  assert.deepEqual(await deserializer.decode(framed(2, 6)), { k: { id: 3 } });
});

test("finds a Protobuf message by its path, and the first one by the short form", async () => {
  assert.deepEqual(await deserializer.decode(framed(3, 0, 8, 5)), { x: 5 });
  assert.deepEqual(await deserializer.decode(framed(3, 2, 0, 8, 5)), { x: 5 });
  const nested = framed(3, 4, 2, 0, 10, 1, 0x61, 18, 2, 8, 1);
  assert.deepEqual(await deserializer.decode(nested), { y: "a", d: { z: true } });
  for (const wrong of [[2, 9], [1], [0xff, 0xff, 0xff, 0xff, 0x0f], []]) {
    await assert.rejects(deserializer.decode(framed(3, ...wrong)), { code: "DECODE_FAILED" });
  }
});

test("reads JSON", async () => {
  assert.deepEqual(await deserializer.decode(Buffer.concat([framed(4), Buffer.from('{"a":1}')])), {
    a: 1,
  });
});

test("shows subject, version and id of a consumed record", async () => {
  const glue = createSchemaCache({ fetchSchema: async () => undefined });
  const confluent = createSchemaCache({ fetchSchema: fetchConfluentSchema, framing: "confluent" });
  const raw = { topic: "t", partition: 0, offset: 1n, timestamp: 1n, key: null };
  const record = await toConsumedRecord({ ...raw, value: framed(1, 2, 0x61) }, glue, confluent);
  assert.deepEqual([record.value, record.schemaVersion, record.schemaId], ["a", 4, 1]);
  assert.equal(record.schemaVersionId, null);
  const unknown = await toConsumedRecord({ ...raw, value: framed(99, 2) }, glue, confluent);
  assert.match(unknown.error ?? "", /has no schema version 99/);
  assert.equal(unknown.schemaId, 99);
});

test("says whether trying again can help", async () => {
  assert.equal(await fetchConfluentSchema("99"), undefined);
  await assert.rejects(fetchConfluentSchema("500"), {
    code: "REGISTRY_UNREACHABLE",
    retryable: true,
  });
  await assert.rejects(fetchConfluentSchema("401"), { code: "REGISTRY_FAILED", retryable: false });
  await assert.rejects(fetchConfluentSchema("200"), { code: "REGISTRY_FAILED", message: /<html>/ });
  await assert.rejects(confluentFetchSchema({ endpoint: "http://127.0.0.1:1" })("1"), {
    code: "REGISTRY_UNREACHABLE",
  });
});
