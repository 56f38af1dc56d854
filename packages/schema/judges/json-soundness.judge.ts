/**
 * Data as the judge: where Weir says that every value of one JSON Schema is valid under another, ajv
 * must find none that is not.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { holdsByDefaults, makeQuestions, type Question, rulesOf } from "./json/ask-weir.ts";
import { findCounterexample } from "./json/counterexample.ts";
import { seededRandom } from "./json/random.ts";

const seed = 20_261_128;
const full = process.env.WEIR_TEST_FULL === "1";
const pairs = full ? 4000 : 600;
const attempts = full ? 150 : 60;

interface Tally {
  compatible: number;
  incompatible: number;
  /** "No" for which the data shows why. */
  confirmed: number;
  /** "Yes" in spite of the data, as documented: a required property added with a default. */
  requiredWithDefault: number;
  values: number;
  unsound: string[];
}

function judge(says: (question: Question) => boolean, count: number): Tally {
  const tally: Tally = {
    compatible: 0,
    incompatible: 0,
    confirmed: 0,
    requiredWithDefault: 0,
    values: 0,
    unsound: [],
  };
  const random = seededRandom(seed);
  for (const question of makeQuestions(seed, count)) {
    const { writer, reader, name } = question;
    const search = findCounterexample(random, writer, reader, attempts);
    const shown = "found" in search;
    tally.values += search.tried;
    if (!says(question)) {
      tally.incompatible++;
      if (shown) tally.confirmed++;
    } else {
      tally.compatible++;
      if (shown && holdsByDefaults(question)) tally.requiredWithDefault++;
      else if (shown) tally.unsound.push(`${name}: ${JSON.stringify({ ...question, ...search })}`);
    }
  }
  return tally;
}

describe("verdicts on JSON Schema against data", () => {
  it("never says compatible where a value shows the contrary", (context) => {
    const tally = judge((question) => rulesOf(question).length === 0, pairs);
    const { unsound, ...counts } = tally;
    context.diagnostic(JSON.stringify(counts));
    assert.deepEqual(unsound, []);
    // A checker that always says no would be as sound: most of its "no" must be shown by data.
    assert.ok(tally.compatible > pairs / 2, "too few compatible pairs to tell anything");
    assert.ok(tally.confirmed > tally.incompatible * 0.8, "too many a no that no value shows");
    assert.ok(tally.requiredWithDefault < tally.compatible * 0.05, "a documented exception spread");
  });

  it("catches a checker that lets properties be added to open objects", () => {
    const lenient = judge((question) => rulesOf(question, "lenient").length === 0, 300);
    assert.ok(lenient.unsound.length >= 5, `${lenient.unsound.length} caught`);
  });

  it("catches a checker that takes the reader for the writer", () => {
    const swap = ({ name, writer, reader }: Question) => ({ name, writer: reader, reader: writer });
    const swapped = judge((question) => rulesOf(swap(question)).length === 0, 300);
    assert.ok(swapped.unsound.length >= 50, `${swapped.unsound.length} caught`);
  });
});
