import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLakeEvent } from "../src/lake-event.ts";

test("reads an event", () => {
  assert.deepEqual(parseLakeEvent('{"event": "done", "tables": [], "durationMs": 1}'), {
    event: "done",
    tables: [],
    durationMs: 1,
  });
});

test("passes over what a library prints", () => {
  assert.equal(parseLakeEvent(":: loading settings"), undefined);
  assert.equal(parseLakeEvent('{"event": "done'), undefined);
});
