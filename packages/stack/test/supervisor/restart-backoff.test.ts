import assert from "node:assert/strict";
import { test } from "node:test";
import { restartDelayMs } from "../../src/supervisor/restart-backoff.ts";

test("doubles from half a second up to thirty", () => {
  const delays = [0, 1, 2, 3, 4, 5, 6, 7, 1000].map((restarts) => restartDelayMs(restarts));
  assert.deepEqual(delays, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test("begins with the delay of the service", () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((restarts) => restartDelayMs(restarts, 10_000)),
    [10_000, 20_000, 30_000, 30_000],
  );
});
