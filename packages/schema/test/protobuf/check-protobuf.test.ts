import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, proto2, proto3, rulesOf } from "./pairs.ts";

type Rules = readonly string[];

/** A change, the two texts, and the rules it breaks: AWS backward and forward, Confluent likewise. */
interface Change {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly aws: readonly [backward: Rules, forward: Rules];
  readonly confluent: readonly [backward: Rules, forward: Rules];
}

const none: readonly [Rules, Rules] = [[], []];
const both = (rule: string): readonly [Rules, Rules] => [[rule], [rule]];

function change(
  name: string,
  [from, to]: readonly [string, string],
  aws: Change["aws"],
  confluent: Change["confluent"],
): Change {
  return { name, from, to, aws, confluent };
}

const in3 = (from: string, to: string) => [proto3(from), proto3(to)] as const;
const in2 = (from: string, to: string) => [proto2(from), proto2(to)] as const;
/** One field of proto3. */
const field = (from: string, to: string) => in3(`message M { ${from} }`, `message M { ${to} }`);

const documentedByAws: readonly Change[] = [
  change(
    "add an optional field",
    in2("message M { }", "message M { optional int32 a = 1; }"),
    none,
    none,
  ),
  change(
    "delete an optional field",
    in2("message M { optional int32 a = 1; }", "message M { }"),
    none,
    none,
  ),
  change(
    "add a required field",
    in2("message M { }", "message M { required int32 a = 1; }"),
    [["REQUIRED_FIELD_ADDED"], []],
    [["REQUIRED_FIELD_ADDED"], ["REQUIRED_FIELD_REMOVED"]],
  ),
  change(
    "delete a required field",
    in2("message M { required int32 a = 1; }", "message M { }"),
    [[], ["REQUIRED_FIELD_ADDED"]],
    [["REQUIRED_FIELD_REMOVED"], ["REQUIRED_FIELD_ADDED"]],
  ),
  change(
    "make a required field optional",
    in2("message M { required int32 a = 1; }", "message M { optional int32 a = 1; }"),
    [[], ["REQUIRED_FIELD_ADDED"]],
    none,
  ),
  change(
    "add a method",
    in3(
      "message M {} service S { rpc A (M) returns (M); }",
      "message M {} service S { rpc A (M) returns (M); rpc B (M) returns (M); }",
    ),
    [[], ["METHOD_REMOVED"]],
    none,
  ),
  change(
    "remove a method",
    in3(
      "message M {} service S { rpc A (M) returns (M); rpc B (M) returns (M); }",
      "message M {} service S { rpc A (M) returns (M); }",
    ),
    [["METHOD_REMOVED"], []],
    none,
  ),
  change(
    "add a service",
    in3("message M {}", "message M {} service S { rpc A (M) returns (M); }"),
    [[], ["SERVICE_REMOVED"]],
    none,
  ),
];

const types: readonly Change[] = [
  change(
    "widen a number",
    field("int32 a = 1;", "int64 a = 1;"),
    [[], ["FIELD_SCALAR_NARROWED"]],
    none,
  ),
  change(
    "bool to int32",
    field("bool a = 1;", "int32 a = 1;"),
    [[], ["FIELD_SCALAR_NARROWED"]],
    none,
  ),
  change(
    "signed to unsigned",
    field("int32 a = 1;", "uint32 a = 1;"),
    both("FIELD_SCALAR_NARROWED"),
    none,
  ),
  change(
    "sint32 to sint64",
    field("sint32 a = 1;", "sint64 a = 1;"),
    [[], ["FIELD_SCALAR_NARROWED"]],
    none,
  ),
  change(
    "fixed32 to sfixed32",
    field("fixed32 a = 1;", "sfixed32 a = 1;"),
    both("FIELD_SCALAR_NARROWED"),
    none,
  ),
  change(
    "string to bytes",
    field("string a = 1;", "bytes a = 1;"),
    [[], ["FIELD_SCALAR_NARROWED"]],
    none,
  ),
  change(
    "int32 to sint32",
    field("int32 a = 1;", "sint32 a = 1;"),
    both("FIELD_SCALAR_KIND_CHANGED"),
    both("FIELD_SCALAR_KIND_CHANGED"),
  ),
  change(
    "int32 to string",
    field("int32 a = 1;", "string a = 1;"),
    both("FIELD_SCALAR_KIND_CHANGED"),
    both("FIELD_SCALAR_KIND_CHANGED"),
  ),
  change(
    "float to double",
    field("float a = 1;", "double a = 1;"),
    both("FIELD_SCALAR_KIND_CHANGED"),
    both("FIELD_SCALAR_KIND_CHANGED"),
  ),
  change(
    "value of a map",
    field("map<string, int32> a = 1;", "map<string, string> a = 1;"),
    both("FIELD_SCALAR_KIND_CHANGED"),
    both("FIELD_SCALAR_KIND_CHANGED"),
  ),
  change(
    "key of a map",
    field("map<int32, int32> a = 1;", "map<string, int32> a = 1;"),
    both("FIELD_SCALAR_KIND_CHANGED"),
    both("FIELD_SCALAR_KIND_CHANGED"),
  ),
  change(
    "a map to a scalar",
    field("map<int32, int32> a = 1;", "string a = 1;"),
    both("FIELD_KIND_CHANGED"),
    both("FIELD_KIND_CHANGED"),
  ),
  change(
    "a message to a scalar",
    field("N a = 1; message N {}", "string a = 1; message N {}"),
    both("FIELD_KIND_CHANGED"),
    both("FIELD_KIND_CHANGED"),
  ),
  change(
    "a message to bytes",
    field("N a = 1; message N {}", "bytes a = 1; message N {}"),
    both("FIELD_KIND_CHANGED"),
    both("FIELD_KIND_CHANGED"),
  ),
  change(
    "another message of the same fields",
    field(
      "N a = 1; message N { int32 x = 1; } message O { int32 x = 1; }",
      "O a = 1; message N { int32 x = 1; } message O { int32 x = 1; }",
    ),
    none,
    both("FIELD_NAMED_TYPE_CHANGED"),
  ),
  change(
    "another well-known type",
    [
      proto3(
        'import "google/protobuf/timestamp.proto"; message M { google.protobuf.Timestamp a = 1; }',
      ),
      proto3(
        'import "google/protobuf/duration.proto"; message M { google.protobuf.Duration a = 1; }',
      ),
    ],
    both("FIELD_KIND_CHANGED"),
    [
      ["FIELD_KIND_CHANGED", "FIELD_NAMED_TYPE_CHANGED"],
      ["FIELD_KIND_CHANGED", "FIELD_NAMED_TYPE_CHANGED"],
    ],
  ),
  change(
    "an open enum to int32",
    in3("enum E { A = 0; } message M { E a = 1; }", "enum E { A = 0; } message M { int32 a = 1; }"),
    none,
    none,
  ),
  change(
    "a closed enum to int32",
    in2(
      "enum E { A = 0; } message M { optional E a = 1; }",
      "enum E { A = 0; } message M { optional int32 a = 1; }",
    ),
    [[], ["FIELD_SCALAR_NARROWED"]],
    none,
  ),
];

