import assert from "node:assert/strict";
import { test } from "node:test";
import { planCapturedTopics, planSchemaHistoryTopic, topicRetentionMs } from "../src/index.ts";
import { samplePlatform } from "./sample.ts";

const dayMs = 86_400_000;

test("keeps records for a week at least and for twenty runs of a slow lake", () => {
  assert.equal(topicRetentionMs("continuous"), 7 * dayMs);
  assert.equal(topicRetentionMs("15 minutes"), 7 * dayMs);
  assert.equal(topicRetentionMs("24 hours"), 20 * dayMs);
});

test("keeps the schema history for ever in one partition", () => {
  const topic = planSchemaHistoryTopic(samplePlatform(), "fullfillment");
  assert.equal(topic.partitions, 1);
  assert.equal(topic.config["retention.ms"], "-1");
  assert.equal(topic.config["cleanup.policy"], "delete");
});

test("plans each captured topic as Connect would make it", () => {
  const platform = samplePlatform();
  const topics = planCapturedTopics(platform, "fullfillment");
  assert.deepEqual(
    topics.map(({ name }) => name),
    platform.sources.fullfillment?.tables.map((table) => `fullfillment.${table}`),
  );
  for (const { partitions, replicationFactor, config } of topics) {
    assert.equal(partitions, 1);
    assert.equal(replicationFactor, 3);
    assert.equal(config["cleanup.policy"], "delete");
    assert.ok(Number(config["retention.ms"]) >= 7 * dayMs);
    assert.ok(!("include" in config));
  }
});
