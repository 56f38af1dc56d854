import assert from "node:assert/strict";
import { test } from "node:test";
import { compileJsonEncoder, jsonDecoder } from "../../src/json/json-codec.ts";
import { compileJsonValidator } from "../../src/json/json-validator.ts";

const noHeader = Buffer.alloc(0);
const text = (schema: object, value: unknown) =>
  compileJsonEncoder(JSON.stringify(schema))(value, noHeader).toString("utf8");

test("writes the data's text, with every digit and bytes in base64", () => {
  assert.equal(
    text({}, { a: 9007199254740993n, b: [1n], c: Buffer.from("hi") }),
    '{"a":9007199254740993,"b":[1],"c":"aGk="}',
  );
  assert.equal(
    text({}, { a: new Uint8Array([255]), d: new Date(0) }),
    '{"a":"/w==","d":"1970-01-01T00:00:00.000Z"}',
  );
  assert.equal(text({}, { a: "ü", b: undefined }), '{"a":"ü"}');
});

test("validates what is written", () => {
  const schema = {
    type: "object",
    properties: { a: { type: "integer" }, d: { type: "string" } },
    required: ["a"],
    additionalProperties: false,
  };
  assert.equal(
    text(schema, { a: 2n ** 60n, d: new Date(0) }),
    '{"a":1152921504606846976,"d":"1970-01-01T00:00:00.000Z"}',
  );
  for (const [value, message] of [
    [{ a: "x" }, /at \/a it must be integer/],
    [{}, /must have required property 'a'/],
    [{ a: 1, z: 1 }, /additional properties \(z\)/],
    [{ a: Number.NaN }, /at \/a/],
  ] as const) {
    assert.throws(() => text(schema, value), { code: "ENCODE_FAILED", message });
  }
  assert.throws(() => text({}, undefined), { code: "ENCODE_FAILED" });
});

test("knows the drafts 04, 06 and 07", () => {
  const draft = (name: string) => `http://json-schema.org/${name}/schema#`;
  const four = { $schema: draft("draft-04"), type: "number", minimum: 1, exclusiveMinimum: true };
  const six = { $schema: draft("draft-06"), exclusiveMinimum: 1 };
  const seven = {
    $schema: draft("draft-07"),
    if: { minimum: 0 },
    else: false,
    exclusiveMinimum: 1,
  };
  // Without $schema: what either draft can read.
  for (const schema of [
    four,
    six,
    seven,
    { minimum: 1, exclusiveMinimum: true },
    { exclusiveMinimum: 1 },
  ]) {
    const validate = compileJsonValidator(JSON.stringify(schema));
    assert.equal(validate(2), undefined);
    assert.match(validate(1) ?? "", /must be > 1/, JSON.stringify(schema));
  }
});

test("fetches no reference, and takes those that are given", () => {
  const remote = JSON.stringify({ $ref: "http://127.0.0.1:1/other.json" });
  assert.throws(() => compileJsonValidator(remote), {
    code: "SCHEMA_INVALID",
    message: /can't resolve reference/,
  });
  const references = [{ name: "http://127.0.0.1:1/other.json", definition: '{"type":"string"}' }];
  assert.equal(compileJsonValidator(remote, references)("a"), undefined);
  assert.throws(() => compileJsonValidator("{"), { code: "SCHEMA_INVALID" });
});

test("reads integers that a number cannot hold, and rejects what is no JSON", () => {
  const decode = jsonDecoder();
  assert.deepEqual(decode(Buffer.from('{"a":9007199254740993,"b":1}')), {
    a: 9007199254740993n,
    b: 1,
  });
  for (const bytes of [Buffer.from("{"), Buffer.from([0x22, 0xff, 0x22]), Buffer.alloc(0)]) {
    assert.throws(() => decode(bytes));
  }
});

test("refuses a value that holds itself, as the other formats do", () => {
  const value: Record<string, unknown> = {};
  value.self = value;
  assert.throws(() => text({}, value), { code: "ENCODE_FAILED", message: /cannot be written/ });
  const failing = { toJSON: () => assert.fail("no") };
  assert.throws(() => text({}, failing), { code: "ENCODE_FAILED" });
});
