import { holdsByDefaults, type Question } from "./ask-weir.ts";
import { findCounterexample } from "./counterexample.ts";
import { seededRandom } from "./random.ts";

/** Why Weir and jsonsubschema 0.0.8 may differ about a pair; data decides in which group it is. */
export const reasons = {
  shownByValue:
    "Weir says no, and a value shows it: valid under one schema for ajv, not under the other",
  notProvedByWeir:
    "no value shows a difference, and Weir, which compares keyword by keyword, does not prove that there is none",
  requiredWithDefault:
    "AWS and Confluent let a required property be added with a default; data may lack it",
  contradiction:
    "schemas meet in one place of the writer (allOf, oneOf, not, false), and jsonsubschema does not see that they leave nothing",
  multipleOf: "jsonsubschema does not know that every whole number is a multiple of 0.5",
  combinedReader: "jsonsubschema finds no proof through anyOf, oneOf or not of the reader",
  typedEnum: "jsonsubschema takes a whole number of an enum or const for no number beside a type",
  impliedLimit: "jsonsubschema does not see that a limit of the reader follows from other keywords",
} as const;

export type Reason = keyof typeof reasons;

const attempts = 1500;

/**
 * The reason for a difference; undefined where there is none, and one of both is wrong: above all
 * where Weir says yes and a value shows the contrary.
 */
export function classify(question: Question, weirSaysYes: boolean): Reason | undefined {
  const { writer, reader } = question;
  const shown = "found" in findCounterexample(seededRandom(7), writer, reader, attempts);
  if (!weirSaysYes) return shown ? "shownByValue" : "notProvedByWeir";
  if (holdsByDefaults(question)) return "requiredWithDefault";
  if (shown) return undefined;
  const [writes, reads] = [JSON.stringify(writer), JSON.stringify(reader)];
  if (/"(allOf|oneOf|not)":|:false/.test(writes)) return "contradiction";
  if (reads.includes('"multipleOf":')) return "multipleOf";
  if (/"(anyOf|oneOf|not)":/.test(reads)) return "combinedReader";
  if (/"(enum|const)":/.test(reads) && /"type":"(number|integer)"/.test(reads)) return "typedEnum";
  return /"(min|max)[A-Z]/.test(reads) ? "impliedLimit" : undefined;
}
