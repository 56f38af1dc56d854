import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubernetesObject } from "../../src/kubernetes-api/kubernetes.ts";
import { judgeGone, judgeJob, judgeReady } from "../../src/kubernetes-api/verdicts.ts";

function object(status: unknown, metadata: Record<string, unknown> = {}): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "X",
    metadata: { name: "x", generation: 2, ...metadata },
    status,
  };
}

const ready = { type: "Ready", status: "True" };
const notReady = { type: "NotReady", status: "True", reason: "TimeoutException", message: "late" };

test("Ready counts for the present generation only", () => {
  const seen = object({ observedGeneration: 2, conditions: [ready] });
  assert.deepEqual(judgeReady(seen), { state: "ready" });
  const old = object({ observedGeneration: 1, conditions: [ready] });
  assert.equal(judgeReady(old).state, "waiting");
});

test("an operator that reports no generation is believed", () => {
  assert.deepEqual(judgeReady(object({ conditions: [ready] })), { state: "ready" });
});

test("what is not Ready waits with its reason, in Strimzi's form and in Kubernetes's", () => {
  const strimzi = object({ observedGeneration: 2, conditions: [notReady] });
  assert.deepEqual(judgeReady(strimzi), { state: "waiting", why: "TimeoutException: late" });
  const other = object({
    conditions: [{ ...ready, status: "False", reason: "SecretSyncedError" }],
  });
  assert.deepEqual(judgeReady(other), { state: "waiting", why: "SecretSyncedError" });
});

test("what is absent or without a report waits", () => {
  assert.equal(judgeReady(undefined).state, "waiting");
  assert.equal(judgeReady(object(undefined)).state, "waiting");
});

test("a Job is ready when Complete, failed when Failed, else waiting", () => {
  const job = (type: string, more = {}) =>
    object({ active: 1, failed: 2, conditions: [{ type, status: "True", ...more }] });
  assert.deepEqual(judgeJob(job("Complete")), { state: "ready" });
  assert.deepEqual(
    judgeJob(job("Failed", { reason: "BackoffLimitExceeded", message: "too often" })),
    {
      state: "failed",
      why: "BackoffLimitExceeded: too often",
    },
  );
  assert.deepEqual(judgeJob(job("SuccessCriteriaMet")), {
    state: "waiting",
    why: "1 pods at work, 2 failed so far",
  });
  assert.equal(judgeJob(undefined).state, "waiting");
});

test("what is being deleted waits for its finalizers", () => {
  assert.deepEqual(judgeGone(undefined), { state: "ready" });
  assert.deepEqual(judgeGone(object({}, { finalizers: ["a/b"] })), {
    state: "waiting",
    why: "finalizers a/b are at work",
  });
  assert.equal(judgeGone(object({})).state, "waiting");
});
