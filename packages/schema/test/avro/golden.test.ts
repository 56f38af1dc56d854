import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ReadCheck } from "../../src/avro/can-read.ts";
import { findMismatches } from "../../src/avro/find-mismatches.ts";
import { parseAvroSchema } from "../../src/avro/parse-avro.ts";

interface GoldenPair {
  readonly reader: unknown;
  readonly writer: unknown;
  /** Without the comparison of record names. */
  readonly expected: boolean;
  /** With it, where that makes a difference. */
  readonly expectedWithRecordNames?: boolean;
}

/** Verdicts of Apache Avro's Python library; the generator beside the file names the command. */
const pairs: readonly GoldenPair[] = readFileSync(
  new URL("../golden/avro-verdicts.jsonl", import.meta.url),
  "utf8",
)
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));

function parsePair(pair: GoldenPair) {
  const reader = parseAvroSchema(JSON.stringify(pair.reader));
  return [reader, parseAvroSchema(JSON.stringify(pair.writer))] as const;
}

for (const profile of ["aws", "confluent"] as const) {
  const expected = (pair: GoldenPair) =>
    profile === "aws" ? pair.expected : (pair.expectedWithRecordNames ?? pair.expected);

  test(`gives the verdict of Apache Avro on every golden pair (${profile})`, () => {
    const wrong = pairs.filter((pair) => {
      const [reader, writer] = parsePair(pair);
      return new ReadCheck(profile).canRead(reader, writer) !== expected(pair);
    });
    assert.deepEqual(wrong, []);
  });

  test(`finds a mismatch exactly where the verdict is no (${profile})`, () => {
    for (const pair of pairs) {
      const [reader, writer] = parsePair(pair);
      const found = findMismatches(reader, writer, profile);
      assert.equal(found.length === 0, expected(pair), JSON.stringify(pair));
    }
  });
}

test("the golden pairs hold enough of both verdicts to tell a wrong checker", () => {
  const compatible = pairs.filter((pair) => pair.expected).length;
  assert.ok(compatible > 60 && pairs.length - compatible > 60, `${compatible} of ${pairs.length}`);
});
