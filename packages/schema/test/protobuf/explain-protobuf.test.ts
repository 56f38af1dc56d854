import assert from "node:assert/strict";
import { test } from "node:test";
import {
  checkCompatibility,
  type Direction,
  type EnvelopeColumn,
  type Profile,
  renderDebeziumProtobufEnvelope,
  renderDebeziumProtobufKey,
} from "../../src/index.ts";
import { judge, proto2, proto3 } from "./pairs.ts";

const topic = "fullfillment.test_db.person";
const age: EnvelopeColumn = { name: "age", type: "int", nullable: false };
const firstName: EnvelopeColumn = { name: "first name", type: "string", nullable: true };
const envelope = (...columns: EnvelopeColumn[]) => renderDebeziumProtobufEnvelope(topic, columns);

test("names the column once, with rule, path and remedy", () => {
  const candidate = envelope(firstName, { ...age, type: "string" });
  assert.deepEqual(judge(envelope(firstName, age), candidate, "BACKWARD"), [
    {
      rule: "FIELD_SCALAR_KIND_CHANGED",
      direction: "BACKWARD",
      path: "/Value/fields/age",
      column: "age",
      versions: [1],
      message:
        'column "age" changed from int32 to string: values written before cannot be read as the new type',
      remedy: "keep the type, or add a new column of the new type under a new number",
    },
  ]);
});

test("says what a number by position does to the columns behind a dropped one", () => {
  const [violation, ...others] = judge(envelope(firstName, age), envelope(age), "BACKWARD");
  assert.equal(others.length, 0);
  assert.equal(violation?.column, "age");
  assert.equal(
    violation?.message,
    'column "age" changed its number from 2 to 1: values are found by number, and are lost or read as another column',
  );
});

test("gives a column the name it has in the table", () => {
  const candidate = envelope({ ...firstName, type: "long" }, age);
  const [violation] = judge(envelope(firstName, age), candidate, "FORWARD");
  assert.equal(violation?.column, "first name");
  assert.match(
    violation?.message ?? "",
    /^column "first name" changed from string to int64: readers/,
  );
});

test("rejects key and envelope under one name in either order, and says so", () => {
  const pair = [renderDebeziumProtobufKey(topic, [age]), envelope(age)] as const;
  for (const [from, to] of [pair, [pair[1], pair[0]] as const]) {
    const violations = judge(from, to, "BACKWARD");
    assert.equal(violations.length, 1);
    assert.match(violations[0]?.message ?? "", /both the key and the value/);
  }
});

/** [from, to, direction, message, profile] */
const messages: readonly (readonly [string, string, Direction, RegExp, Profile?])[] = [
  [
    proto2("message M {}"),
    proto2("message M { required int32 a = 1; }"),
    "BACKWARD",
    /^field "a" of M was added as required/,
  ],
  [
    proto2("message M { required int32 a = 1; }"),
    proto2("message M {}"),
    "FORWARD",
    /^field "a" of M was dropped, and readers/,
  ],
  [
    proto2("message M { optional int32 a = 1; }"),
    proto2("message M { required int32 a = 1; }"),
    "BACKWARD",
    /became required/,
  ],
  [
    proto2("message M { required int32 a = 1; }"),
    proto2("message M { optional int32 a = 1; }"),
    "FORWARD",
    /is no longer required/,
  ],
  [
    proto2("message M { required int32 a = 1; }"),
    proto2("message M {}"),
    "BACKWARD",
    /was removed, and it was required/,
    "confluent",
  ],
  [
    proto2("message M {}"),
    proto2("message M { required int32 a = 1; }"),
    "FORWARD",
    /was added as required, and the earlier/,
    "confluent",
  ],
  [
    proto3("message M { int64 a = 1; }"),
    proto3("message M { int32 b = 1; }"),
    "BACKWARD",
    /was "a" of type int64 and is "b" of type int32: values written before that/,
  ],
  [
    proto3("message M { int32 a = 1; }"),
    proto3("message M { repeated int32 a = 1; }"),
    "BACKWARD",
    /from a single value to repeated: numbers of a list are packed/,
  ],
  [
    proto3("message M { repeated string a = 1; }"),
    proto3("message M { string a = 1; }"),
    "BACKWARD",
    /sees only the last of a list/,
  ],
  [
    proto3("message M { reserved 4; }"),
    proto3("message M { string a = 4; }"),
    "BACKWARD",
    /uses number 4, which the earlier schema reserved/,
  ],
  [
    proto3("message M { int32 a = 1; int32 b = 2; }"),
    proto3("message M { oneof o { int32 a = 1; int32 b = 2; } }"),
    "BACKWARD",
    /^oneof "o" holds the fields a, b, which a writer can set together/,
  ],
  [
    proto3("message M { oneof o { int32 a = 1; int32 b = 2; } }"),
    proto3("message M { oneof o { int32 a = 1; } }"),
    "BACKWARD",
    /was removed from oneof "o"/,
    "confluent",
  ],
  [
    proto2("enum E { A = 0; B = 1; }"),
    proto2("enum E { A = 0; }"),
    "BACKWARD",
    /^enum E lost the value B = 1/,
  ],
  [
    proto3("enum E { Z = 0; A = 1; }"),
    proto3("enum E { Z = 0; A = 2; }"),
    "BACKWARD",
    /^enum E: A is 2 for the reader and 1 for the writer/,
  ],
  [
    proto3("enum E { Z = 0; A = 1; B = 2; }"),
    proto3("enum E { Z = 0; B = 1; A = 2; }"),
    "BACKWARD",
    /^enum E: 1 is B for the reader and A for the writer/,
  ],
  [proto3("message M {}"), proto3("message N {}"), "BACKWARD", /^message M was removed/],
  [proto3("message M {}"), proto3("message M {}", "other"), "FORWARD", /^the package changed/],
  [
    proto3("message M {} service S { rpc A (M) returns (M); }"),
    proto3("message M {} service S {}"),
    "BACKWARD",
    /^method A of S was removed, and clients/,
  ],
  [
    proto3("message M {} service S { rpc A (M) returns (M); }"),
    proto3("message M {}"),
    "BACKWARD",
    /^service S was removed/,
  ],
  [
    proto3("message M {} service S { rpc A (M) returns (M); }"),
    proto3("message M {} service S { rpc A (stream M) returns (M); }"),
    "BACKWARD",
    /from \(M\) returns \(M\) to \(stream M\) returns \(M\)$/,
  ],
];

