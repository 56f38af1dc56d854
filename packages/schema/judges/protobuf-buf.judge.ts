/** Protobuf verdicts against Buf's `buf breaking`, finding by finding. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { bufDictionary, findBufBreaking } from "./protobuf/buf.ts";
import { isFull, makePairs, type Pair } from "./protobuf/corpus.ts";
import { checkPair, printTally, tallyDifferences } from "./protobuf/differences.ts";

let pairs: readonly Pair[] = [];
let findings: readonly ReadonlySet<string>[] = [];

before(async () => {
  pairs = makePairs(isFull ? 4000 : 600, 20_261_128);
  findings = await findBufBreaking(pairs);
});

test("every difference to Buf has a reason", () => {
  const tally = tallyDifferences(pairs, findings, bufDictionary);
  printTally("buf breaking", tally);
  assert.deepEqual(tally.unexplained, []);
});

test("the corpus holds enough of both verdicts, from Buf and from us", () => {
  const refused = pairs.filter((pair) => checkPair(pair).length > 0).length;
  const theirs = findings.filter((rules) => rules.size > 0).length;
  for (const count of [refused, theirs]) {
    assert.ok(
      count > pairs.length / 5 && count < pairs.length * 0.95,
      `${count} of ${pairs.length}`,
    );
  }
});

for (const rule of [
  "FIELD_SCALAR_KIND_CHANGED",
  "FIELD_SCALAR_NARROWED",
  "REQUIRED_FIELD_ADDED",
  "PACKAGE_CHANGED",
  "METHOD_REMOVED",
]) {
  test(`catches a checker that does not know ${rule}`, () => {
    const broken = (pair: Pair) => checkPair(pair).filter((violation) => violation.rule !== rule);
    const { unexplained } = tallyDifferences(pairs, findings, bufDictionary, broken);
    assert.ok(unexplained.length > 0);
  });
}

test("catches a checker that finds what is not there", () => {
  const [violation] = pairs.flatMap((pair) => checkPair(pair));
  assert.ok(violation !== undefined);
  const invented = { ...violation, rule: "SERVICE_REMOVED" } as const;
  const { unexplained } = tallyDifferences(pairs, findings, bufDictionary, () => [invented]);
  assert.ok(unexplained.length > 0);
});