const labels: readonly Change[] = [
  change(
    "a number to a list",
    field("int32 a = 1;", "repeated int32 a = 1;"),
    both("FIELD_NUMERIC_LABEL_CHANGED"),
    both("FIELD_NUMERIC_LABEL_CHANGED"),
  ),
  change(
    "a text to a list",
    field("string a = 1;", "repeated string a = 1;"),
    [[], ["FIELD_STRING_OR_BYTES_LABEL_CHANGED"]],
    none,
  ),
  change(
    "a message to a list",
    field("N a = 1; message N {}", "repeated N a = 1; message N {}"),
    [[], ["FIELD_LABEL_CHANGED"]],
    none,
  ),
  change(
    "implicit to explicit presence",
    field("int32 a = 1;", "optional int32 a = 1;"),
    none,
    none,
  ),
];

const numbers: readonly Change[] = [
  change("rename a field", field("int32 a = 1;", "int32 b = 1;"), none, none),
  change(
    "give a field another number",
    field("int32 a = 1;", "int32 a = 2;"),
    both("FIELD_NUMBER_CHANGED"),
    none,
  ),
  change(
    "swap two fields",
    field("int32 a = 1; string b = 2;", "string b = 1; int32 a = 2;"),
    [
      ["FIELD_NUMBER_CHANGED", "FIELD_NUMBER_CHANGED"],
      ["FIELD_NUMBER_CHANGED", "FIELD_NUMBER_CHANGED"],
    ],
    [
      ["FIELD_SCALAR_KIND_CHANGED", "FIELD_SCALAR_KIND_CHANGED"],
      ["FIELD_SCALAR_KIND_CHANGED", "FIELD_SCALAR_KIND_CHANGED"],
    ],
  ),
  change(
    "take a reserved number",
    field("reserved 2; int32 a = 1;", "int32 a = 1; int32 b = 2;"),
    [["RESERVED_NUMBER_REUSED"], []],
    none,
  ),
];

const oneofs: readonly Change[] = [
  change(
    "move a field into a new oneof",
    field("int32 a = 1;", "oneof o { int32 a = 1; }"),
    none,
    none,
  ),
  change(
    "move two fields into a new oneof",
    field("int32 a = 1; int32 b = 2;", "oneof o { int32 a = 1; int32 b = 2; }"),
    [["MULTIPLE_FIELDS_MOVED_TO_ONEOF"], []],
    [["MULTIPLE_FIELDS_MOVED_TO_ONEOF"], []],
  ),
  change(
    "move a field into a oneof that was there",
    field("oneof o { int32 a = 1; } int32 b = 2;", "oneof o { int32 a = 1; int32 b = 2; }"),
    [["FIELD_MOVED_TO_EXISTING_ONEOF"], []],
    [["FIELD_MOVED_TO_EXISTING_ONEOF"], []],
  ),
  change(
    "move a field out of a oneof",
    field("oneof o { int32 a = 1; int32 b = 2; }", "oneof o { int32 a = 1; } int32 b = 2;"),
    [[], ["FIELD_MOVED_TO_EXISTING_ONEOF"]],
    [[], ["FIELD_MOVED_TO_EXISTING_ONEOF"]],
  ),
  change(
    "merge two oneofs",
    field(
      "oneof o { int32 a = 1; } oneof p { int32 b = 2; }",
      "oneof o { int32 a = 1; int32 b = 2; }",
    ),
    [["MULTIPLE_FIELDS_MOVED_TO_ONEOF"], []],
    [["MULTIPLE_FIELDS_MOVED_TO_ONEOF"], []],
  ),
  change(
    "remove a field of a oneof",
    field("oneof o { int32 a = 1; int32 b = 2; }", "oneof o { int32 a = 1; }"),
    none,
    [["ONEOF_FIELD_REMOVED"], []],
  ),
];

