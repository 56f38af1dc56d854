import assert from "node:assert/strict";
import { test } from "node:test";
import { planSchemaHistoryTopic, topicRetentionMs } from "../src/index.ts";
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
