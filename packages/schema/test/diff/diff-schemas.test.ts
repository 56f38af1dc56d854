import assert from "node:assert/strict";
import { test } from "node:test";
import { Expansion } from "../../src/diff/expansion.ts";
import { listJsonFields } from "../../src/diff/list-json-fields.ts";
import {
  diffSchemas,
  renderDebeziumEnvelope,
  renderDebeziumKey,
  renderDebeziumProtobufEnvelope,
} from "../../src/index.ts";

const topic = "f.test_db.person";
type Columns = Parameters<typeof renderDebeziumEnvelope>[1];
const age = { name: "age", type: "int", nullable: false };

function diffEnvelopes(before: Columns, after: Columns) {
  return diffSchemas({
    dataFormat: "AVRO",
    before: renderDebeziumEnvelope(topic, before),
    after: renderDebeziumEnvelope(topic, after),
  });
}

test("names added and removed columns once, though a row stands in before and after", () => {
  const lastName = { name: "lastName", type: "string", nullable: true };
  const address = { name: "address", type: "string", nullable: false, default: "x" };
  const changes = diffEnvelopes([age, lastName], [age, address]);
  assert.deepEqual(
    changes.map(({ kind, path, isColumn, message }) => [kind, path, isColumn, message]),
    [
      ["removed", "lastName", true, 'column "lastName" was removed: it was string, nullable'],
      [...["added", "address", true], 'column "address" was added: string, NOT NULL, default "x"'],
    ],
  );
});

