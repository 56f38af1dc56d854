import assert from "node:assert/strict";
import { test } from "node:test";
import { kafkaDefaultProfile, planWorkerProfile, predictRecovery } from "../src/index.ts";

test("predicts seconds for Weir's profile and five minutes for Kafka's", () => {
  const own = predictRecovery(planWorkerProfile(1), "follower");
  assert.deepEqual(own.total, { minMs: 6_000, maxMs: 14_000 });
  assert.ok(predictRecovery(kafkaDefaultProfile, "follower").total.minMs > 300_000);
});

test("predicts no delay where the leader dies", () => {
  assert.equal(predictRecovery(kafkaDefaultProfile, "leader").delay.maxMs, 0);
});

test("never lets the heartbeat fall below two seconds", () => {
  for (const tasks of [1, 50, 51, 500]) {
    assert.ok(planWorkerProfile(tasks).heartbeatIntervalMs >= 2_000);
  }
});
