import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../judges/json/random.ts";
import { Budget } from "../../src/json/budget.ts";
import { PatternMatcher } from "../../src/json/pattern.ts";

const random = seededRandom(7);
const atoms = [
  "a",
  "b",
  "[ab]",
  "[^a]",
  ".",
  "\\w",
  "\\d",
  "^",
  "$",
  "\\b",
  "\\.",
  "\\u0061",
  "😀",
];
const groups = ["(", "(?:", "(?<n>", "(?=", "(?!"];
const repetitions = ["*", "+", "?", "{2}", "{1,2}", "{2,}", "*?", "{0}"];

function randomPattern(depth: number): string {
  let text = "";
  for (let left = random.below(4); left >= 0; left--) {
    const nested = depth > 0 && random.chance(0.35);
    text += nested ? `${random.pick(groups)}${randomPattern(depth - 1)})` : random.pick(atoms);
    if (random.chance(0.35)) text += random.pick(repetitions);
    if (random.chance(0.12)) text += "|";
  }
  return text;
}

function compiled(pattern: string): RegExp | undefined {
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // Not an expression.
    }
  }
  return undefined;
}

test("answers as the engine does on generated expressions", () => {
  let told = 0;
  let matched = 0;
  for (let round = 0; round < 3000; round++) {
    const pattern = randomPattern(2);
    const expression = compiled(pattern);
    if (expression === undefined) continue;
    const length = random.below(7);
    const text = Array.from({ length }, () => random.pick(["a", "b", "1", "-", "😀", "."])).join(
      "",
    );
    const answer = new PatternMatcher(new Budget()).matches(pattern, text);
    if (answer === undefined) continue;
    told++;
    if (answer) matched++;
    assert.equal(answer, expression.test(text), `${pattern} on ${JSON.stringify(text)}`);
  }
  assert.ok(told > 1500, `${told} told`);
  assert.ok(matched > told * 0.2 && matched < told * 0.8, `${matched} of ${told} matched`);
});

test("reads what an engine that tries again would need years for", () => {
  const patterns = new PatternMatcher(new Budget());
  const many = "a".repeat(40);
  assert.equal(patterns.matches("^(a+)+$", `${many}b`), false);
  assert.equal(patterns.matches("^(a|a)*$", `${many}b`), false);
  assert.equal(patterns.matches(`^${"a?".repeat(40)}${many}$`, many), true);
  assert.equal(patterns.matches("(a|aa)(a|aa)".repeat(20), many), true);
});

test("has no answer for what it does not read, or not in the steps that there are", () => {
  const patterns = new PatternMatcher(new Budget());
  assert.equal(patterns.matches("(a)\\1+", "aa"), undefined);
  assert.equal(patterns.matches("(?<=a)b+", "ab"), undefined);
  assert.equal(patterns.matches("(?i)a++", "a"), undefined);
  assert.equal(patterns.matches("(a{0,9}b?){1000}", "ab".repeat(50_000)), undefined);
});
