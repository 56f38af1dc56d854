import assert from "node:assert/strict";
import { test } from "node:test";
import { hasErrorCode, type WeirError } from "@weir/core";
import { startGlueRun, waitForGlueRun } from "../../src/lake/glue-runs.ts";
import { type FakeGlueJob, startFakeGlueRuns } from "../../src/testing/fake-glue-runs.ts";

const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
const name = "legopoc-lake";

async function withFake<T>(
  job: Partial<FakeGlueJob>,
  use: (
    options: { region: string; endpoint: string; credentials: typeof credentials },
    asked: string[],
  ) => Promise<T>,
): Promise<T> {
  const fake = await startFakeGlueRuns({ name, states: ["SUCCEEDED"], ...job });
  try {
    return await use({ region: "eu-central-1", endpoint: fake.endpoint, credentials }, fake.asked);
  } finally {
    await fake.stop();
  }
}

test("follows a run to its end: states once each, output once each", async () => {
  const job = {
    states: ["STARTING", "RUNNING", "RUNNING", "SUCCEEDED"],
    output: ["a", "b", "c", "d", "e"],
  };
  await withFake(job, async (options) => {
    const states: string[] = [];
    const lines: string[] = [];
    const run = await startGlueRun(name, options);
    const result = await waitForGlueRun(run, {
      ...options,
      deadlineMs: 60_000,
      pollMs: 1,
      onState: (state) => states.push(state),
      onOutput: (line) => lines.push(line),
    });
    assert.deepEqual(states, ["STARTING", "RUNNING", "SUCCEEDED"]);
    assert.deepEqual(lines, ["a", "b", "c", "d", "e"]);
    assert.equal(result.executionSeconds, 42);
    assert.equal(result.logTail, undefined);
  });
});

test("gives Glue's message and the end of the driver's log of a run that failed", async () => {
  const job = { states: ["FAILED"], error: "RuntimeError: KAFKA_FAILED", errorLog: ["x", "y"] };
  await withFake(job, async (options) => {
    const run = await startGlueRun(name, options);
    const result = await waitForGlueRun(run, { ...options, deadlineMs: 60_000, pollMs: 1 });
    assert.equal(result.state, "FAILED");
    assert.equal(result.error, "RuntimeError: KAFKA_FAILED");
    assert.equal(result.logTail, "x\ny");
  });
});

test("does without the log where it may not be read", async () => {
  await withFake({ states: ["FAILED"], logsDenied: true }, async (options) => {
    const run = await startGlueRun(name, options);
    const result = await waitForGlueRun(run, { ...options, deadlineMs: 60_000, pollMs: 1 });
    assert.equal(result.logTail, undefined);
  });
});

test("rejects a second run and names the one under way", async () => {
  await withFake({ running: "jr_other" }, async (options) => {
    await assert.rejects(startGlueRun(name, options), (error: WeirError) => {
      assert.equal(error.code, "LAKE_BUSY");
      assert.match(error.message, /jr_other, RUNNING/);
      return true;
    });
  });
});

test("rejects a job that is not deployed", async () => {
  await withFake({}, async (options) => {
    await assert.rejects(startGlueRun("other", options), /there is no Glue job other/);
  });
});

test("fails when the deadline passes, with the log as far as it is", async () => {
  await withFake({ states: ["RUNNING"], errorLog: ["waits"] }, async (options) => {
    const run = await startGlueRun(name, options);
    await assert.rejects(
      waitForGlueRun(run, { ...options, deadlineMs: 5, pollMs: 10 }),
      (error: WeirError) => {
        assert.ok(hasErrorCode(error, "READY_TIMEOUT"));
        assert.equal(error.details.log, "waits");
        return true;
      },
    );
  });
});

test("fails when it is interrupted", async () => {
  await withFake({ states: ["RUNNING"] }, async (options) => {
    const run = await startGlueRun(name, options);
    const controller = new AbortController();
    const wait = waitForGlueRun(run, {
      ...options,
      deadlineMs: 60_000,
      pollMs: 30_000,
      signal: controller.signal,
      onState: () => setImmediate(() => controller.abort()),
    });
    await assert.rejects(wait, (error) => hasErrorCode(error, "INTERRUPTED"));
  });
});
