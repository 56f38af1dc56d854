import assert from "node:assert/strict";
import { test } from "node:test";
import type { CompatibilityMode } from "@weir/core";
import {
  checkCompatibility,
  type EnvelopeColumn,
  type JsonPolicy,
  renderDebeziumJsonEnvelope,
  renderDebeziumJsonKey,
} from "../../src/index.ts";

const topic = "fullfillment.test_db.person";
const name: EnvelopeColumn = { name: "name", type: "string", nullable: true };
const age: EnvelopeColumn = { name: "age", type: "int", nullable: false };
const email: EnvelopeColumn = { name: "email", type: "string", nullable: true };

function judge(
  mode: CompatibilityMode,
  candidate: string,
  earlier: string,
  jsonPolicy: JsonPolicy = "strict",
) {
  const baselines = [{ versionNumber: 1, definition: earlier }];
  return checkCompatibility({ dataFormat: "JSON", mode, candidate, baselines, jsonPolicy });
}

const render = (...columns: EnvelopeColumn[]) => renderDebeziumJsonEnvelope(topic, columns);

/** [change, from, to, BACKWARD, FORWARD, BACKWARD under the lenient policy]. */
const table: readonly (readonly [string, string, string, boolean, boolean, boolean])[] = [
  ["drop a nullable column", render(name, age), render(age), true, false, true],
  ["add a nullable column", render(name, age), render(name, age, email), false, true, true],
  ["add a NOT NULL column", render(name), render(name, age), false, true, true],
  ["INT to BIGINT", render(age), render({ ...age, type: "long" }), true, true, true],
  ["INT to DOUBLE", render(age), render({ ...age, type: "double" }), true, false, true],
  ["INT to VARCHAR", render(age), render({ ...age, type: "string" }), false, false, false],
  ["NULL to NOT NULL", render(name), render({ ...name, nullable: false }), false, true, false],
  ["NOT NULL to NULL", render(age), render({ ...age, nullable: true }), true, false, true],
  ["another order", render(name, age), render(age, name), true, true, true],
];

for (const [change, from, to, backward, forward, lenient] of table) {
  test(`judges: ${change}`, () => {
    assert.equal(judge("BACKWARD", to, from).compatible, backward);
    assert.equal(judge("FORWARD", to, from).compatible, forward);
    assert.equal(judge("FULL", to, from).compatible, backward && forward);
    assert.equal(judge("NONE", to, from).compatible, true);
    assert.equal(judge("BACKWARD", to, from, "lenient").compatible, lenient);
  });
}

test("names an added column once, with the ways out", () => {
  const { violations } = judge("BACKWARD", render(name, age, email), render(name, age));
  const [violation] = violations;
  assert.equal(violations.length, 1, JSON.stringify(violations));
  assert.equal(violation?.rule, "PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL");
  assert.equal(violation?.path, "/properties/before/oneOf/1/properties/email");
  assert.equal(violation?.column, "email");
  assert.match(violation?.message ?? "", /^column "email" was added to an open object/);
  assert.match(violation?.remedy ?? "", /FORWARD or NONE.*lenient JSON policy/);
});

/** [from, to, mode, message] of one column. */
const messages: readonly (readonly [string, string, CompatibilityMode, RegExp])[] = [
  [
    render(name),
    render({ ...name, nullable: false }),
    "BACKWARD",
    /^column "name" became NOT NULL/,
  ],
  [render(age), render({ ...age, nullable: true }), "FORWARD", /^column "age" became nullable/],
  [render(name, age), render(age), "FORWARD", /^column "name" was dropped from an open object/],
  [
    render(age),
    render({ ...age, type: "string" }),
    "BACKWARD",
    /^column "age" changed from integer to string/,
  ],
  [
    render(name),
    render({ ...name, type: "int" }),
    "BACKWARD",
    /^column "name" changed from string to integer/,
  ],
];

for (const [from, to, mode, message] of messages) {
  test(`explains ${message.source} under ${mode}`, () => {
    const { violations } = judge(mode, to, from);
    assert.equal(violations.length, 1, JSON.stringify(violations));
    assert.match(violations[0]?.message ?? "", message);
  });
}

test("rejects key and envelope under one name, and a tombstone's schema, and says so", () => {
  const key = renderDebeziumJsonKey(topic, [age]);
  const shared = judge("BACKWARD", render(name), key).violations;
  assert.match(shared[0]?.message ?? "", /both the key and the value/);
  const tombstone = judge("BACKWARD", '{"type":"null"}', render(name)).violations;
  assert.match(tombstone[0]?.message ?? "", /tombstone after a DELETE/);
  assert.deepEqual([shared.length, tombstone.length], [1, 1]);
});

test("warns of a rename, and not of a dropped and an added column of other types", () => {
  const renamed = judge("NONE", render({ ...name, name: "label" }), render(name));
  assert.equal(renamed.warnings.length, 0, "NONE compares nothing");
  const { warnings } = judge("BACKWARD", render({ ...name, name: "label" }), render(name));
  assert.match(warnings[0]?.message ?? "", /"name" was dropped and "label" of the same type/);
  const other = judge("BACKWARD", render({ ...age, name: "label" }), render(name));
  assert.deepEqual(other.warnings, []);
});

test("prints columns as AWS's converter does", () => {
  const state: EnvelopeColumn = { name: "state", type: "string", nullable: true, default: "new" };
  const day: EnvelopeColumn = {
    name: "day",
    type: { type: "int", "connect.name": "io.debezium.time.Date", "connect.version": 1 },
    nullable: false,
    default: 7,
  };
  const { properties } = JSON.parse(renderDebeziumJsonKey(topic, [age, name, state, email, day]));
  assert.deepEqual(properties.age, {
    type: "integer",
    "connect.index": 0,
    "connect.type": "int32",
  });
  assert.deepEqual(properties.state, {
    "connect.index": 2,
    oneOf: [{ type: "string", default: "new", "connect.index": 2 }, { type: "null" }],
  });
  // Everit's print of a default of a named type.
  assert.equal(properties.day.default, "7");
  // Fields of one Connect schema share the first one's index, which is a defect of the converter.
  assert.equal(properties.email["connect.index"], 1);
});
