/** Broken, hostile and odd schemas: an answer or SCHEMA_INVALID, soon. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { WeirError } from "@weir/core";
import { makeCorpus } from "../../judges/json/corpus.ts";
import { type Random, seededRandom } from "../../judges/json/random.ts";
import { canonicalForm, checkCompatibility } from "../../src/index.ts";

const full = process.env.WEIR_TEST_FULL === "1";
const rounds = full ? 20_000 : 250;
const seed = 5;
const limitMs = 1000;

/** Whether it is answered; anything but an answer or SCHEMA_INVALID is thrown. */
function isAnswered(candidate: string, earlier: string): boolean {
  try {
    canonicalForm("JSON", candidate);
    checkCompatibility({
      dataFormat: "JSON",
      mode: "FULL",
      candidate,
      baselines: [{ versionNumber: 1, definition: earlier }],
    });
    return true;
  } catch (error) {
    if (error instanceof WeirError && error.code === "SCHEMA_INVALID") return false;
    throw error;
  }
}

/** What one question takes of this thread, the best of two: a busy machine is no hang. */
function timeOf(ask: () => unknown): number {
  const once = () => {
    const before = process.threadCpuUsage();
    ask();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
  const first = once();
  return first < (limitMs * 3) / 4 ? first : Math.min(first, once());
}

const strange: readonly unknown[] = [
  null,
  [],
  {},
  "",
  -1,
  1e308,
  true,
  "#",
  "#/properties/a",
  "__proto__",
  [[]],
  [{ $ref: "#" }],
  { $ref: "#" },
  { $ref: "#/nowhere" },
  { __proto__: null },
  ["integer", "integer"],
  "(a+)+$",
  "\u0000\ud800",
];

const keywords = [
  "type",
  "properties",
  "items",
  "$ref",
  "$id",
  "id",
  "$schema",
  "enum",
  "const",
  "required",
  "pattern",
  "oneOf",
  "allOf",
  "not",
  "if",
  "dependencies",
  "additionalProperties",
  "patternProperties",
  "multipleOf",
  "minimum",
  "maxLength",
  "definitions",
  "__proto__",
  "constructor",
];

/** A value somewhere in it replaced, or a keyword put in. */
function damaged(random: Random, node: unknown): unknown {
  if (typeof node !== "object" || node === null || random.chance(0.1)) return random.pick(strange);
  if (Array.isArray(node)) {
    const at = random.below(node.length);
    return node.length === 0 ? random.pick(strange) : node.with(at, damaged(random, node[at]));
  }
  const own = Object.keys(node);
  const key = random.chance(0.4) || own.length === 0 ? random.pick(keywords) : random.pick(own);
  const old = Object.hasOwn(node, key) ? (node as Record<string, unknown>)[key] : undefined;
  const value = old === undefined ? random.pick(strange) : damaged(random, old);
  return Object.fromEntries([
    ...Object.entries(node).filter(([name]) => name !== key),
    [key, value],
  ]);
}

/** Letters of the text changed, doubled or gone. */
function garbled(random: Random, text: string): string {
  const at = random.below(text.length);
  const other = random.pick(['"', "{", "}", "[", "]", ",", "\\", "9", "e", "\u0000", ""]);
  return text.slice(0, at) + other + text.slice(at + random.below(3));
}

test("answers damaged schemas, or refuses them, within a second", () => {
  const random = seededRandom(seed);
  let answered = 0;
  let round = 0;
  for (const { earlier, later } of makeCorpus(seed, rounds)) {
    const texts = [earlier, later].map((schema) => JSON.stringify(schema)) as [string, string];
    let [candidate] = texts;
    if (round++ % 3 === 0) candidate = garbled(random, candidate);
    else candidate = JSON.stringify(damaged(random, JSON.parse(candidate)));
    const ms = timeOf(() => {
      if (isAnswered(candidate, texts[1])) answered++;
    });
    assert.ok(ms < limitMs, `${ms} ms for ${candidate.slice(0, 2000)}`);
  }
  assert.ok(answered > rounds * 0.1 && answered < rounds * 0.9, `${answered} answered`);
});

const nested = (depth: number, open: string, inner: string, close: string) =>
  open.repeat(depth) + inner + close.repeat(depth);
const many = (count: number, entry: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => entry(index)).join(",");

/** Each definition refers to the next one so many times: paths through it multiply. */
const fan = (levels: number, width: number) =>
  `{"$ref":"#/definitions/d0","definitions":{${many(
    levels,
    (level) =>
      `"d${level}":{"anyOf":[${many(width, () => `{"$ref":"#/definitions/d${level + 1}"}`)}]}`,
  )},"d${levels}":{"type":"string"}}}`;

/** [what, candidate, whether it may be answered]. */
const hostile: readonly (readonly [string, string])[] = [
  ["100 000 brackets", nested(100_000, "[", "", "]")],
  ["100 000 objects", nested(20_000, '{"not":', "{}", "}")],
  ["900 times not", nested(900, '{"not":', "{}", "}")],
  ["450 objects in each other", nested(450, '{"properties":{"a":', "{}", "}}")],
  ["300 times oneOf", nested(300, '{"oneOf":[{"type":"null"},', "{}", "]}")],
  ["10 000 properties", `{"properties":{${many(10_000, (i) => `"p${i}":{"type":"string"}`)}}}`],
  ["10 000 required", `{"required":[${many(10_000, (i) => `"p${i}"`)}]}`],
  ["10 000 values", `{"enum":[${many(10_000, (i) => `"p${i}"`)}]}`],
  [
    "3 000 alternatives",
    `{"oneOf":[${many(3_000, (i) => `{"properties":{"a":{"const":${i}}}}`)}]}`,
  ],
  [
    "1 000 anyOf",
    `{"allOf":[${many(1_000, (i) => `{"anyOf":[{"minimum":${i}},{"maxLength":${i}}]}`)}]}`,
  ],
  ["5 000 patterns", `{"patternProperties":{${many(5_000, (i) => `"^p${i}(a+)+$":{}`)}}}`],
  ["alternatives of alternatives", fan(8, 60)],
  ["negations", `{"allOf":[${many(2_000, (i) => `{"not":{"const":${i},"minLength":1}}`)}]}`],
  [
    "dependencies in a row",
    `{"type":"object","dependencies":{${many(80, (i) => `"a${i}":{"required":["a${i + 1}"],"properties":{"x":{"type":"string"}}}`)}},"required":["a0"]}`,
  ],
  [
    "values and expressions",
    `{"enum":[${many(300, (i) => `"${"a".repeat(30)}${i}"`)}],"allOf":[${many(20, (i) => `{"pattern":"^(a|aa|${i})*$"}`)}]}`,
  ],
  ["a reference to itself", '{"$ref":"#"}'],
  [
    "a circle of references",
    '{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}',
  ],
  ["a circle through allOf", '{"allOf":[{"$ref":"#"},{"not":{"$ref":"#"}}]}'],
  ["a circle through anyOf", '{"anyOf":[{"$ref":"#"},{"oneOf":[{"$ref":"#"}]}]}'],
  [
    "10 000 references in a row",
    `{"$ref":"#/definitions/d0","definitions":{${many(10_000, (i) => `"d${i}":{"$ref":"#/definitions/d${i + 1}"}`)},"d10000":{}}}`,
  ],
  [
    "doubling references",
    `{"allOf":[{"$ref":"#/definitions/d0"}],"definitions":{${many(40, (i) => `"d${i}":{"allOf":[{"$ref":"#/definitions/d${i + 1}"},{"properties":{"a":{"$ref":"#/definitions/d${i + 1}"}}}]}`)},"d40":{"type":"object"}}}`,
  ],
  ["a huge exponent", '{"maximum":1e999999999999999999999,"multipleOf":1e-999999999999}'],
  ["100 000 digits", `{"minimum":${"9".repeat(100_000)},"enum":[${"7".repeat(60_000)}]}`],
  ["a slow expression", `{"pattern":"^(a+)+$","enum":["${"a".repeat(5_000)}b"]}`],
  [
    "a slow name",
    `{"patternProperties":{"^(a|aa)+$":{}},"properties":{"${"a".repeat(2_000)}b":{}}}`,
  ],
  [
    "a prototype",
    '{"__proto__":{"type":"zzz"},"properties":{"__proto__":{"type":"string"},"constructor":{}}}',
  ],
  ["a prototype referred to", '{"$ref":"#/__proto__/toString"}'],
];

for (const [what, candidate] of hostile) {
  test(`answers ${what}, or refuses it, within a second`, () => {
    const changed = candidate.replace('"string"', '"integer"').replace('"null"', '"boolean"');
    for (const earlier of ["{}", `${changed} `]) {
      const ms = timeOf(() => isAnswered(candidate, earlier));
      assert.ok(ms < limitMs, `${Math.round(ms)} ms`);
    }
  });
}
