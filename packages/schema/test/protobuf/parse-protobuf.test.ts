import assert from "node:assert/strict";
import { test } from "node:test";
import { assertValidSchema, parseProtobuf } from "../../src/index.ts";
import { proto2, proto3 } from "./pairs.ts";

function refusal(text: string): string {
  try {
    parseProtobuf(text);
  } catch (error) {
    assert.equal((error as { code?: string }).code, "SCHEMA_INVALID");
    return (error as Error).message;
  }
  return "accepted";
}

test("reads everything that a file can hold", () => {
  const file = parseProtobuf(`// a comment
    syntax = 'proto2';
    package shop . orders; /* another */
    import public "google/protobuf/timestamp.proto";
    option java_package = "com." "shop";
    message Order {
      required int64 id = 0x1 [deprecated = true];
      optional State state = 02 [default = OPEN];
      repeated Line lines = 3;
      map<string, .google.protobuf.Timestamp> at = 4;
      oneof payment { string card = 5; Order other = 6; }
      reserved 10, 12 to 14, 20 to max; reserved "old";
      message Line { optional sint32 amount = 1 [default = -5]; };
      enum State { option allow_alias = true; OPEN = 0; NEW = 0; CLOSED = -1; }
      extensions 15 to 16;
    }
    extend Order { optional bool gift = 15; }
    service Orders { rpc Watch (stream Order) returns (stream Order) { option deprecated = true; } }`);
  assert.equal(file.package, "shop.orders");
  assert.equal(file.options[0]?.value.text, '"com.shop"');
  const order = file.types[0];
  assert.ok(order?.kind === "message");
  assert.deepEqual(
    order.fields.map(({ name, number, label, oneof }) => [name, number, label, oneof]),
    [
      ["id", 1, "required", undefined],
      ["state", 2, "optional", undefined],
      ["lines", 3, "repeated", undefined],
      ["at", 4, "implicit", undefined],
      ["card", 5, "optional", "payment"],
      ["other", 6, "optional", "payment"],
    ],
  );
  assert.deepEqual(order.fields[1]?.type, { kind: "enum", name: "shop.orders.Order.State" });
  assert.deepEqual(order.fields[3]?.type, {
    kind: "map",
    key: "string",
    value: { kind: "message", name: "google.protobuf.Timestamp" },
  });
  assert.deepEqual(order.reserved, {
    ranges: [
      [10, 10],
      [12, 14],
      [20, 536870911],
    ],
    names: ["old"],
  });
  assert.deepEqual(file.services[0]?.methods[0]?.request, {
    type: "shop.orders.Order",
    stream: true,
  });
  assert.equal(file.extends[0]?.extendee, "shop.orders.Order");
});

