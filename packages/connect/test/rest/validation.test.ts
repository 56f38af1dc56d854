import assert from "node:assert/strict";
import { test } from "node:test";
import { parseValidation } from "../../src/rest/validation.ts";

test("passes over properties that validation did not look at, and hides secrets", () => {
  const { valid, errors } = parseValidation({
    error_count: 1,
    configs: [
      { value: null },
      { value: { name: "database.password", value: "hunter2", errors: [] } },
      { value: { name: "database.hostname", value: "db", errors: ["refused with hunter2"] } },
    ],
  });
  assert.equal(valid, false);
  assert.deepEqual(errors, [
    { field: "database.hostname", value: "db", errors: ["refused with [hidden]"] },
  ]);
});
