import assert from "node:assert/strict";
import { test } from "node:test";
import { describeError, hasErrorCode, WeirError } from "@weir/core";

test("takes retryable and exit code from the table", () => {
  const error = new WeirError("SPEC_NOT_FOUND", "there is no platform spec", {
    remedy: "weir init",
  });
  assert.equal(error.retryable, false);
  assert.equal(error.exitCode, 2);
  assert.equal(error.remedy, "weir init");
  assert.deepEqual(error.details, {});
});

test("describes an error with its causes", () => {
  const cause = new Error("connect ECONNREFUSED");
  assert.equal(
    describeError(new WeirError("KAFKA_UNREACHABLE", "no broker answers", { cause })),
    "no broker answers: connect ECONNREFUSED",
  );
  assert.equal(describeError("thrown text"), "thrown text");
});

test("knows an error by its code, not by its class", () => {
  assert.ok(hasErrorCode(Object.assign(new Error("x"), { code: "USAGE" }), "USAGE"));
  assert.ok(!hasErrorCode(new Error("x"), "USAGE"));
});