/** [text, what the refusal says] */
const refused: readonly (readonly [string, RegExp])[] = [
  [
    proto3("message M { int32 a = 1; int32 b = 1; }"),
    /^number 1 is used by "a" too \(at \/M\/fields\/b\)$/,
  ],
  [proto3("message M { int32 a = 1; int32 a = 2; }"), /"a" is used twice/],
  [proto3("message M { reserved 1 to 3; int32 a = 2; }"), /^number 2 is reserved/],
  [proto3('message M { reserved "a"; int32 a = 2; }'), /"a" is reserved/],
  [proto3("message M { int32 a = 0; }"), /not between 1 and 536870911/],
  [proto3("message M { int32 a = 536870912; }"), /not between/],
  [proto3("message M { int32 a = 19500; }"), /19000 to 19999/],
  [proto3("enum E { A = 1; }"), /must have number 0/],
  [proto3("enum E { A = 0; B = 0; }"), /allow_alias/],
  [proto3("enum E { A = 2147483648; }"), /32 bits/],
  [proto3("enum E { }"), /needs a value/],
  [proto3("enum E { A = 0; } enum F { A = 0; }"), /a value of shop.E too/],
  [proto3("message M { N a = 1; }"), /^N is not defined.*\(at \/M\/fields\/a\)$/],
  [proto3("message M { map<double, int32> a = 1; }"), /the key of a map/],
  [proto3("message M { repeated map<int32, int32> a = 1; }"), /a map can have no label/],
  [proto3("message M { required int32 a = 1; }"), /no required fields \(line 1, column 46\)/],
  [proto3("message M { int32 a = 1 [default = 1]; }"), /no defaults/],
  [proto3("message M { int32 foo_bar = 1; int32 fooBar = 2; }"), /in JSON/],
  [proto3("message M { int32 a = 1 [packd = true]; }"), /"packd" is no option/],
  [proto3("message M { int32 a = 1 [(own) = true]; }"), /\(own\) is not defined/],
  [proto3("message M { message N { shop.M.X a = 1; } }"), /X is not defined/],
  [proto3("service S { rpc A (M) returns (M); }"), /M is not defined.*\/S\/methods\/A/],
  [proto3("message M {} message M {}"), /defined twice/],
  [proto3("message M"), /expected "{", found the end/],
  [proto3("message M { int32 a-b = 1; }"), /expected the name of a field/],
  [proto3('import "mine.proto";'), /mine.proto cannot be found/],
  [proto2("message M { int32 a = 1; }"), /expected "required"/],
  [proto2("message M { optional group G = 1 { } }"), /no groups/],
  [proto2("message M { optional int32 a = 1 [default = 3000000000]; }"), /no int32/],
  [proto2("message M { optional uint64 a = 1 [default = -1]; }"), /no uint64/],
  [proto2("enum E { A = 1; } message M { optional E a = 1 [default = B]; }"), /B is no value/],
  ['edition = "2023"; message M {}', /no editions/],
  ['syntax = "proto4";', /proto4/],
  ["/* no end", /a comment has no end \(line 1, column 1\)/],
  ['\nsyntax = "proto3', /a string has no end \(line 2, column 10\)/],
  ["message M { optional int32 é = 1; }", /unexpected character "é"/],
];

for (const [text, reason] of refused) {
  test(`rejects ${text.slice(0, 90)}`, () => assert.match(refusal(text), reason));
}

test("is as lenient as AWS's parser: hyphens in packages, options of metadata.proto", () => {
  assert.equal(parseProtobuf(proto3("message M {}", "db-server.a-b")).package, "db-server.a-b");
  const text = `import "metadata/metadata.proto"; import "additionalTypes/decimal.proto";
    message M { additionalTypes.Decimal d = 1 [(metadata.metadata_key) = "k"]; }`;
  parseProtobuf(proto3(text));
});

test("finds imports among the references, and theirs, and refuses a cycle", () => {
  const file = (imports: string, body: string, packageName: string) =>
    `syntax = "proto3"; package ${packageName}; ${imports} ${body}`;
  const references = [
    {
      name: "a.proto",
      definition: file('import public "b.proto";', "message A { b.B b = 1; }", "a"),
      references: [{ name: "b.proto", definition: file("", "message B {}", "b") }],
    },
  ];
  const main = file('import "a.proto";', "message M { a.A a = 1; b.B b = 2; }", "m");
  assertValidSchema("PROTOBUF", main, references);
  const round = file('import "a.proto";', "message B {}", "b");
  const [first] = references;
  assert.throws(
    () =>
      assertValidSchema("PROTOBUF", main, [
        { name: "a.proto", definition: first?.definition ?? "" },
        { name: "b.proto", definition: round },
      ]),
    /leads back to it/,
  );
});

test("takes the names of Object.prototype as names like any other", () => {
  const file = parseProtobuf(
    proto3(
      "message __proto__ { constructor toString = 1; int32 __proto__ = 2; } message constructor {}",
    ),
  );
  assert.deepEqual(
    file.types.map((type) => type.name),
    ["__proto__", "constructor"],
  );
  assert.equal(Object.getPrototypeOf({}), Object.prototype);
});
