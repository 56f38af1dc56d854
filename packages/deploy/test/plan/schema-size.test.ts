import assert from "node:assert/strict";
import { test } from "node:test";
import type { ColumnFact } from "../../src/plan/plan-facts.ts";
import {
  columnsUntilLimit,
  definitionLimit,
  envelopeCharacters,
  warnOfSchemaSize,
} from "../../src/plan/schema-size.ts";

const tableOf = (columns: readonly ColumnFact[]) => ({ source: "s", table: "d.t", columns });

const columnsOf = (count: number, type: string): ColumnFact[] =>
  Array.from({ length: count }, (_, index) => ({
    name: String(index).padStart(20, "c"),
    type,
    nullable: true,
  }));

const codesOf = (columns: readonly ColumnFact[]) =>
  warnOfSchemaSize({ tables: [tableOf(columns)] }).map(({ code }) => code);

test("says nothing of tables of usual width", () => {
  assert.deepEqual(codesOf(columnsOf(100, "decimal(10,2)")), []);
  assert.deepEqual(codesOf(columnsOf(1_017, "varchar(20)")), []);
});

test("warns before the limit and beyond it", () => {
  const most = columnsUntilLimit("decimal(10,2)");
  assert.deepEqual(codesOf(columnsOf(most - 1, "decimal(10,2)")), ["SCHEMA_NEAR_LIMIT"]);
  assert.deepEqual(codesOf(columnsOf(most, "decimal(10,2)")), ["SCHEMA_TOO_LARGE"]);
});

test("reckons columns until the limit by the limit itself", () => {
  const most = columnsUntilLimit("decimal(10,2)");
  assert.ok(envelopeCharacters(tableOf(columnsOf(most, "decimal(10,2)"))) > definitionLimit);
  assert.ok(envelopeCharacters(tableOf(columnsOf(most - 2, "decimal(10,2)"))) <= definitionLimit);
});

test("counts the values of an ENUM", () => {
  const values = (count: number) =>
    Array.from({ length: count }, (_, i) => `'value-${i}'`).join(",");
  const column = (count: number) => ({ name: "e", type: `enum(${values(count)})`, nullable: true });
  assert.deepEqual(codesOf([column(100)]), []);
  assert.deepEqual(codesOf([column(20_000)]), ["SCHEMA_TOO_LARGE"]);
});

test("says from which width on, where tables are not known", () => {
  const [warning] = warnOfSchemaSize(undefined);
  assert.equal(warning?.code, "SCHEMA_SIZE_UNCHECKED");
  assert.match(warning?.message ?? "", /170,000 characters, which about \d{3} DECIMAL columns/);
});
