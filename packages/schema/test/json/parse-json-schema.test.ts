import assert from "node:assert/strict";
import { test } from "node:test";
import { WeirError } from "@weir/core";
import { canonicalForm } from "../../src/index.ts";
import { parseJsonSchema } from "../../src/json/parse-json-schema.ts";
import { rulesOf, textOf } from "./ask.ts";

/** What Everit 1.14.5 with AWS's client said of each, without and with `$schema` of draft-07. */
const accepted: readonly (readonly [unknown, string?])[] = [
  [{ required: [] }],
  [{ required: ["a", "a"] }],
  [{ enum: [] }],
  [{ enum: [1, 1] }],
  [{ type: [] }],
  [{ anyOf: [] }],
  [{ minProperties: -1 }],
  [{ type: "string", format: "zzz" }],
  [{ nullable: true, className: 5, definitions: 5 }],
  [{ definitions: { a: { type: "zzz" } } }],
  [{ properties: { a: true } }],
  [{ items: false }, "07"],
  [{ pattern: "(?<n>a)\\p{L}" }],
  [{ pattern: "(?i)a++" }],
  [{ properties: { a: { properties: { b: { $ref: "#" } } } } }],
  [{ $ref: "#foo", definitions: { a: { id: "#foo", type: "string" } } }],
  [{ properties: { a: { $ref: "#foo" } }, definitions: { a: { $id: "#foo" } } }, "07"],
  [{ exclusiveMinimum: true, minimum: 1 }],
];

for (const [schema, draft] of accepted) {
  test(`accepts ${JSON.stringify(schema)}`, () => {
    parseJsonSchema(textOf(schema, draft ?? "none"));
  });
}

/** [schema, place, message]. */
const refused: readonly (readonly [unknown, string, RegExp])[] = [
  [{ type: "zzz" }, "/type", /array, boolean, integer/],
  [{ required: true }, "/required", /must be array/],
  [{ required: [5] }, "/required/0", /must be string/],
  [{ properties: { a: 5 } }, "/properties/a", /must be object,boolean/],
  [{ properties: { a: { maxLength: "x" } } }, "/properties/a/maxLength", /must be integer/],
  [{ multipleOf: 0 }, "/multipleOf", /must NOT be valid/],
  [{ pattern: "[" }, "/pattern", /a \[ has no \]/],
  [{ patternProperties: { "(": {} } }, "/patternProperties/(", /a \( has no \)/],
  [{ $ref: "#/definitions/a" }, "/$ref", /leads nowhere/],
  [{ properties: { a: { $ref: "http://e.com/x.json" } } }, "/properties/a/$ref", /not fetched/],
  [{ $ref: "#" }, "/$ref", /leads back to itself/],
  [{ $ref: 5 }, "/$ref", /no text/],
  [
    { $schema: "https://json-schema.org/draft/2020-12/schema" },
    "/$schema",
    /draft-04, draft-06 or/,
  ],
  [[], "/", /no schema/],
];

for (const [schema, place, message] of refused) {
  test(`rejects ${JSON.stringify(schema)}`, () => {
    assert.throws(
      () => parseJsonSchema(JSON.stringify(schema)),
      (error: WeirError) =>
        error instanceof WeirError &&
        error.code === "SCHEMA_INVALID" &&
        message.test(error.message) &&
        (error.details as { path?: string }).path === place,
    );
  });
}

test("reads a schema without $schema as draft-04, and as draft-07 where it is none", () => {
  // draft-04 has no const: it says nothing there.
  assert.deepEqual(rulesOf({ type: "integer" }, { const: 1 }, { draft: "none" }), []);
  assert.deepEqual(
    rulesOf({ type: "integer" }, { const: 1 }, { draft: "none", profile: "confluent" }),
    ["ENUM_ARRAY_ADDED"],
  );
  assert.deepEqual(rulesOf(true, { exclusiveMinimum: 1 }, { draft: "none" }), [
    "EXCLUSIVE_MINIMUM_ADDED",
  ]);
});

test("finds a $ref among the references, of references too, and by $id", () => {
  const address = {
    name: "address.json",
    definition: '{"properties":{"zip":{"$ref":"zip.json#/definitions/z"}}}',
  };
  const zip = (type: string) => ({
    name: "zip.json",
    definition: `{"definitions":{"z":{"type":"${type}"}}}`,
  });
  const schema = { properties: { home: { $ref: "address.json" } } };
  const references = [{ ...address, references: [zip("string")] }];
  const written = { properties: { home: { properties: { zip: { type: "integer" } } } } };
  assert.deepEqual(rulesOf(written, schema, { references }), ["TYPE_CHANGED"]);
  const own = {
    $id: "http://e.com/root.json",
    definitions: { a: { $id: "a.json", type: "integer" } },
    allOf: [{ $ref: "a.json" }, { $ref: "root.json#/definitions/a" }],
  };
  assert.deepEqual(rulesOf({ type: "string" }, own), ["TYPE_CHANGED"]);
});

test("passes over keywords beside $ref", () => {
  const schema = {
    properties: { a: { $ref: "#/definitions/n", maximum: 1 } },
    definitions: { n: { type: "number" } },
  };
  assert.deepEqual(rulesOf({ properties: { a: { type: "number" } } }, schema), []);
});

test("lets format count for AWS and not for Confluent, and a required property have a default", () => {
  const reader = { type: "string", format: "date" };
  assert.deepEqual(rulesOf({ type: "string" }, reader), ["FORMAT_ADDED"]);
  assert.deepEqual(rulesOf({ type: "string" }, reader, { profile: "confluent" }), []);
  const closed = { properties: {}, additionalProperties: false };
  const added = { properties: { a: { type: "string", default: "x" } }, required: ["a"] };
  assert.deepEqual(rulesOf(closed, { ...added, additionalProperties: false }), []);
});

test("has one canonical form for one definition", () => {
  assert.equal(canonicalForm("JSON", '{ "b": [2, 1], "a": 1.0 }'), '{"a":1.0,"b":[2,1]}');
});
