import assert from "node:assert/strict";
import { test } from "node:test";
import type { CompatibilityMode } from "@weir/core";
import {
  checkCompatibility,
  type EnvelopeColumn,
  renderDebeziumEnvelope,
  renderDebeziumKey,
  type Violation,
} from "../../src/index.ts";

function judge(mode: CompatibilityMode, earlier: string, candidate: string): readonly Violation[] {
  const baselines = [{ versionNumber: 1, definition: earlier }];
  return checkCompatibility({ dataFormat: "AVRO", mode, candidate, baselines }).violations;
}

const record = (type: unknown, name = "R", rest: object = {}) =>
  JSON.stringify({ type: "record", name, fields: [{ name: "f", type, ...rest }] });
const enumeration = (...symbols: string[]) => ({ type: "enum", name: "E", symbols });
const fixed = (name: string, size: number) => ({ type: "fixed", name, size });

/** [mode, earlier type, new type, the sentence, what would make it compatible]. */
const sentences: [CompatibilityMode, unknown, unknown, string, string][] = [
  [
    "BACKWARD",
    ["null", "int"],
    "int",
    'field "f" no longer takes null: older data may hold null, which the new schema cannot read',
    "keep the field nullable",
  ],
  [
    "FORWARD",
    "int",
    ["null", "int"],
    'field "f" became nullable: readers of the earlier schema expect a value and cannot read null',
    "keep the field without null",
  ],
  [
    "BACKWARD",
    "long",
    "int",
    'field "f" changed from long to int: older data hold long, which cannot be read as int',
    "keep the type, or add a new field of the new type",
  ],
  [
    "FORWARD",
    "int",
    "long",
    'field "f" changed from int to long: readers of the earlier schema cannot read long as int',
    "keep the type, or add a new field of the new type",
  ],
  [
    "BACKWARD",
    enumeration("A", "B"),
    enumeration("A"),
    'field "f" lost the enum symbols "B": older data may hold them, and the enum has no default',
    "keep the symbols, or give the enum a default",
  ],
  [
    "FORWARD",
    enumeration("A"),
    enumeration("A", "B"),
    'field "f" gained the enum symbols "B": readers of the earlier schema do not know them, and their enum has no default',
    "give the enum a default in one version and (not under _ALL) add symbols in the next",
  ],
  [
    "BACKWARD",
    fixed("F", 4),
    fixed("F", 8),
    'field "f" changed from fixed of 4 bytes to fixed of 8 bytes: older data hold fixed of 4 bytes, which cannot be read as fixed of 8 bytes',
    "keep the type, or add a new field of the new type",
  ],
  [
    "BACKWARD",
    fixed("F", 4),
    fixed("G", 4),
    'field "f" is fixed G and was fixed F: Avro compares the names of such types',
    'keep the type\'s name, or give it the alias "F"',
  ],
  [
    "FORWARD",
    fixed("F", 4),
    fixed("G", 4),
    'field "f" is fixed G and was fixed F: Avro compares the names of such types',
    "keep the type's name",
  ],
];

for (const [mode, earlier, candidate, message, remedy] of sentences) {
  test(`says under ${mode}: ${message}`, () => {
    const violations = judge(mode, record(earlier), record(candidate));
    assert.deepEqual(
      violations.map((violation) => [violation.message, violation.remedy]),
      [[message, remedy]],
    );
    assert.deepEqual(judge(mode, record(earlier), record(earlier)), []);
  });
}

test("says that a field was added or dropped without a default", () => {
  const empty = JSON.stringify({ type: "record", name: "R", fields: [] });
  const [added] = judge("BACKWARD", empty, record("int"));
  assert.equal(
    added?.message,
    'field "f" was added without a default: readers of older data have no value for it',
  );
  const [dropped] = judge("FORWARD", record("int"), empty);
  assert.equal(
    dropped?.message,
    'field "f" was dropped, and was without a default: readers of the earlier schema have no value for it in new data',
  );
});

test("says that a field answers to two by its aliases", () => {
  const two = JSON.stringify({
    type: "record",
    name: "R",
    fields: ["f", "g"].map((name) => ({ name, type: "int" })),
  });
  const [violation] = judge("BACKWARD", two, record("int", "R", { aliases: ["g"] }));
  assert.match(
    violation?.message ?? "",
    /^field "f" answers to more than one field of the earlier/,
  );
  assert.equal(violation?.path, "/fields/0/aliases");
});

const id: EnvelopeColumn = { name: "id", type: "int", nullable: false };
const topic = "f.test_db.person";

test("names key columns, and columns of an unwrapped row", () => {
  const wide = { ...id, type: "long" };
  const [key] = judge("FORWARD", renderDebeziumKey(topic, [id]), renderDebeziumKey(topic, [wide]));
  assert.match(key?.message ?? "", /^key column "id" changed from int to long/);
  assert.equal(key?.column, "id");
  const [row] = judge("FORWARD", record("int", "Value"), record("long", "Value"));
  assert.match(row?.message ?? "", /^column "f" changed/);
});

test("says that a field of the envelope is Debezium's own", () => {
  const envelope = renderDebeziumEnvelope(topic, [id]);
  const older = envelope.replace('{"name":"pos","type":"long"},', "");
  assert.notEqual(older, envelope);
  const [violation] = judge("BACKWARD", older, envelope);
  assert.match(violation?.message ?? "", /^field "source.pos" was added without a default/);
  assert.equal(violation?.column, undefined);
  assert.match(violation?.remedy ?? "", /changes with Debezium's version, not with the table$/);
});

test("names what a column's values stand for", () => {
  const date = { ...id, type: { type: "int", "connect.name": "io.debezium.time.Date" } };
  const text = { ...id, type: "string" };
  const [violation] = judge(
    "BACKWARD",
    renderDebeziumEnvelope(topic, [date]),
    renderDebeziumEnvelope(topic, [text]),
  );
  assert.match(violation?.message ?? "", /changed from io\.debezium\.time\.Date \(int\) to string/);
});

test("keeps sentences short, however long the type", () => {
  const symbols = Array.from({ length: 5_000 }, (_, index) => `S${index}`);
  const branches = symbols.map((name) => ({ type: "record", name, fields: [] }));
  for (const [earlier, candidate] of [
    [enumeration(...symbols), enumeration("Z")],
    ["int", [...branches, "string"]],
  ]) {
    const [violation] = judge("BACKWARD", record(earlier), record(candidate));
    const { length } = violation?.message ?? "";
    assert.ok(length > 0 && length < 400, violation?.message);
  }
});
