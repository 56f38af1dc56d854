import assert from "node:assert/strict";
import { test } from "node:test";
import { names } from "@weir/core";

test("names topics, schemas and tables as the other languages do", () => {
  const topic = names.topicName("fullfillment", "test_db.person");
  assert.equal(topic, "fullfillment.test_db.person");
  assert.equal(names.valueSchemaName(topic), topic);
  assert.equal(names.keySchemaName(topic), `${topic}-key`);
  assert.deepEqual(names.parseTableName("test_db.person"), {
    database: "test_db",
    table: "person",
  });
});

test("gives each source a server id of its own, within 32 bits and away from small numbers", () => {
  const ids = new Set<number>();
  for (let index = 0; index < 1000; index++) ids.add(names.serverId("shop", `source${index}`));
  assert.equal(ids.size, 1000);
  for (const id of ids) assert.ok(id >= 1_000_000 && id < 2 ** 32);
  assert.equal(names.serverId("shop", "a"), names.serverId("shop", "a"));
});
