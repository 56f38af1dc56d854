import assert from "node:assert/strict";
import { test } from "node:test";
import { Budget } from "../../src/json/budget.ts";
import { parseJsonSchema } from "../../src/json/parse-json-schema.ts";
import { SameSchemas } from "../../src/json/same-schemas.ts";
import { textOf } from "./ask.ts";

function areSame(a: unknown, b: unknown): boolean {
  const [own, other] = [a, b].map((schema) => parseJsonSchema(textOf(schema)).root);
  return new SameSchemas(new Budget()).areSame(own as never, other as never);
}

/** Each keyword once; a JSON text, because the linter takes `then` for a promise. */
const keywords: readonly string[] = [
  '"type":"string"',
  '"enum":[1,2]',
  '"const":1',
  '"minimum":1',
  '"exclusiveMaximum":1',
  '"multipleOf":2',
  '"minLength":1',
  '"maxLength":1',
  '"pattern":"a"',
  '"format":"date"',
  '"items":{"type":"string"}',
  '"items":[{"type":"string"}]',
  '"items":[{}],"additionalItems":false',
  '"contains":{"type":"string"}',
  '"minItems":1',
  '"maxItems":1',
  '"uniqueItems":true',
  '"properties":{"a":{"type":"string"}}',
  '"patternProperties":{"a":{"type":"string"}}',
  '"additionalProperties":{"type":"string"}',
  '"propertyNames":{"type":"string"}',
  '"required":["a"]',
  '"minProperties":1',
  '"maxProperties":1',
  '"dependencies":{"a":["b"]}',
  '"dependencies":{"a":{"type":"string"}}',
  '"allOf":[{"type":"string"}]',
  '"anyOf":[{"type":"string"}]',
  '"oneOf":[{"type":"string"}]',
  '"not":{"type":"string"}',
  '"if":{"type":"string"},"then":{"type":"null"}',
  '"if":{"type":"string"},"else":{"type":"null"}',
  '"default":1',
];

test("tells each keyword from none, from another value, and from every other keyword", () => {
  const schemas = ["", ...keywords].map((keyword) => JSON.parse(`{${keyword}}`));
  for (const [index, own] of schemas.entries()) {
    for (const [other, schema] of schemas.entries()) {
      const both = `${JSON.stringify(own)} and ${JSON.stringify(schema)}`;
      assert.equal(areSame(own, schema), index === other, both);
    }
    const inner = JSON.parse(JSON.stringify(own).replace('"string"', '"boolean"'));
    const same = JSON.stringify(inner) === JSON.stringify(own);
    assert.equal(areSame(own, inner), same, JSON.stringify(own));
  }
});

test("takes other spellings of one schema for the same, and no schema with a reference", () => {
  assert.ok(
    areSame({ type: "number", maximum: 1e3, title: "a" }, { maximum: 1000, type: "number" }),
  );
  assert.ok(areSame({ properties: { a: {}, b: false } }, { properties: { b: false, a: {} } }));
  const recursive = { properties: { a: { $ref: "#" } } };
  assert.ok(!areSame(recursive, recursive));
});
