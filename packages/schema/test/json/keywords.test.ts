import assert from "node:assert/strict";
import { test } from "node:test";
import { checkJsonRead } from "../../src/json/check-json.ts";
import { parseJsonSchema } from "../../src/json/parse-json-schema.ts";
import { rulesOf } from "./ask.ts";

/** [narrower, wider, rules where the wider one's data is read with the narrower]. */
type Pair = readonly [unknown, unknown, ...string[]];

const object = (keywords: object) => ({ type: "object", ...keywords });
const array = (keywords: object) => ({ type: "array", ...keywords });
/** As text: the linter takes a literal with `then` for a promise. */
const when = (condition: object, met: object) =>
  JSON.parse(`{"if":${JSON.stringify(condition)},"then":${JSON.stringify(met)}}`);
const a = { a: { type: "string" } };
const b = { b: { type: "string" } };

/** Data of the first is valid under the second, and not the other way round. */
const narrowerAndWider: readonly Pair[] = [
  [{ type: "integer" }, { type: "number" }, "TYPE_NARROWED"],
  [{ type: "string" }, { type: ["string", "null"] }, "TYPE_NARROWED"],
  [{ type: "string" }, {}, "TYPE_NARROWED"],
  [false, { type: "string" }],
  [{ enum: ["a"] }, { enum: ["a", "b"] }, "ENUM_ARRAY_NARROWED"],
  [{ enum: ["a", "b"] }, { type: "string" }, "ENUM_ARRAY_ADDED"],
  [{ const: 1 }, { enum: [2, 1] }, "ENUM_ARRAY_NARROWED"],
  [{ const: 1 }, { type: "integer", maximum: 1 }, "ENUM_ARRAY_ADDED"],
  [{ enum: [true, false] }, { type: "boolean" }],
  [
    { type: "integer", maximum: 50 },
    { type: "number", maximum: 1000 },
    "TYPE_NARROWED",
    "MAXIMUM_DECREASED",
  ],
  [{ type: "number", minimum: 5 }, { type: "number" }, "MINIMUM_ADDED"],
  [{ type: "number", minimum: 5 }, { type: "number", minimum: 4.5 }, "MINIMUM_INCREASED"],
  [
    { type: "number", exclusiveMinimum: 5 },
    { type: "number", minimum: 5 },
    "EXCLUSIVE_MINIMUM_INCREASED",
  ],
  [{ type: "number", exclusiveMaximum: 5 }, { type: "number" }, "EXCLUSIVE_MAXIMUM_ADDED"],
  [
    { type: "number", exclusiveMaximum: 5 },
    { type: "number", maximum: 5 },
    "EXCLUSIVE_MAXIMUM_DECREASED",
  ],
  [{ type: "number", multipleOf: 4 }, { type: "number", multipleOf: 2 }, "MULTIPLE_OF_CHANGED"],
  [{ type: "number", multipleOf: 0.3 }, { type: "number", multipleOf: 0.1 }, "MULTIPLE_OF_CHANGED"],
  [{ type: "number", multipleOf: 2 }, { type: "number" }, "MULTIPLE_OF_ADDED"],
  [{ type: "string", maxLength: 3 }, { type: "string" }, "MAX_LENGTH_ADDED"],
  [{ type: "string", maxLength: 3 }, { type: "string", maxLength: 4 }, "MAX_LENGTH_DECREASED"],
  [{ type: "string", minLength: 3 }, { type: "string" }, "MIN_LENGTH_ADDED"],
  [{ type: "string", minLength: 3 }, { type: "string", minLength: 2 }, "MIN_LENGTH_INCREASED"],
  [{ type: "string", pattern: "^a" }, { type: "string" }, "PATTERN_ADDED"],
  [{ type: "string", format: "ipv4" }, { type: "string" }, "FORMAT_ADDED"],
  [array({ maxItems: 1 }), array({}), "MAX_ITEMS_ADDED"],
  [array({ maxItems: 1 }), array({ maxItems: 2 }), "MAX_ITEMS_DECREASED"],
  [array({ minItems: 2 }), array({ minItems: 1 }), "MIN_ITEMS_INCREASED"],
  [array({ minItems: 2 }), array({}), "MIN_ITEMS_ADDED"],
  [array({ uniqueItems: true }), array({}), "UNIQUE_ITEMS_ADDED"],
  [array({ items: { type: "integer" } }), array({ items: { type: "number" } }), "TYPE_NARROWED"],
  [
    array({ items: [{}, { type: "string" }] }),
    array({ items: [{}] }),
    "ITEM_ADDED_TO_OPEN_CONTENT_MODEL",
  ],
  [
    array({ items: [{}], additionalItems: false }),
    array({ items: [{}] }),
    "ADDITIONAL_ITEMS_REMOVED",
  ],
  [
    array({ items: [{}], additionalItems: { type: "string" } }),
    array({ items: [{}] }),
    "ADDITIONAL_ITEMS_NARROWED",
  ],
  [
    array({ items: [{}], additionalItems: false }),
    array({ items: [{}, { type: "string" }], additionalItems: false }),
    "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL",
  ],
  [
    array({ contains: { type: "integer" } }),
    array({ contains: { type: "number" } }),
    "CONTAINS_CHANGED",
  ],
  [array({ contains: { type: "integer" } }), array({}), "CONTAINS_ADDED"],
  [array({ contains: {} }), array({}), "CONTAINS_ADDED"],
  [
    object({ properties: { ...a, ...b } }),
    object({ properties: a }),
    "PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL",
  ],
  [
    object({ properties: a, additionalProperties: false }),
    object({ properties: { ...a, ...b }, additionalProperties: false }),
    "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL",
  ],
  [
    object({
      properties: { b: { type: "integer", minimum: 3 } },
      additionalProperties: { type: "integer" },
    }),
    object({ additionalProperties: { type: "integer" } }),
    "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
  ],
  [object({ additionalProperties: false }), object({}), "ADDITIONAL_PROPERTIES_REMOVED"],
  [
    object({ additionalProperties: { type: "string" } }),
    object({}),
    "ADDITIONAL_PROPERTIES_NARROWED",
  ],
  [
    object({ additionalProperties: { type: "integer" } }),
    object({ additionalProperties: { type: "number" } }),
    "ADDITIONAL_PROPERTIES_NARROWED",
  ],
  [
    object({ patternProperties: { "^x": { type: "integer" } } }),
    object({}),
    "PATTERN_PROPERTIES_ADDED",
  ],
  [
    object({ patternProperties: { "^x": { type: "integer" } } }),
    object({ patternProperties: { "^x": { type: "number" } } }),
    "PATTERN_PROPERTIES_NARROWED",
  ],
  [
    object({ properties: a, required: ["a"] }),
    object({ properties: a }),
    "REQUIRED_ATTRIBUTE_ADDED",
  ],
  [object({ minProperties: 2 }), object({}), "MIN_PROPERTIES_ADDED"],
  [object({ minProperties: 2 }), object({ minProperties: 1 }), "MIN_PROPERTIES_INCREASED"],
  [object({ maxProperties: 1 }), object({}), "MAX_PROPERTIES_ADDED"],
  [object({ maxProperties: 1 }), object({ maxProperties: 2 }), "MAX_PROPERTIES_DECREASED"],
  [object({ propertyNames: { maxLength: 2 } }), object({}), "PROPERTY_NAMES_ADDED"],
  [
    object({ propertyNames: { maxLength: 2 } }),
    object({ propertyNames: { maxLength: 3 } }),
    "PROPERTY_NAMES_CHANGED",
  ],
  [object({ dependencies: { a: ["b"] } }), object({}), "DEPENDENCY_ARRAY_ADDED"],
  [
    object({ dependencies: { a: ["b", "c"] } }),
    object({ dependencies: { a: ["b"] } }),
    "DEPENDENCY_ARRAY_EXTENDED",
  ],
  [object({ dependencies: { a: { required: ["c"] } } }), object({}), "DEPENDENCY_SCHEMA_ADDED"],
  [
    object({ dependencies: { a: { properties: { c: { type: "integer" } } } } }),
    object({ dependencies: { a: { properties: { c: { type: "number" } } } } }),
    "DEPENDENCY_SCHEMA_CHANGED",
  ],
  [{ not: { type: "string" } }, { not: { type: "string", minLength: 3 } }, "NOT_TYPE_EXTENDED"],
  [{ type: "integer", not: { const: 3 } }, { type: "integer" }, "NOT_TYPE_EXTENDED"],
  [
    { allOf: [{ type: "string" }, { maxLength: 3 }] },
    { allOf: [{ type: "string" }] },
    "MAX_LENGTH_ADDED",
  ],
  [
    { anyOf: [{ type: "string" }] },
    { anyOf: [{ type: "string" }, { type: "integer" }] },
    "TYPE_CHANGED",
  ],
  [{ type: "string" }, { anyOf: [{ type: "string" }, { type: "integer" }] }, "TYPE_CHANGED"],
  [{ type: "string" }, { oneOf: [{ type: "null" }, { type: "string" }] }, "TYPE_CHANGED"],
  [
    { oneOf: [{ type: "integer" }, { type: "null" }] },
    { oneOf: [{ type: "null" }, { type: "number" }] },
    "TYPE_NARROWED",
  ],
  [
    when({ type: "string" }, { minLength: 3 }),
    when({ type: "string" }, { minLength: 2 }),
    "CONDITION_CHANGED",
  ],
  [{ if: { type: "string" }, else: { type: "integer" } }, {}, "CONDITION_CHANGED"],
];

