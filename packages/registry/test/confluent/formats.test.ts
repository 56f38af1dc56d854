import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startConfluent } from "./confluent-calls.ts";

const confluent = await startConfluent();
const { ok, refusal, register, glue } = confluent;
after(() => confluent.registry.stop());

const json = (properties: object, rest: object = {}) =>
  JSON.stringify({ type: "object", properties, ...rest });

test("keeps JSON Schema, evolves it and follows references", async () => {
  const schemaType = "JSON";
  const v1 = json({ name: { type: "string" } }, { additionalProperties: false });
  const { id } = await register("json", v1, { schemaType });
  const shown = await ok(`GET /schemas/ids/${id}`);
  assert.deepEqual([shown.schemaType, shown.schema], ["JSON", v1]);
  const v2 = json(
    { name: { type: "string" }, age: { type: "integer" } },
    { additionalProperties: false },
  );
  assert.equal((await register("json", v2, { schemaType })).version, 2);
  const narrowed = json({ name: { type: "integer" } }, { additionalProperties: false });
  const [code, message] = await refusal("POST /subjects/json/versions", {
    schema: narrowed,
    schemaType,
  });
  assert.equal(code, 409);
  assert.match(message, /name/);

  await register("street", json({ street: { type: "string" } }), { schemaType });
  const references = [{ name: "street.json", subject: "street", version: 1 }];
  const schema = json({ home: { $ref: "street.json" } });
  await register("person-json", schema, { schemaType, references });
  assert.deepEqual((await ok("GET /subjects/person-json/versions/1")).references, references);
});

const proto = `syntax = "proto3";
package shop;
// a comment
message Order {
  int64 id = 1;
  optional string note = 2;
  map<string, Line> lines = 3;
  oneof pay { string card = 4; bool cash = 5; }
  State state = 6;
  repeated int32 codes = 7 [packed = false];
  message Line { double price = 1; }
  enum State { reserved 5; NEW = 0; SENT = 1; }
  reserved 9, 11 to 13;
  reserved "old";
}
service Orders { rpc Get (Order) returns (stream Order); }
`;

test("keeps Protobuf as text, and speaks its descriptor with Python's clients", async () => {
  const schemaType = "PROTOBUF";
  const { id, guid } = await register("proto", proto, { schemaType });
  assert.equal((await ok(`GET /schemas/ids/${id}`)).schema, proto);
  const serialized = (await ok(`GET /schemas/ids/${id}?format=serialized`)).schema;
  assert.match(serialized, /^[A-Za-z0-9+/]+=*$/);
  const same = await register("proto-from-descriptor", serialized, { schemaType });
  assert.equal(same.id, id, "text and descriptor are one schema");
  const text = (await glue("GetSchemaVersion", { SchemaVersionId: same.guid })).SchemaDefinition;
  assert.match(text, /optional string note = 2/);
  assert.equal((await ok("POST /subjects/proto", { schema: serialized, schemaType })).guid, guid);
});

test("keeps proto2 as it is: defaults, required, extensions", async () => {
  const schemaType = "PROTOBUF";
  const proto2 = `syntax = "proto2";
option java_package = "a.b";
message M {
  required string a = 1 [default = "x\\"y"];
  optional int32 b = 2 [default = -7, deprecated = true];
  optional K k = 3 [default = TWO];
  extensions 100 to 199;
  enum K { option allow_alias = true; ONE = 1; TWO = 2; ZWEI = 2; }
}
extend M { optional string more = 100; }
`;
  const { id } = await register("proto2", proto2, { schemaType });
  const serialized = (await ok(`GET /schemas/ids/${id}?format=serialized`)).schema;
  assert.equal((await register("proto2-descriptor", serialized, { schemaType })).id, id);
});

test("judges Protobuf, and rejects what is neither text nor descriptor", async () => {
  const schemaType = "PROTOBUF";
  const changed = proto.replace("int64 id = 1", "string id = 1");
  assert.equal(
    (await refusal("POST /subjects/proto/versions", { schema: changed, schemaType }))[0],
    409,
  );
  for (const schema of ["AAAA", "message", "YWJj"]) {
    const [code, message] = await refusal("POST /subjects/none/versions", { schema, schemaType });
    assert.equal(code, 42201, schema);
    assert.match(message, /^Invalid schema of type PROTOBUF, details: /);
  }
});

test("follows Protobuf's imports", async () => {
  const schemaType = "PROTOBUF";
  const shared = 'syntax = "proto3";\npackage shared;\nmessage Money { int64 cents = 1; }\n';
  await register("money", shared, { schemaType });
  const schema =
    'syntax = "proto3";\nimport "money.proto";\nmessage Price { shared.Money amount = 1; }\n';
  assert.equal((await refusal("POST /subjects/price/versions", { schema, schemaType }))[0], 42201);
  const references = [{ name: "money.proto", subject: "money", version: 1 }];
  const { id } = await register("price", schema, { schemaType, references });
  assert.ok((await ok(`GET /schemas/ids/${id}?format=serialized`)).schema);
  assert.equal((await ok("GET /subjects/money/versions/1/referencedby"))[0], id);
});
