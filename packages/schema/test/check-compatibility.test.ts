import assert from "node:assert/strict";
import { test } from "node:test";
import type { CompatibilityMode } from "@weir/core";
import {
  checkCompatibility,
  type EnvelopeColumn,
  renderDebeziumEnvelope,
  renderDebeziumKey,
} from "../src/index.ts";

const topic = "fullfillment.test_db.person";
const firstName: EnvelopeColumn = { name: "firstName", type: "string", nullable: true };
const lastName: EnvelopeColumn = { name: "lastName", type: "string", nullable: true };
const age: EnvelopeColumn = { name: "age", type: "int", nullable: false };
const base = [firstName, lastName, age];

function judge(
  mode: CompatibilityMode,
  candidate: readonly EnvelopeColumn[],
  ...baselines: (readonly EnvelopeColumn[])[]
) {
  return checkCompatibility({
    dataFormat: "AVRO",
    mode,
    candidate: renderDebeziumEnvelope(topic, candidate),
    baselines: baselines.map((columns, index) => ({
      versionNumber: index + 1,
      definition: renderDebeziumEnvelope(topic, columns),
    })),
  });
}

/** Verdicts on Debezium envelopes as Apache Avro gives them: [change, from, to, BACKWARD, FORWARD]. */
const table: [string, readonly EnvelopeColumn[], readonly EnvelopeColumn[], boolean, boolean][] = [
  ["drop a nullable column", base, [firstName, age], true, true],
  ["add a nullable column", base, [...base, { ...lastName, name: "email" }], true, true],
  ["add a NOT NULL column", base, [...base, { ...age, name: "size" }], false, true],
  [
    "add a NOT NULL column with DEFAULT",
    base,
    [...base, { name: "state", type: "string", nullable: false, default: "new" }],
    true,
    true,
  ],
  ["INT to BIGINT", base, [firstName, lastName, { ...age, type: "long" }], true, false],
  ["BIGINT to INT", [{ ...age, type: "long" }], [age], false, true],
  ["NULL to NOT NULL", base, [{ ...firstName, nullable: false }, lastName, age], false, true],
  [
    "rename a nullable column",
    base,
    [firstName, { ...lastName, name: "surname" }, age],
    true,
    true,
  ],
  ["drop a NOT NULL column", base, [firstName, lastName], true, false],
  ["no change", base, base, true, true],
];

for (const [change, from, to, backward, forward] of table) {
  test(`judges: ${change}`, () => {
    assert.equal(judge("BACKWARD", to, from).compatible, backward);
    assert.equal(judge("FORWARD", to, from).compatible, forward);
    assert.equal(judge("FULL", to, from).compatible, backward && forward);
    assert.equal(judge("NONE", to, from).compatible, true);
  });
}

test("rejects key and envelope under one name in either order, and says so", () => {
  const definitions = [renderDebeziumKey(topic, [age]), renderDebeziumEnvelope(topic, base)];
  for (const [candidate, earlier] of [definitions, definitions.toReversed()]) {
    const verdict = checkCompatibility({
      dataFormat: "AVRO",
      mode: "BACKWARD",
      candidate: candidate as string,
      baselines: [{ versionNumber: 1, definition: earlier as string }],
    });
    assert.match(verdict.violations[0]?.message ?? "", /both the key and the value/);
    assert.equal(verdict.violations.length, 1);
  }
});

test("names the column once, with rule, path and remedy", () => {
  const address: EnvelopeColumn = { name: "address", type: "string", nullable: false };
  const verdict = judge("BACKWARD", [...base, address], base);
  assert.deepEqual(verdict.violations, [
    {
      rule: "READER_FIELD_MISSING_DEFAULT_VALUE",
      direction: "BACKWARD",
      path: "/fields/0/type/1/fields/3",
      column: "address",
      versions: [1],
      message:
        'column "address" was added NOT NULL without a default: readers of older rows have no value for it',
      remedy:
        "give the column a DEFAULT (a literal or CURRENT_TIMESTAMP, no other expression) or make it nullable",
    },
  ]);
  assert.match(
    verdict.remedy ?? "",
    /or, once it is refused, accept it all the same: weir schema accept NAME/,
  );
});

/** [from, to, mode, message] of one column. */
const messages: [EnvelopeColumn[], EnvelopeColumn[], CompatibilityMode, RegExp][] = [
  [[age], [{ ...age, nullable: true }], "FORWARD", /^column "age" became nullable/],
  [[{ ...age, nullable: true }], [age], "BACKWARD", /^column "age" became NOT NULL/],
  [[age], [{ ...age, type: "string" }], "BACKWARD", /^column "age" changed from int to string/],
  [[age], [{ ...age, type: "long" }], "FORWARD", /^column "age" changed from int to long/],
  [
    [firstName],
    [{ ...firstName, type: "int" }],
    "BACKWARD",
    /^column "firstName" changed from string to int/,
  ],
  [[firstName, age], [firstName], "FORWARD", /^column "age" was dropped, and was NOT NULL/],
];

for (const [from, to, mode, message] of messages) {
  test(`explains ${message.source} under ${mode}`, () => {
    const { violations } = judge(mode, to, from);
    assert.equal(violations.length, 1, JSON.stringify(violations));
    assert.match(violations[0]?.message ?? "", message);
  });
}

test("compares with the newest version only, or with each under _ALL", () => {
  const withSize = [...base, { ...age, name: "size" }];
  const versions = [base, withSize];
  assert.equal(judge("BACKWARD", withSize, ...versions).compatible, true);
  const all = judge("BACKWARD_ALL", withSize, ...versions);
  assert.equal(all.compatible, false);
  assert.deepEqual(all.violations[0]?.versions, [1]);
  assert.equal(judge("BACKWARD_ALL", withSize).compatible, true);
});

test("takes back an assumption about a recursive type that did not hold", () => {
  // B is first seen while A is under way, and only A's last field shows that A cannot be read.
  const schema = (last: string) =>
    `{"type":"record","name":"Top","fields":[
      {"name":"u","type":[{"type":"record","name":"A","fields":[
        {"name":"b","type":{"type":"record","name":"B","fields":[{"name":"a","type":["null","A"]}]}},
        {"name":"x","type":"${last}"}]},"null"]},
      {"name":"b","type":"B"}]}`;
  const { compatible, violations } = checkCompatibility({
    dataFormat: "AVRO",
    mode: "BACKWARD",
    candidate: schema("int"),
    baselines: [{ versionNumber: 1, definition: schema("string") }],
  });
  assert.equal(compatible, false);
  assert.deepEqual(
    violations.map((violation) => violation.message),
    ['field "u.x" changed from string to int: older data hold string, which cannot be read as int'],
  );
});