for (const [from, to, direction, message, profile] of messages) {
  test(`explains ${message.source} under ${direction}`, () => {
    const violations = judge(from, to, direction, profile);
    assert.match(violations[0]?.message ?? "none", message);
    assert.ok((violations[0]?.remedy ?? "").length > 8);
  });
}

/** [from, to, warning] */
const warnings: readonly (readonly [string, string, RegExp])[] = [
  [
    proto3("message M { int32 a = 1; }"),
    proto3("message M { }"),
    /^field "a" was removed; its number is free.*"reserved 1;"$/,
  ],
  [
    proto3("message M { int32 a = 1; }"),
    proto3("message M { int32 b = 1; }"),
    /^field "b" has number 1, which was "a": a rename/,
  ],
  [
    proto3("message M { optional int32 a = 1; }"),
    proto3("message M { int32 a = 1; }"),
    /lost its presence/,
  ],
  [
    proto3("message M { int32 a = 1; }"),
    proto3("message M { optional int32 a = 1; }"),
    /gained presence/,
  ],
  [
    proto2("message M { optional int32 a = 1 [default = 1]; }"),
    proto2("message M { optional int32 a = 1; }"),
    /changed its default from 1 to none/,
  ],
  [proto2("message M { }"), proto3("message M { }"), /^the syntax changed from proto2 to proto3/],
  [
    proto3('message M { reserved "a"; }'),
    proto3("message M { int32 a = 1; }"),
    /a name that the earlier schema reserved/,
  ],
  [
    proto3("enum E { A = 0; B = 1; }"),
    proto3("enum E { A = 0; }"),
    /^enum E lost B = 1.*"reserved 1;"$/,
  ],
  [
    proto3("enum E { A = 0; B = 1; }"),
    proto3("enum E { A = 0; C = 1; }"),
    /number 1 was B and is C/,
  ],
  [
    envelope(age),
    envelope(age, firstName),
    /^column "first name" was added: rows written before read as NULL/,
  ],
  [
    envelope(age, firstName),
    envelope(age),
    /^column "first name" was removed: readers of the earlier schema see it as NULL; its number/,
  ],
];

for (const [from, to, message] of warnings) {
  test(`warns: ${message.source}`, () => {
    const { compatible, warnings } = checkCompatibility({
      dataFormat: "PROTOBUF",
      mode: "BACKWARD",
      candidate: to,
      baselines: [{ versionNumber: 1, definition: from }],
    });
    assert.equal(compatible, true);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]?.message ?? "", message);
  });
}

test("warns of nothing where a field went and left its number reserved", () => {
  const { warnings } = checkCompatibility({
    dataFormat: "PROTOBUF",
    mode: "BACKWARD",
    candidate: proto3("message M { reserved 1; }"),
    baselines: [{ versionNumber: 1, definition: proto3("message M { int32 a = 1; }") }],
  });
  assert.deepEqual(warnings, []);
});
