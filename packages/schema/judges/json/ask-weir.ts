import type { JsonPolicy } from "../../src/index.ts";
import { checkJsonRead } from "../../src/json/check-json.ts";
import { Comparison } from "../../src/json/comparison.ts";
import { type CompareOptions, exactOptions } from "../../src/json/demand.ts";
import { parseJsonSchema } from "../../src/json/parse-json-schema.ts";
import { makeCorpus } from "./corpus.ts";
import type { Schema } from "./random-schema.ts";

/** One question: whether every value of `writer` is valid under `reader`. */
export interface Question {
  readonly name: string;
  readonly writer: Schema;
  readonly reader: Schema;
}

/** The pairs of the corpus in both directions. */
export function* makeQuestions(seed: number, pairs: number): Iterable<Question> {
  for (const { name, earlier, later } of makeCorpus(seed, pairs)) {
    yield { name: `${name} BACKWARD`, writer: earlier, reader: later };
    yield { name: `${name} FORWARD`, writer: later, reader: earlier };
  }
}

/** Weir's rules that are broken; empty where it says compatible. */
export function rulesOf({ writer, reader }: Question, jsonPolicy: JsonPolicy = "strict"): string[] {
  const [r, w] = [reader, writer].map((schema) => parseJsonSchema(JSON.stringify(schema)));
  const question = { direction: "BACKWARD", profile: "aws", jsonPolicy } as const;
  return checkJsonRead(r as never, w as never, question).map(({ rule }) => rule);
}

/** Whether it holds only by what AWS documents laxer than the data: required with a default. */
export function holdsByDefaults(question: Question): boolean {
  return (
    !holds(question, exactOptions) && holds(question, { ...exactOptions, requiredDefaults: true })
  );
}

function holds({ writer, reader }: Question, options: CompareOptions): boolean {
  const comparison = new Comparison(options);
  const [r, w] = [reader, writer].map((schema) => parseJsonSchema(JSON.stringify(schema)).root);
  return comparison.covers(r as never, comparison.conjunctions.of(w as never));
}
