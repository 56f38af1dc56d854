import assert from "node:assert/strict";
import { test } from "node:test";
import { errorCodes } from "@weir/core";

test("keeps the codes sorted", () => {
  const codes = Object.keys(errorCodes);
  assert.deepEqual(codes, codes.toSorted());
});

test("gives each code a summary that reads inside a sentence", () => {
  for (const [code, { summary }] of Object.entries(errorCodes)) {
    assert.match(summary, /^([a-z]|AWS|Kafka|Kubernetes).*[^.]$/, code);
  }
});
