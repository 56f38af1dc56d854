import assert from "node:assert/strict";
import { test } from "node:test";
import {
  checkCompatibility,
  type EnvelopeColumn,
  parseProtobuf,
  readColumnNumbers,
  renderDebeziumProtobufEnvelope,
  renderDebeziumProtobufKey,
} from "../../src/index.ts";

const topic = "full-fillment.test_db.person";
const column = (name: string, type = "string"): EnvelopeColumn => ({ name, type, nullable: true });

function lines(text: string): readonly string[] {
  const value = text.slice(text.indexOf("message Value {"));
  return value
    .split("\n")
    .slice(1, -2)
    .map((line) => line.trim());
}

test("makes names identifiers, and keeps the columns' own in JSON", () => {
  const columns = ["id", "first_name", "9", "a-b", "a b", "日本", "__proto__"].map((name) =>
    column(name),
  );
  const text = renderDebeziumProtobufEnvelope(topic, columns);
  assert.deepEqual(lines(text), [
    "optional string id = 1;",
    'optional string first_name = 2 [json_name = "first_name"];',
    'optional string _9 = 3 [json_name = "9"];',
    'optional string a_b = 4 [json_name = "a-b"];',
    'optional string a_b_5 = 5 [json_name = "a b"];',
    'optional string __ = 6 [json_name = "日本"];',
    'optional string __proto__ = 7 [json_name = "__proto__"];',
  ]);
  assert.equal(parseProtobuf(text).package, "full_fillment.test_db.person");
});

test("keeps the number of every column, and reserves those of dropped ones", () => {
  const first = renderDebeziumProtobufEnvelope(topic, [
    column("id", "int"),
    column("a-b"),
    column("c"),
  ]);
  const second = renderDebeziumProtobufEnvelope(
    topic,
    [column("new"), column("c"), column("id", "int")],
    {
      numbers: readColumnNumbers(first),
    },
  );
  assert.deepEqual(lines(second), [
    "reserved 2;",
    'reserved "a_b";',
    "optional string new = 4;",
    "optional string c = 3;",
    "optional int32 id = 1;",
  ]);
  const third = renderDebeziumProtobufEnvelope(topic, [column("c"), column("d")], {
    numbers: readColumnNumbers(second),
  });
  assert.deepEqual(lines(third), [
    "reserved 2, 4, 1;",
    'reserved "a_b", "new", "id";',
    "optional string c = 3;",
    "optional string d = 5;",
  ]);
  for (const [earlier, candidate] of [
    [first, second],
    [second, third],
    [first, third],
  ] as const) {
    const { violations } = checkCompatibility({
      dataFormat: "PROTOBUF",
      mode: "FULL",
      candidate,
      baselines: [{ versionNumber: 1, definition: earlier }],
    });
    assert.deepEqual(violations, []);
  }
});

test("leaves out the numbers that Protobuf keeps for itself", () => {
  const key = renderDebeziumProtobufKey(topic, [column("id", "long"), column("b")], {
    numbers: new Map([["id", 18_999]]),
  });
  assert.deepEqual(
    [...readColumnNumbers(key)],
    [
      ["id", 18_999],
      ["b", 20_000],
    ],
  );
});

test("rejects a column of a type that has no Protobuf form", () => {
  const geometry = { type: "record", "connect.name": "io.debezium.data.geometry.Geometry" };
  assert.throws(
    () => renderDebeziumProtobufEnvelope(topic, [{ name: "at", type: geometry, nullable: true }]),
    {
      code: "SCHEMA_INVALID",
      message: /^column "at" has the type/,
    },
  );
});
