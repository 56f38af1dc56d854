import type { ReadQuestion } from "../data-format.ts";
import { explainSharedName } from "../explain-shared-name.ts";
import type { Violation } from "../verdict.ts";
import type { AvroSchema } from "./avro-schema.ts";
import { explainMismatch } from "./explain-mismatch.ts";
import { findMismatches } from "./find-mismatches.ts";
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
    return [explainSharedName(mismatches[0]?.rule ?? "NAME_MISMATCH", direction)];
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
