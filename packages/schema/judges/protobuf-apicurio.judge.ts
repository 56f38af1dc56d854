/** Protobuf verdicts against Apicurio's ProtobufCompatibilityCheckerLibrary, finding by finding. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { apicurioDictionary, findApicurioDifferences } from "./protobuf/apicurio.ts";
import { isFull, makePairs, type Pair } from "./protobuf/corpus.ts";
import { checkPair, printTally, tallyDifferences } from "./protobuf/differences.ts";

let pairs: readonly Pair[] = [];
let findings: readonly ReadonlySet<string>[] = [];

before(async () => {
  pairs = makePairs(isFull ? 4000 : 600, 20_261_128);
  findings = await findApicurioDifferences(pairs);
});

test("every difference to Apicurio has a reason", () => {
  const tally = tallyDifferences(pairs, findings, apicurioDictionary);
  printTally("Apicurio", tally);
  assert.deepEqual(tally.unexplained, []);
});

for (const rule of [
  "FIELD_SCALAR_KIND_CHANGED",
  "FIELD_NUMBER_CHANGED",
  "REQUIRED_FIELD_ADDED",
  "METHOD_SIGNATURE_CHANGED",
]) {
  test(`catches a checker that does not know ${rule}`, () => {
    const broken = (pair: Pair) => checkPair(pair).filter((violation) => violation.rule !== rule);
    const { unexplained } = tallyDifferences(pairs, findings, apicurioDictionary, broken);
    assert.ok(unexplained.length > 0);
  });
}

test("catches a checker that finds what is not there", () => {
  const [violation] = pairs.flatMap((pair) => checkPair(pair));
  assert.ok(violation !== undefined);
  const invented = { ...violation, rule: "METHOD_REMOVED" } as const;
  const { unexplained } = tallyDifferences(pairs, findings, apicurioDictionary, () => [invented]);
  assert.ok(unexplained.length > 0);
});