for (const [narrower, wider, ...rules] of narrowerAndWider) {
  test(`${JSON.stringify(narrower)} is within ${JSON.stringify(wider)}`, () => {
    assert.deepEqual(rulesOf(narrower, wider), []);
    if (rules.length > 0) assert.deepEqual(rulesOf(wider, narrower), rules);
  });
}

/** Two ways to say one thing. */
const equal: readonly (readonly [unknown, unknown])[] = [
  [{ type: ["string", "null"] }, { oneOf: [{ type: "string" }, { type: "null" }] }],
  [
    { type: "integer", exclusiveMinimum: 2 },
    { type: "integer", minimum: 3 },
  ],
  [{ type: "number", multipleOf: 1 }, { type: "integer" }],
  [{ const: 1.0 }, { enum: [1] }],
  [{ allOf: [{ type: "string" }, { maxLength: 3 }] }, { type: "string", maxLength: 3 }],
  [true, {}],
  [{ not: {} }, false],
  [
    { oneOf: [{ properties: a }, { properties: b }] },
    { oneOf: [{ properties: b }, { properties: a }] },
  ],
  [
    when({ type: "string" }, { maxLength: 2 }),
    { anyOf: [{ type: "string", maxLength: 2 }, { not: { type: "string" } }] },
  ],
  [
    { type: "object", properties: { ...a, b: {} } },
    { type: "object", properties: a },
  ],
  [
    { type: "object", required: ["a"], minProperties: 1 },
    { type: "object", required: ["a"] },
  ],
  [
    { type: "array", items: [{ type: "string" }], additionalItems: { type: "string" } },
    { type: "array", items: { type: "string" } },
  ],
];

