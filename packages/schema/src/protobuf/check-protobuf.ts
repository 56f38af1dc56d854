import type { Profile } from "../data-format.ts";
import { explainSharedName } from "../explain-shared-name.ts";
import type { Direction, Violation } from "../verdict.ts";
import { compareFiles } from "./compare-files.ts";
import type { Difference } from "./comparison.ts";
import { kindOf, rowTypes } from "./debezium-rows.ts";
import { explainDifference } from "./explain-difference.ts";
import type { ProtobufFile } from "./protobuf-file.ts";
import { isViolation } from "./protobuf-rules.ts";

/**
 * Every reason why `reader` cannot be trusted with what `writer` wrote, in the user's words; empty
 * where it can. The row of a table is one message: a column is reported once for before and after.
 */
export function checkProtobufRead(
  reader: ProtobufFile,
  writer: ProtobufFile,
  { direction, profile }: { readonly direction: Direction; readonly profile: Profile },
): readonly Omit<Violation, "versions">[] {
  const differences = compareFiles(reader, writer).filter((difference) =>
    counts(difference, profile, direction),
  );
  const [first] = differences;
  if (first === undefined) return [];
  const kinds = new Set([kindOf(reader), kindOf(writer)]);
  if (kinds.has("key") && kinds.has("envelope")) return [explainSharedName(first.rule, direction)];
  const rows = [rowTypes(reader), rowTypes(writer)] as const;
  return differences.map((difference) => explainDifference(difference, direction, rows));
}

function counts(difference: Difference, profile: Profile, direction: Direction): boolean {
  const { rule, details } = difference;
  if (!isViolation(rule, profile, direction)) return false;
  if (profile === "confluent") {
    // Confluent looks at new and dropped fields, and not at a label that became "required".
    return rule !== "REQUIRED_FIELD_ADDED" || details.writer === undefined;
  }
  if (rule === "MESSAGE_REMOVED") return details.isRoot === true;
  return details.moved !== true;
}
