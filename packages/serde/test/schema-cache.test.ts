import assert from "node:assert/strict";
import { test } from "node:test";
import { WeirError } from "@weir/core";
import { createSchemaCache, type FetchedSchema } from "@weir/serde";

const schema = (over: Partial<FetchedSchema> = {}): FetchedSchema => ({
  definition: '"int"',
  dataFormat: "AVRO",
  versionNumber: 1,
  schemaName: "shop.shop_db.orders",
  ...over,
});

/** A registry that counts what it is asked. */
function countingRegistry(answer: (id: string) => FetchedSchema | undefined = () => schema()) {
  const asked: string[] = [];
  const fetchSchema = async (id: string) => {
    asked.push(id);
    return answer(id);
  };
  return { asked, fetchSchema };
}

test("asks once for an id, also for callers at the same time", async () => {
  const { asked, fetchSchema } = countingRegistry();
  const cache = createSchemaCache({ fetchSchema });
  await Promise.all([cache.get("a"), cache.get("a"), cache.get("b")]);
  await cache.get("a");
  assert.deepEqual(asked, ["a", "b"]);
});

test("asks again after the time to live", async () => {
  const { asked, fetchSchema } = countingRegistry();
  let time = 0;
  const cache = createSchemaCache({ fetchSchema, timeToLiveMs: 10, now: () => time });
  await cache.get("a");
  time = 10;
  await cache.get("a");
  assert.deepEqual(asked, ["a", "a"]);
});

test("serves on with what it has while the registry is away", async () => {
  let time = 0;
  let isUp = true;
  const cache = createSchemaCache({
    fetchSchema: async () => {
      if (!isUp) throw new WeirError("REGISTRY_UNREACHABLE", "the registry does not answer");
      return schema();
    },
    timeToLiveMs: 10,
    now: () => time,
  });
  await cache.get("a");
  [time, isUp] = [10, false];
  assert.ok("decode" in (await cache.get("a")));
  await new Promise(setImmediate);
  assert.ok("decode" in (await cache.get("a")));
});

test("drops the least recently used beyond its size", async () => {
  const { asked, fetchSchema } = countingRegistry();
  const cache = createSchemaCache({ fetchSchema, maxSchemas: 2 });
  for (const id of ["a", "b", "a", "c", "a", "b"]) await cache.get(id);
  assert.deepEqual(asked, ["a", "b", "c", "b"]);
});

test("says that an id is unknown, and asks again", async () => {
  const { asked, fetchSchema } = countingRegistry(() => undefined);
  const cache = createSchemaCache({ fetchSchema });
  const answer = await cache.get("a");
  assert.ok("reason" in answer);
  assert.match(answer.reason, /has no schema version a$/);
  await cache.get("a");
  assert.equal(asked.length, 2);
});

test("fails with what the registry failed with, and recovers", async () => {
  let isUp = false;
  const cache = createSchemaCache({
    fetchSchema: async () => {
      if (!isUp) throw new WeirError("REGISTRY_UNREACHABLE", "the registry does not answer");
      return schema();
    },
  });
  await assert.rejects(cache.get("a"), { code: "REGISTRY_UNREACHABLE", retryable: true });
  isUp = true;
  assert.ok("decode" in (await cache.get("a")));
});

test("reads JSON, and gives a reason for what it does not read", async () => {
  const cache = createSchemaCache({
    fetchSchema: async (id) => schema({ dataFormat: id, definition: "{}" }),
  });
  const json = await cache.get("JSON");
  assert.ok("decode" in json);
  assert.deepEqual(json.decode(Buffer.from('{"a":1}')), { a: 1 });
  assert.match(JSON.stringify(await cache.get("XML")), /XML, which is not decoded here/);
  assert.match(JSON.stringify(await cache.get("PROTOBUF")), /is not a usable Protobuf schema/);
  assert.match(JSON.stringify(await cache.get("AVRO")), /is not a usable Avro schema/);
});