test("names what changed of a column: type, nullability, default", () => {
  const date = { type: "int", "connect.name": "io.debezium.time.Date" };
  const [change, ...rest] = diffEnvelopes(
    [{ name: "age", type: "int", nullable: false }],
    [{ name: "age", type: date, nullable: true }],
  );
  assert.deepEqual(rest, []);
  assert.deepEqual(change?.aspects, {
    type: ["int", "int (io.debezium.time.Date)"],
    nullable: ["false", "true"],
    default: ["none", "null"],
  });
  assert.match(change?.message ?? "", /^column "age": its type changed from int to int \(io/);
});

test("says columns of a key, and nothing of what is the same", () => {
  const id = { name: "id", type: "long", nullable: false };
  const key = (columns: Columns) => renderDebeziumKey(topic, columns);
  const changes = diffSchemas({ dataFormat: "AVRO", before: key([id]), after: key([id, age]) });
  assert.deepEqual(
    changes.map(({ path, isColumn }) => [path, isColumn]),
    [["age", true]],
  );
  assert.deepEqual(diffEnvelopes([age], [age]), []);
});

test("says a record that went once, not its fields one by one", () => {
  const record = (fields: object[]) => JSON.stringify({ type: "record", name: "R", fields });
  const inner = { type: "record", name: "S", fields: [{ name: "x", type: "int" }] };
  const self = { name: "next", type: ["null", "R"] };
  const changes = diffSchemas({
    dataFormat: "AVRO",
    before: record([{ name: "a", type: inner }, self]),
    after: record([self, { name: "list", type: { type: "array", items: inner } }]),
  });
  assert.deepEqual(
    changes.map(({ kind, path }) => [kind, path]),
    [
      ["removed", "a"],
      ["added", "list"],
    ],
  );
});

test("says columns of a Protobuf envelope once, with their numbers", () => {
  const before = renderDebeziumProtobufEnvelope(topic, [age]);
  const email = { name: "e-mail", type: "string", nullable: true };
  const after = renderDebeziumProtobufEnvelope(topic, [age, email]);
  const changes = diffSchemas({ dataFormat: "PROTOBUF", before, after });
  assert.deepEqual(
    changes.map(({ path, message }) => [path, message]),
    [["e-mail", 'column "e-mail" was added: string, field number 2, label optional']],
  );
  const [renumbered] = diffSchemas({
    dataFormat: "PROTOBUF",
    before,
    after: before.replace("age = 1;", "age = 7;"),
  });
  assert.deepEqual(renumbered?.aspects, { "field number": ["1", "7"] });
});

test("says fields of several Protobuf messages by their message, and values of an enum", () => {
  const text = (values: string) =>
    `syntax = "proto3"; enum E { ${values} } message A { E e = 1; repeated B b = 2; } message B { A a = 1; } message C { map<string, D> m = 1; } message D { E d = 1; }`;
  const changes = diffSchemas({
    dataFormat: "PROTOBUF",
    before: text("X = 0;"),
    after: text("X = 0; Y = 1;"),
  });
  assert.deepEqual(
    changes.map(({ path, aspects }) => [path, aspects?.type]),
    [
      ["C.m[].d", ["enum of X", "enum of X, Y"]],
      ["A.e", ["enum of X", "enum of X, Y"]],
    ],
  );
});

test("refuses what is no schema", () => {
  const question = { dataFormat: "AVRO", before: '"int"', after: '{"type":"zzz"}' } as const;
  assert.throws(() => diffSchemas(question), { code: "SCHEMA_INVALID" });
});

test("lists JSON properties through oneOf and references, null as nullability", () => {
  const definition = JSON.stringify({
    title: "x.Envelope",
    definitions: {
      row: { type: "object", properties: { id: { type: "integer", "connect.type": "int32" } } },
    },
    type: "object",
    required: ["op"],
    properties: {
      before: { oneOf: [{ type: "null" }, { $ref: "#/definitions/row" }] },
      after: { oneOf: [{ type: "null" }, { $ref: "#/definitions/row" }] },
      op: { type: "string" },
      source: { type: "object", properties: { gtid: { type: ["string", "null"], default: null } } },
      self: { $ref: "#" },
    },
  });
  assert.deepEqual(
    listJsonFields(definition, new Expansion({ once: false })).map(
      ({ path, isColumn, type, nullable, properties }) => [
        ...[path, isColumn, type, nullable],
        properties.presence,
      ],
    ),
    [
      ["id", true, "integer (int32)", false, "optional"],
      ["op", false, "string", false, "required"],
      ["source", false, "object", false, "optional"],
      ["source.gtid", false, "string", true, "optional"],
      ["self", false, "object", false, "optional"],
    ],
  );
});

/** Records of two fields each, every one of the type that comes next: 2^40 paths to the last. */
const layers = Array.from({ length: 40 }, (_, n) => n);
const ladders = {
  AVRO: (leaf: string) => {
    const record = (n: number): object => ({
      ...{ type: "record", name: `R${n}` },
      fields: [
        { name: "a", type: n === 39 ? leaf : record(n + 1) },
        { name: "b", type: n === 39 ? leaf : `R${n + 1}` },
      ],
    });
    return JSON.stringify(record(0));
  },
  JSON: (leaf: string) => {
    const next = (n: number) => (n === 39 ? { type: leaf } : { $ref: `#/definitions/R${n + 1}` });
    const record = (n: number) => ({ type: "object", properties: { a: next(n), b: next(n) } });
    const definitions = Object.fromEntries(layers.map((n) => [`R${n}`, record(n)]));
    return JSON.stringify({ ...record(0), definitions });
  },
  PROTOBUF: (leaf: string) => {
    const type = (n: number) => (n === 39 ? leaf : `R${n + 1}`);
    const messages = layers.map((n) => `message R${n} { ${type(n)} a = 1; ${type(n)} b = 2; }`);
    return ['syntax = "proto3";', ...messages].join("\n");
  },
} as const;

test("a definition with more paths than there is time for is compared part by part", () => {
  const leaves = {
    AVRO: ["int", "long"],
    JSON: ["integer", "string"],
    PROTOBUF: ["int32", "int64"],
  };
  for (const dataFormat of ["AVRO", "JSON", "PROTOBUF"] as const) {
    const [from = "", to = ""] = leaves[dataFormat];
    const ladder = ladders[dataFormat];
    const changes = diffSchemas({ dataFormat, before: ladder(from), after: ladder(to) });
    assert.deepEqual(
      changes.map(({ kind, path }) => [kind, path.replaceAll("a.", "")]),
      [
        ["changed", "a"],
        ["changed", "b"],
      ],
    );
  }
});

test("alternatives that name each other in a circle are looked at once", () => {
  const again = Array.from({ length: 12 }, () => ({ $ref: "#/definitions/A" }));
  const definition = (type: string) =>
    JSON.stringify({
      definitions: { A: { oneOf: [...again, { type }] } },
      ...{ type: "object", properties: { a: { $ref: "#/definitions/A" } } },
    });
  const [before, after] = [definition("string"), definition("integer")];
  const [change] = diffSchemas({ dataFormat: "JSON", before, after });
  assert.deepEqual(change?.aspects?.type, ["string", "integer"]);
});

test("a row of very many paths keeps its columns", () => {
  const { AVRO: ladder } = ladders;
  const nested = JSON.parse(ladder("int"));
  const columns = (name: string) => [{ name, type: nested, nullable: false }];
  const changes = diffEnvelopes(columns("old"), columns("new"));
  assert.deepEqual(
    changes.map(({ kind, path, isColumn }) => [kind, path, isColumn]),
    [
      ["removed", "old", true],
      ["added", "new", true],
    ],
  );
});
