import assert from "node:assert/strict";
import { test } from "node:test";
import { planConverter } from "../src/index.ts";
import { samplePlatform } from "./sample.ts";

test("sizes the converter's cache for key and value of every table", () => {
  const tables = Array.from({ length: 300 }, (_, n) => `db.t${n}`);
  const plan = planConverter(samplePlatform({ sources: { s: { tables } } }), { region: "x" });
  assert.ok(plan.ok && Number(plan.keys.cacheSize) >= 600);
});

test("refuses JSON and Protobuf by a value", () => {
  for (const format of ["json", "protobuf"] as const) {
    const plan = planConverter(samplePlatform({ registry: { format } }), { region: "x" });
    assert.equal(plan.ok, false);
  }
});
