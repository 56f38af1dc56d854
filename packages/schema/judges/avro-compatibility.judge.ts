import assert from "node:assert/strict";
import { before, type TestContext, test } from "node:test";
import { prepareJavaJudges } from "../../../test/judges/java-judges.ts";
import type { Profile } from "../src/index.ts";
import { generatePairs, type Pair, parses } from "../test/avro/corpus/pairs.ts";
import { generateTexts } from "../test/avro/corpus/texts.ts";
import { explainDifference } from "./avro/grammar-differences.ts";
import {
  type JavaVerdict,
  judgePairs,
  judgeTexts,
  type PairVerdicts,
} from "./avro/java-verdicts.ts";
import {
  brokenCheckers,
  type Checker,
  canRead,
  changeBoth,
  listPlaces,
  withoutAliases,
} from "./avro/our-verdicts.ts";
import { findCoverage } from "./avro/rule-coverage.ts";

const full = process.env.WEIR_TEST_FULL === "1";
const pairs = generatePairs(20261128, full ? 12_000 : 800);
const texts = generateTexts(20261128, full ? 20_000 : 1_500);
const java = await prepareJavaJudges();
let verdicts: readonly PairVerdicts[] = [];

/** Java's verdict in the sense of a profile. */
const answerOf = (index: number, profile: Profile) =>
  (verdicts[index] as PairVerdicts)[profile === "aws" ? "neutral" : "named"];
const expected = (index: number, profile: Profile) => answerOf(index, profile).compatible;

before(async () => {
  verdicts = await judgePairs(java, pairs);
});

/** Java throws at an alias that clashes, though another branch of the union fits: no verdict. */
function isClash({ error }: JavaVerdict): boolean {
  return error?.includes("matches multiple fields") ?? false;
}

function differ(checker: Checker, profile: Profile): Pair[] {
  return pairs.filter((pair, index) => {
    const answer = answerOf(index, profile);
    const says = checker(pair, profile);
    return says !== answer.compatible && !(says && isClash(answer));
  });
}

function count(t: TestContext, names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [name, times] of counts) t.diagnostic(`${name}: ${times}`);
  return counts;
}

for (const profile of ["confluent", "aws"] as const) {
  test(`gives the verdict of Avro's SchemaCompatibility on every pair (${profile})`, (t) => {
    const wrong = differ(canRead, profile);
    assert.deepEqual(wrong.slice(0, 3), [], `${wrong.length} of ${pairs.length}`);
    const clashes = pairs.filter((_, index) => isClash(answerOf(index, profile)));
    const taken = clashes.filter((pair) => canRead(pair, profile));
    t.diagnostic(`Java throws at a clash of aliases: ${clashes.length}`);
    t.diagnostic(`another branch of the union fits: ${taken.length}`);
    assert.ok(taken.length < pairs.length / 1000);
    const said = count(
      t,
      pairs.map((_, index) => (expected(index, profile) ? "compatible" : "incompatible")),
    );
    for (const times of said.values()) assert.ok(times > pairs.length / 4);
  });

  test(`reports each rule that Java reports (${profile})`, (t) => {
    const covered = pairs.flatMap((pair, index) => {
      const { compatible, incompatibilities = [] } = answerOf(index, profile);
      const ours = compatible ? [] : listPlaces(pair, profile);
      return incompatibilities.map((found) => {
        const coverage = findCoverage(found, ours);
        assert.ok(coverage, JSON.stringify({ ...pair, found, ours }));
        return coverage;
      });
    });
    count(t, covered);
  });
}

test("explains each difference between Avro's two algorithms by name", async (t) => {
  const different = pairs.flatMap((pair, index) => {
    const verdict = verdicts[index] as PairVerdicts;
    return verdict.grammar.compatible === canRead(pair, "aws") ? [] : [{ pair, verdict }];
  });
  const bare = await judgePairs(
    java,
    different.map(({ pair }) => changeBoth(pair, withoutAliases)),
  );
  const names = different.map(({ pair, verdict }, index) => {
    const name = explainDifference(pair, verdict, bare[index] as PairVerdicts);
    return name ?? assert.fail(JSON.stringify({ ...pair, ...verdict }));
  });
  t.diagnostic(`${names.length} of ${pairs.length} pairs`);
  const counts = count(t, names);
  assert.ok(counts.has("ENUM_SYMBOLS_UNCHECKED") && counts.has("UNION_BRANCH_BY_NAME"));
  // Tables have no enums and no unions of records: for them the two are one.
  assert.ok(different.every(({ pair }) => pair.kind === "random"));
});

test("fails differences and places that nothing explains", () => {
  const text = JSON.stringify({ type: "record", name: "R", fields: [] });
  const pair: Pair = { kind: "random", reader: text, writer: text };
  for (const grammar of [
    { compatible: false },
    { compatible: false, error: "StackOverflowError" },
  ]) {
    const verdict = { named: { compatible: true }, neutral: { compatible: true }, grammar };
    assert.equal(explainDifference(pair, verdict, verdict), undefined);
  }
  const ours = [{ rule: "TYPE_MISMATCH", path: "/fields/0/type" }];
  assert.equal(findCoverage({ rule: "TYPE_MISMATCH", path: "/fields/1/type" }, ours), undefined);
  assert.equal(findCoverage({ rule: "NAME_MISMATCH", path: "/fields/0/type" }, ours), undefined);
  assert.equal(findCoverage({ rule: "MISSING_UNION_BRANCH", path: "/0" }, []), undefined);
});

for (const [rule, checker] of Object.entries(brokenCheckers)) {
  test(`fails a checker that ${rule}`, () => {
    const profile = rule.startsWith("compares no record") ? "confluent" : "aws";
    assert.ok(differ(checker, profile).length > 0);
  });
}

test("takes the schema texts that Avro's parser takes, and no others", async (t) => {
  const judged = await judgeTexts(java, texts);
  const names = texts.map((text, index) => {
    const { valid, error = "" } = judged[index] as (typeof judged)[number];
    if (parses(text) === valid) return valid ? "valid" : "invalid";
    const afterEnd = error.includes("dangling content after end of schema: /");
    return afterEnd ? "COMMENT_AFTER_END" : assert.fail(`${text}\n${error || "valid for Java"}`);
  });
  const counts = count(t, names);
  for (const kind of ["valid", "invalid"]) assert.ok((counts.get(kind) ?? 0) > texts.length / 4);
});
