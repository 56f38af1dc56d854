import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlatformInput } from "@weir/core";
import {
  inEvaluations,
  planPlatformThresholds,
  planSourceThresholds,
} from "../../src/monitoring/thresholds.ts";
import { samplePlatform } from "./sample.ts";

function sourceThresholds(source: object, aws: object = {}) {
  const platform = samplePlatform({
    sources: { shop: { tables: ["shop.orders"], ...source } },
    aws: { region: "eu-central-1", ...aws },
  } as Partial<PlatformInput>);
  const [spec] = Object.values(platform.sources);
  assert.ok(spec);
  return planSourceThresholds(platform, spec);
}

test("waits longer for a worker than a roll of all workers takes", () => {
  const seconds = (workers: number) =>
    planPlatformThresholds(samplePlatform({ connect: { workers } })).workerDownSeconds;
  assert.deepEqual([1, 3, 10].map(seconds), [300, 360, 1_200]);
});

test("gives IAM half of what the brokers accept, and next to nothing on t3", () => {
  const perSecond = (instanceType: string) =>
    planPlatformThresholds(
      samplePlatform({ aws: { region: "eu-central-1", msk: { instanceType } } }),
    ).iamConnectionsPerSecond;
  assert.equal(perSecond("kafka.m7g.large"), 150);
  assert.equal(perSecond("kafka.t3.small"), 6);
});

test("waits for a dozen heartbeats, and at least for a failover of the database", () => {
  assert.deepEqual(sourceThresholds({ heartbeatIntervalMs: 5_000 }).heartbeat, {
    standstillSeconds: 120,
    missingSeconds: 240,
  });
  assert.deepEqual(sourceThresholds({ heartbeatIntervalMs: 60_000 }).heartbeat, {
    standstillSeconds: 720,
    missingSeconds: 1_440,
  });
  assert.equal(sourceThresholds({ heartbeatIntervalMs: 0 }).heartbeat, undefined);
});

test("calls the position at risk at half of the binlog retention", () => {
  const { positionAgingSeconds, positionAtRiskSeconds, positionForSeconds } = sourceThresholds(
    {},
    { rds: { binlogRetentionHours: 24 } },
  );
  assert.deepEqual(
    [positionAgingSeconds, positionAtRiskSeconds, positionForSeconds],
    [6 * 3_600, 12 * 3_600, 300],
  );
  assert.equal(sourceThresholds({}, { rds: { binlogRetentionHours: 1 } }).positionForSeconds, 180);
});

test("rounds up to whole evaluations", () => {
  assert.deepEqual([0, 1, 30, 31].map(inEvaluations), [30, 30, 30, 60]);
});
