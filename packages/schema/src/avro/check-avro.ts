import type { ReadQuestion } from "../data-format.ts";
import type { Direction, Violation } from "../verdict.ts";
import type { AvroSchema } from "./avro-schema.ts";
import { explainMismatch } from "./explain-mismatch.ts";
import { findMismatches, type Mismatch } from "./find-mismatches.ts";
import { kindOf, sharedKind, subjectOf } from "./subject.ts";

/**
 * Every reason why `reader` cannot read what `writer` wrote, in the user's words; empty where it
 * can. A column that fails in `before` and in `after` is reported once.
 */
export function checkAvroRead(
  reader: AvroSchema,
  writer: AvroSchema,
  { direction, profile }: Pick<ReadQuestion, "direction" | "profile">,
): readonly Omit<Violation, "versions">[] {
  const mismatches = findMismatches(reader, writer, profile);
  if (mismatches.length === 0) return [];
  const kinds = [kindOf(reader), kindOf(writer)];
  if (kinds.includes("key") && kinds.includes("envelope")) {
    return [explainSharedName(mismatches, direction)];
  }
  const kind = sharedKind(reader, writer);
  const seen = new Set<string>();
  const violations: Omit<Violation, "versions">[] = [];
  for (const mismatch of mismatches) {
    const subject = subjectOf(mismatch.fields, kind);
    const violation = explainMismatch(mismatch, direction, subject);
    const place = subject.column === undefined ? violation.path : violation.message;
    const identity = `${violation.rule} ${place}`;
    if (!seen.has(identity)) violations.push(violation);
    seen.add(identity);
  }
  return violations;
}

/** https://github.com/awslabs/aws-glue-schema-registry/issues/93 */
function explainSharedName(
  mismatches: readonly Mismatch[],
  direction: Direction,
): Omit<Violation, "versions"> {
  return {
    rule: mismatches[0]?.rule ?? "NAME_MISMATCH",
    direction,
    path: "/",
    message:
      "this schema name is used for both the key and the value of a Debezium table (Key and Envelope)",
    remedy: "give the key a schema name of its own, such as <topic>-key",
  };
}