for (const [one, other] of equal) {
  test(`${JSON.stringify(one)} says the same as ${JSON.stringify(other)}`, () => {
    assert.deepEqual(rulesOf(one, other), []);
    assert.deepEqual(rulesOf(other, one), []);
  });
}

/** Neither is within the other: [earlier, later, rules]. */
const apart: readonly Pair[] = [
  [{ type: "string" }, { type: "boolean" }, "TYPE_CHANGED"],
  [{ type: "string", pattern: "^a" }, { type: "string", pattern: "^b" }, "PATTERN_CHANGED"],
  [{ type: "string", format: "ipv4" }, { type: "string", format: "ipv6" }, "FORMAT_CHANGED"],
  [
    { oneOf: [{ type: "integer" }] },
    { oneOf: [{ type: "integer" }, { type: "number" }] },
    "COMBINED_TYPE_SUBSCHEMAS_CHANGED",
  ],
  [
    { anyOf: [{ properties: a }, { required: ["c"] }] },
    { oneOf: [{ properties: a }, { required: ["c"] }] },
    "COMBINED_TYPE_SUBSCHEMAS_CHANGED",
  ],
  [
    object({ properties: b, additionalProperties: { type: "integer" } }),
    object({ additionalProperties: { type: "integer" } }),
    "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
  ],
  [
    object({ properties: a, additionalProperties: false }),
    object({ properties: { ...a, ...b }, required: ["b"], additionalProperties: false }),
    "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL",
  ],
];

for (const [earlier, later, ...rules] of apart) {
  test(`${JSON.stringify(later)} does not accept all of ${JSON.stringify(earlier)}`, () => {
    assert.deepEqual(rulesOf(earlier, later), rules);
  });
}

test("takes both spellings of an exclusive bound for one", () => {
  const strict = { type: "number", minimum: 5, exclusiveMinimum: true };
  assert.deepEqual(rulesOf(strict, { type: "number", minimum: 5 }, { draft: "04" }), []);
  assert.deepEqual(rulesOf({ type: "number", minimum: 5 }, strict, { draft: "04" }), [
    "EXCLUSIVE_MINIMUM_INCREASED",
  ]);
});

test("compares numbers that a double cannot tell apart", () => {
  const parse = (maximum: string) => parseJsonSchema(`{"type":"integer","maximum":${maximum}}`);
  const ask = (writer: string, reader: string) =>
    checkJsonRead(parse(reader), parse(writer), {
      direction: "BACKWARD",
      profile: "aws",
      jsonPolicy: "strict",
    }).map((violation) => violation.rule);
  assert.deepEqual(ask("9223372036854775807", "9223372036854775806"), ["MAXIMUM_DECREASED"]);
  assert.deepEqual(ask("9223372036854775806", "9223372036854775807"), []);
  assert.deepEqual(ask("1e3", "1000.0"), []);
  assert.deepEqual(ask("1e999999999", "1e1000000000"), []);
});
