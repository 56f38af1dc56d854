import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import {
  errorCodes,
  platformJsonSchema,
  renderErrorReference,
  renderSpecReference,
} from "@weir/core";
import { specFields } from "../src/spec/fields.ts";
import { environmentName } from "../src/spec/overrides.ts";

const page = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, "../../../docs/reference", name), "utf8");

const regenerate = "run: node scripts/generate-docs.ts";

test("docs/reference is what the code says", () => {
  assert.equal(page("spec.md"), renderSpecReference(), regenerate);
  assert.equal(page("errors.md"), renderErrorReference(), regenerate);
  assert.deepEqual(JSON.parse(page("platform.schema.json")), platformJsonSchema(), regenerate);
});

test("gives each error code a heading", () => {
  const headings = page("errors.md").match(/^## (.+)$/gm);
  assert.deepEqual(
    headings,
    Object.keys(errorCodes).map((code) => `## ${code}`),
  );
});

test("describes every field", () => {
  for (const { path, description } of specFields())
    assert.notEqual(description, "", path.join("."));
});

test("gives each field an environment variable of its own", () => {
  const names = specFields().map(({ path }) => environmentName(path));
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.includes("WEIR_KAFKA_MIN_INSYNC_REPLICAS"));
  // These mean something else than a field of the spec.
  for (const taken of ["WEIR_CACHE_DIR", "WEIR_MYSQL_PASSWORD"]) assert.ok(!names.includes(taken));
});
