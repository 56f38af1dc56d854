import assert from "node:assert/strict";
import { test } from "node:test";
import type { CapturedTable } from "../../src/mysql/captured-tables.ts";
import { checkSourceTables } from "../../src/mysql/check-source-tables.ts";

const table = (name: string, change: Partial<CapturedTable> = {}): CapturedTable => ({
  source: "fullfillment",
  table: name,
  exists: true,
  hasPrimaryKey: true,
  cascades: [],
  siblings: ["test_db.person", "test_db.orders"],
  ...change,
});
const none = new Set<string>();

test("finds nothing to say of tables that exist", () => {
  assert.deepEqual(checkSourceTables([table("test_db.person")], none), { awaited: [] });
});

test("waits for the tables of a database that is empty or not there", () => {
  const missing = table("new_db.a", { exists: false, siblings: [] });
  const answer = checkSourceTables([table("test_db.person"), missing], none);
  assert.deepEqual(answer, { awaited: ["new_db.a"] });
});

test("rejects a table that is missing among others, naming the nearest", () => {
  const missing = table("test_db.persn", { exists: false });
  assert.throws(() => checkSourceTables([missing], none), {
    code: "TABLE_UNKNOWN",
    message:
      "the source has no table test_db.persn (source fullfillment; did you mean test_db.person?)",
    details: {
      tables: [
        { table: "test_db.persn", path: "sources.fullfillment.tables", near: "test_db.person" },
      ],
    },
  });
});

test("rejects every missing table at once, and guesses none that is far", () => {
  const missing = ["test_db.persn", "test_db.invoice_positions"].map((name) =>
    table(name, { exists: false }),
  );
  assert.throws(() => checkSourceTables(missing, none), {
    message:
      /persn \(.*did you mean.*\), and no table test_db\.invoice_positions \(source fullfillment\)$/,
  });
});

test("takes a table that is captured already for no mistake when it was dropped", () => {
  const dropped = table("test_db.persn", { exists: false });
  assert.deepEqual(checkSourceTables([dropped], new Set(["test_db.persn"])), { awaited: [] });
});
