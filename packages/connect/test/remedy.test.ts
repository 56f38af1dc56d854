import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type ConnectorState,
  type ConnectorStatus,
  planRestart,
  restartDelayMs,
} from "../src/index.ts";
import { boundedAttempts, stableAfterMs } from "../src/remedy.ts";

const transientTrace = "org.apache.kafka.common.errors.TimeoutException: no broker";
const refusedTrace = "x.Y: Schema Found but status is FAILURE";

function status(state: ConnectorState, trace = ""): ConnectorStatus {
  return {
    name: "shop",
    type: "source",
    connector: { state: "RUNNING", worker_id: "w" },
    tasks: [{ id: 0, state, worker_id: "w", trace }],
  };
}

/** Restarts over `seconds`, asking every second, of a task that fails again at once. */
function restartTimes(trace: string, seconds: number): number[] {
  let history = {};
  const times: number[] = [];
  for (let second = 0; second <= seconds; second += 1) {
    const plan = planRestart([status("FAILED", trace)], history, second * 1_000);
    history = plan.history;
    if (plan.restarts.length > 0) times.push(second);
  }
  return times;
}

test("restarts a transient failure with pauses that double up to a minute, for ever", () => {
  assert.deepEqual(restartTimes(transientTrace, 200), [1, 3, 7, 15, 31, 63, 123, 183]);
});

test("never restarts a refused schema", () => {
  assert.deepEqual(restartTimes(refusedTrace, 1_000), []);
  const { stuck } = planRestart([status("FAILED", refusedTrace)], {}, 0);
  assert.equal(stuck[0]?.diagnosis.cause, "schema_refused");
});

test("gives up an unknown cause after a few tries", () => {
  assert.equal(restartTimes("a.B: odd", 1_000).length, boundedAttempts);
});

test("says when a waiting task is due", () => {
  const { waiting } = planRestart([status("FAILED", transientTrace)], {}, 5_000);
  assert.equal(waiting[0]?.dueMs, 6_000);
  assert.equal(waiting[0]?.task, 0);
});

test("forgets earlier failures only after the task ran for a while", () => {
  const history = { "shop/0": { attempts: 4, sinceMs: 0 } };
  assert.deepEqual(planRestart([status("RUNNING")], history, 1_000).history, history);
  assert.deepEqual(planRestart([status("RUNNING")], history, stableAfterMs).history, {});
});

test("restarts a FAILED connector itself", () => {
  const failed = {
    ...status("RUNNING"),
    connector: { state: "FAILED", worker_id: "w", trace: transientTrace } as const,
  };
  const first = planRestart([failed], {}, 0);
  const { restarts } = planRestart([failed], first.history, 1_000);
  assert.deepEqual(
    restarts.map(({ connector, task }) => [connector, task]),
    [["shop", null]],
  );
});

test("never waits longer than a minute", () => {
  for (let attempts = 0; attempts < 2_000; attempts += 1) {
    assert.ok(restartDelayMs(attempts) >= 1_000 && restartDelayMs(attempts) <= 60_000);
  }
});
