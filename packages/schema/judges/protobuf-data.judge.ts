/** Protobuf verdicts against data: what we call compatible must be read without loss (protobufjs). */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Random } from "../test/protobuf/random.ts";
import { isFull, makePairs } from "./protobuf/corpus.ts";
import { checkPair } from "./protobuf/differences.ts";
import { findLosses } from "./protobuf/round-trip.ts";

interface Judged {
  readonly what: string;
  readonly rules: ReadonlySet<string>;
  readonly losses: readonly string[];
}

const judged: Judged[] = [];

before(() => {
  const random = new Random(7);
  for (const pair of makePairs(isFull ? 6000 : 1200, 42)) {
    const { index, earlier, candidate, changes } = pair;
    judged.push({
      what: `#${index} [${changes.join(", ")}]`,
      rules: new Set(checkPair(pair).map((violation) => violation.rule)),
      losses: findLosses(earlier, candidate, random, isFull ? 12 : 6),
    });
  }
});

test("reads without loss what was written before, wherever we say compatible", () => {
  const wrong = judged.filter(({ rules, losses }) => rules.size === 0 && losses.length > 0);
  const compatible = judged.filter(({ rules }) => rules.size === 0).length;
  process.stderr.write(
    `data: ${judged.length} pairs, ${compatible} compatible, ${wrong.length} with losses\n`,
  );
  assert.ok(compatible > judged.length / 10);
  assert.deepEqual(
    wrong.map(({ what, losses }) => `${what} ${losses[0]}`),
    [],
  );
});

test("the data shows a loss for nearly every pair that a rule on bytes refuses", () => {
  const onBytes = [
    "FIELD_KIND_CHANGED",
    "FIELD_NUMBER_CHANGED",
    "FIELD_NUMERIC_LABEL_CHANGED",
    "FIELD_SCALAR_KIND_CHANGED",
    "FIELD_SCALAR_NARROWED",
    "MULTIPLE_FIELDS_MOVED_TO_ONEOF",
    "REQUIRED_FIELD_ADDED",
  ];
  for (const rule of onBytes) {
    const refused = judged.filter(({ rules }) => rules.has(rule));
    const lossy = refused.filter(({ losses }) => losses.length > 0).length;
    process.stderr.write(`  ${rule}: ${lossy} of ${refused.length} lose data\n`);
    // A checker without the rule would be caught by these.
    assert.ok(lossy > 0, rule);
  }
});
