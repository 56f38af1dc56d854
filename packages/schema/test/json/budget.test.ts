/** A verdict is the same on every machine: steps end a comparison, and no clock is looked at. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Budget, TooComplex } from "../../src/json/budget.ts";
import { rulesOf } from "./ask.ts";

const many = <T>(count: number, entry: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => entry(index));

/** Each `allOf` part doubles the cases. */
const tooMany = (least: number) => ({
  allOf: many(200, (i) => ({ anyOf: many(20, (k) => ({ minimum: i * 20 + k + least })) })),
});
const tooDeep = (inner: object) => {
  let schema: object = inner;
  for (let level = 0; level < 350; level++) schema = { items: schema };
  return schema;
};
const fine = (type: string) => ({
  properties: Object.fromEntries(
    many(100, (i) => [`p${i}`, { oneOf: [{ type }, { type: "null" }] }]),
  ),
});

/** The rules with a clock on which every look takes an hour. */
function onSlowMachine<T>(ask: () => T): T {
  const [performanceNow, dateNow] = [performance.now, Date.now];
  let hours = 0;
  performance.now = () => ++hours * 3_600_000;
  Date.now = () => ++hours * 3_600_000;
  try {
    return ask();
  } finally {
    performance.now = performanceNow;
    Date.now = dateNow;
  }
}

for (const [what, writer, reader, rules] of [
  ["too many alternatives", tooMany(0), tooMany(1), ["SCHEMA_TOO_COMPLEX"]],
  ["too deep a schema", tooDeep({ type: "string" }), tooDeep({}), ["SCHEMA_TOO_COMPLEX"]],
  ["100 columns", fine("integer"), fine("number"), []],
  ["100 changed columns", fine("string"), fine("number"), undefined],
] as const) {
  test(`says of ${what} the same however slow the machine is`, () => {
    const found = rulesOf(writer, reader);
    if (rules !== undefined) assert.deepEqual(found, rules);
    else assert.equal(found.length, 100);
    assert.deepEqual(
      onSlowMachine(() => rulesOf(writer, reader)),
      found,
    );
  });
}

test("refuses the step after the last, and one level too many", () => {
  const budget = new Budget(10);
  budget.spend(10);
  assert.throws(() => budget.spend(1), TooComplex);
  const descend = (levels: number): number =>
    levels === 0 ? 0 : new Budget().nest(() => 0) + budget.nest(() => descend(levels - 1));
  assert.equal(descend(300), 0);
  assert.throws(() => descend(301), TooComplex);
  // What failed gives its levels back.
  assert.equal(descend(300), 0);
});
