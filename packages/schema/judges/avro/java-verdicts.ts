import assert from "node:assert/strict";
import type { JavaJudges } from "../../../../test/judges/java-judges.ts";
import type { Pair } from "../../test/avro/corpus/pairs.ts";

export interface Incompatibility {
  readonly rule: string;
  readonly path: string;
}

export interface JavaVerdict {
  readonly compatible: boolean;
  /** Where Java throws instead of answering. */
  readonly error?: string;
  readonly incompatibilities?: readonly Incompatibility[];
}

export interface PairVerdicts {
  /** SchemaCompatibility as it is. */
  readonly named: JavaVerdict;
  /** SchemaCompatibility with every record under one name. */
  readonly neutral: JavaVerdict;
  /** `canReadStrategy`: the resolving grammar. */
  readonly grammar: JavaVerdict;
}

export interface TextVerdict {
  readonly valid: boolean;
  readonly error?: string;
}

/** One JVM for all pairs. */
export function judgePairs(java: JavaJudges, pairs: readonly Pair[]): Promise<PairVerdicts[]> {
  return ask(java, pairs);
}

export function judgeTexts(java: JavaJudges, texts: readonly string[]): Promise<TextVerdict[]> {
  return ask(
    java,
    texts.map((text) => ({ text })),
  );
}

async function ask<Answer>(java: JavaJudges, questions: readonly object[]): Promise<Answer[]> {
  if (questions.length === 0) return [];
  const source = `${import.meta.dirname}/AvroVerdicts.java`;
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join("");
  const { code, stdout, stderr } = await java.run(source, [], { input });
  assert.equal(code, 0, stderr);
  const answers = stdout.trimEnd().split("\n");
  assert.equal(answers.length, questions.length, stderr);
  return answers.map((answer) => JSON.parse(answer));
}
