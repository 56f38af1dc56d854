import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAvroSchema } from "../../src/avro/parse-avro.ts";

function parse(schema: unknown) {
  return parseAvroSchema(JSON.stringify(schema));
}

function record(name: string, fields: unknown[], rest: object = {}) {
  return { type: "record", name, fields, ...rest };
}

test("resolves a name reference in the inherited namespace to the type itself", () => {
  const schema = parse(
    record(
      "Envelope",
      [
        { name: "before", type: ["null", record("Value", [{ name: "id", type: "int" }])] },
        { name: "after", type: ["null", "Value"] },
      ],
      { namespace: "db-server.test_db.2person" },
    ),
  );
  assert.ok(schema.type === "record");
  assert.equal(schema.fullName, "db-server.test_db.2person.Envelope");
  const branch = (name: string) => {
    const type = schema.fields.get(name)?.type;
    return type?.type === "union" ? type.branches[1] : undefined;
  };
  assert.ok(branch("before") !== undefined && branch("before") === branch("after"));
});

test("resolves recursion", () => {
  const schema = parse(record("Node", [{ name: "next", type: ["null", "Node"], default: null }]));
  const next = schema.type === "record" ? schema.fields.get("next")?.type : undefined;
  assert.ok(next?.type === "union");
  assert.equal(next.branches[1], schema);
});

test("takes what Avro Java takes", () => {
  const lenient = [
    { type: "long", logicalType: "no-such-type" },
    record("R", [{ name: "größe", type: "int", default: 1, order: "ignore" }]),
    record("R", [{ name: "f", type: "double", default: "NaN" }]),
    record("R", [{ name: "u", type: ["null", "int"], default: null, aliases: ["any text"] }]),
    record("R", [{ name: "n", type: "long", default: 1 }], { "connect.parameters": { a: "b" } }),
    { type: "enum", name: "a.b.E", symbols: ["A"], default: "A" },
    { type: "fixed", name: "F", size: 0, aliases: ["ns-1.G"] },
    [],
    record("R", [{ name: "f", type: record("int", [], { namespace: "n" }) }]),
  ];
  for (const schema of lenient) assert.doesNotThrow(() => parse(schema), JSON.stringify(schema));
});

/** [schema, message]; the message ends with the place. */
const invalid: [unknown, RegExp][] = [
  ["zzz", /"zzz" is not a defined name.* \(at \/\)$/],
  [{ type: { type: "string" } }, /no type \(at \/\)/],
  [record("1R", []), /illegal character in name "1R".* \(at \/name\)/],
  [record("R", [{ name: "a-b", type: "int" }]), /"a-b".* \(at \/fields\/0\/name\)/],
  [record("R", [{ name: "a", type: "Later" }]), /\(at \/fields\/0\/type\)/],
  [record("R", [{ name: "a" }]), /no field type/],
  [
    record("R", [
      { name: "a", type: "int" },
      { name: "a", type: "int" },
    ]),
    /duplicate field a/,
  ],
  [record("R", [{ name: "a", type: "int", default: "x" }]), /\(at \/fields\/0\/default\)/],
  [record("R", [{ name: "a", type: "int", default: 3000000000 }]), /invalid default/],
  [record("int", []), /named after a primitive/],
  [record("R", [{ name: "a", type: record("R", []) }]), /can't redefine: R/],
  [{ type: "enum", name: "E", symbols: ["A", "A"] }, /duplicate enum symbol/],
  [{ type: "enum", name: "E", symbols: ["A"], default: "B" }, /not among its symbols/],
  [{ type: "fixed", name: "F" }, /invalid or no size/],
  [{ type: "array" }, /array has no items/],
  [{ type: "map" }, /map has no values/],
  [record("R", [{ name: "u", type: ["int", "null"], default: null }]), /the union's first branch/],
  [record("R", [{ name: "u", type: ["null", "double"], default: "NaN" }]), /first branch/],
  [record("R", [{ name: "s", type: { type: "array", items: "R" }, default: [{}] }]), /not a array/],
  [record("R", [{ name: "a", type: "int", aliases: null }]), /aliases are no array/],
  [record("R", [{ name: "a", type: "int", order: null }]), /order/],
  [record("R", [], { aliases: ["a-b"] }), /illegal character.* \(at \/aliases\/0\)/],
  [record("R\u{1d4d0}", []), /illegal character/],
  [record("R", [{ name: "a", type: "n.R" }]), /"n\.R" is not a defined name/],
  [
    record("n.R", [{ name: "a", type: record("o.S", [{ name: "b", type: { type: "R" } }]) }]),
    /"R"/,
  ],
  [{ type: "fixed", name: "F", size: 2147483648 }, /invalid or no size/],
  [["int", "int"], /duplicate in union: int \(at \/1\)/],
  [["int", ["null"]], /nested union/],
  [7, /no type/],
];

for (const [schema, message] of invalid) {
  test(`rejects ${JSON.stringify(schema)}`, () => {
    assert.throws(() => parse(schema), { code: "SCHEMA_INVALID", message });
  });
}

test("takes comments for white space, as Avro Java does", () => {
  const text = `// a "comment"\n{"type": /* " */ "enum", "name": "E", "symbols": ["A"], "doc": "// \\" /*"}`;
  assert.deepEqual(parseAvroSchema(text), parse({ type: "enum", name: "E", symbols: ["A"] }));
  for (const open of ["/*", '{"type": /* "int"}', '"int" /']) {
    assert.throws(() => parseAvroSchema(open), { code: "SCHEMA_INVALID" });
  }
});

test("rejects what is not JSON, and what is nested beyond reason", () => {
  assert.throws(() => parseAvroSchema("{"), { code: "SCHEMA_INVALID", message: /not JSON/ });
  const deep = `${'{"type":"array","items":'.repeat(50_000)}"int"${"}".repeat(50_000)}`;
  assert.throws(() => parseAvroSchema(deep), { code: "SCHEMA_INVALID", message: /nested deeper/ });
});