const definitions: readonly Change[] = [
  change(
    "add a message",
    in3("message M {}", "message M {} message N {}"),
    [[], ["MESSAGE_REMOVED"]],
    [[], ["MESSAGE_REMOVED"]],
  ),
  change(
    "add a field of a new message",
    in3("message M {}", "message M { N a = 1; } message N {}"),
    none,
    [[], ["MESSAGE_REMOVED"]],
  ),
  change(
    "rename a message",
    in3("message M {}", "message N {}"),
    both("MESSAGE_REMOVED"),
    both("MESSAGE_REMOVED"),
  ),
  change(
    "rename the package",
    [proto3("message M {}"), proto3("message M {}", "store")],
    both("PACKAGE_CHANGED"),
    none,
  ),
  change(
    "add a value to a closed enum",
    in2("enum E { A = 0; }", "enum E { A = 0; B = 1; }"),
    [[], ["ENUM_CONST_REMOVED"]],
    none,
  ),
  change(
    "add a value to an open enum",
    in3("enum E { A = 0; }", "enum E { A = 0; B = 1; }"),
    none,
    none,
  ),
  change("rename a value", in3("enum E { A = 0; B = 1; }", "enum E { A = 0; C = 1; }"), none, none),
  change(
    "swap two values",
    in3("enum E { Z = 0; A = 1; B = 2; }", "enum E { Z = 0; B = 1; A = 2; }"),
    [
      ["ENUM_CONST_CHANGED", "ENUM_CONST_CHANGED"],
      ["ENUM_CONST_CHANGED", "ENUM_CONST_CHANGED"],
    ],
    none,
  ),
  change(
    "give a value another number",
    in3("enum E { Z = 0; A = 1; }", "enum E { Z = 0; A = 2; }"),
    both("ENUM_CONST_CHANGED"),
    none,
  ),
  change(
    "make a method stream",
    in3(
      "message M {} service S { rpc A (M) returns (M); }",
      "message M {} service S { rpc A (M) returns (stream M); }",
    ),
    both("METHOD_SIGNATURE_CHANGED"),
    none,
  ),
  change(
    "move from proto2 to proto3",
    [proto2("message M { optional int32 a = 1; }"), proto3("message M { int32 a = 1; }")],
    none,
    none,
  ),
  change(
    "change only the order and the way types are named",
    in3(
      "message M { N a = 1; int32 b = 2; } message N {} enum E { A = 0; }",
      "enum E { A = 0; } message N {} message M { int32 b = 2; .shop.N a = 1; }",
    ),
    none,
    none,
  ),
];

for (const { name, from, to, aws, confluent } of [
  ...documentedByAws,
  ...types,
  ...labels,
  ...numbers,
  ...oneofs,
  ...definitions,
]) {
  test(`judges: ${name}`, () => {
    assert.deepEqual(rulesOf(judge(from, to, "BACKWARD")), aws[0], "aws BACKWARD");
    assert.deepEqual(rulesOf(judge(from, to, "FORWARD")), aws[1], "aws FORWARD");
    assert.deepEqual(
      rulesOf(judge(from, to, "BACKWARD", "confluent")),
      confluent[0],
      "confluent B",
    );
    assert.deepEqual(rulesOf(judge(from, to, "FORWARD", "confluent")), confluent[1], "confluent F");
  });
}

test("follows recursive and imported messages, each pair once", () => {
  const text = (type: string) =>
    proto3(`message M { M self = 1; map<string, N> n = 2; } message N { M m = 1; ${type} x = 2; }`);
  assert.deepEqual(rulesOf(judge(text("int32"), text("string"), "BACKWARD")), [
    "FIELD_SCALAR_KIND_CHANGED",
  ]);
  const main = proto3('import "other.proto"; message M { lib.N n = 1; }');
  const other = (type: string) => [
    { name: "other.proto", definition: proto3(`message N { ${type} x = 1; }`, "lib") },
  ];
  const violations = judge(main, main, "BACKWARD", "aws", {
    references: other("string"),
    baselines: [{ versionNumber: 1, definition: main, references: other("int32") }],
  });
  assert.deepEqual(rulesOf(violations), ["FIELD_SCALAR_KIND_CHANGED"]);
  assert.equal(violations[0]?.path, "/lib/N/fields/x");
});
