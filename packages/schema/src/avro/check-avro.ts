import type { Direction, Violation } from "../verdict.ts";
import type { AvroSchema } from "./avro-schema.ts";
import { ReadCheck } from "./can-read.ts";
import { explainMismatch, type Subject } from "./explain-mismatch.ts";
import { findMismatches, type Mismatch } from "./find-mismatches.ts";

/**
 * Every reason why `reader` cannot read what `writer` wrote, in the user's words; empty where it
 * can. A column that fails in `before` and in `after` is reported once.
 */
export function checkAvroRead(
  reader: AvroSchema,
  writer: AvroSchema,
  direction: Direction,
): readonly Omit<Violation, "versions">[] {
  if (new ReadCheck().canRead(reader, writer)) return [];
  const mismatches = findMismatches(reader, writer);
  const kinds = [kindOf(reader), kindOf(writer)] as const;
  if (kinds.includes("key") && kinds.includes("envelope")) {
    return [explainSharedName(mismatches, direction)];
  }
  const seen = new Set<string>();
  const violations: Omit<Violation, "versions">[] = [];
  for (const mismatch of mismatches) {
    const subject = subjectOf(mismatch, kinds[0] === kinds[1] ? kinds[0] : "record");
    const violation = explainMismatch(mismatch, direction, subject);
    const place = subject.column === undefined ? violation.path : violation.message;
    const identity = `${violation.rule} ${place}`;
    if (!seen.has(identity)) violations.push(violation);
    seen.add(identity);
  }
  return violations;
}

type Kind = "envelope" | "key" | "record";

/** Debezium's records by their shape: names are adjusted by configuration. */
function kindOf(schema: AvroSchema): Kind {
  if (schema.type !== "record") return "record";
  if (["before", "after", "op", "source"].every((name) => schema.fields.has(name))) {
    return "envelope";
  }
  return schema.name === "Key" ? "key" : "record";
}

function subjectOf(mismatch: Mismatch, kind: Kind): Subject {
  const { fields } = mismatch;
  const inRow = kind === "envelope" && (fields[0] === "before" || fields[0] === "after");
  const [column, ...inner] = kind === "key" ? fields : inRow ? fields.slice(1) : [];
  if (column === undefined) return { text: describeFields(fields) };
  const text = `column ${JSON.stringify(column)}`;
  return { column, text: inner.length === 0 ? text : `${describeFields(inner)} of ${text}` };
}

function describeFields(fields: readonly string[]): string {
  return fields.length === 0 ? "the schema" : `field ${JSON.stringify(fields.join("."))}`;
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
