import type { AvroSchema } from "./avro-schema.ts";

/** What a schema is for, as far as its shape tells. */
export type Kind = "envelope" | "key" | "row" | "record";

/** Where a mismatch is, in the words of who owns it: a table's column or a record's field. */
export interface Subject {
  readonly column?: string;
  readonly noun: "column" | "field";
  /** `column "age"`, `field "source.gtid"`. */
  readonly text: string;
  /** A field of the envelope that no column stands behind: it changes with Debezium's version. */
  readonly ofDebezium: boolean;
}

/** Debezium's records by their shape: names are adjusted by configuration. */
export function kindOf(schema: AvroSchema): Kind {
  if (schema.type !== "record") return "record";
  if (["before", "after", "op", "source"].every((name) => schema.fields.has(name))) {
    return "envelope";
  }
  if (schema.name === "Key") return "key";
  // An envelope unwrapped to its `after` (ExtractNewRecordState) keeps the row's name.
  return schema.name === "Value" ? "row" : "record";
}

/** The kind that both are of. */
export function sharedKind(one: AvroSchema, other: AvroSchema): Kind {
  const kind = kindOf(one);
  return kind === kindOf(other) ? kind : "record";
}

/** @param fields names of the fields from the root to the place */
export function subjectOf(fields: readonly string[], kind: Kind): Subject {
  const inRow = kind === "envelope" && (fields[0] === "before" || fields[0] === "after");
  const [column, ...inner] = inRow
    ? fields.slice(1)
    : kind === "key" || kind === "row"
      ? fields
      : [];
  if (column === undefined) {
    const ofDebezium = kind === "envelope" && fields.length > 0 && !inRow;
    return { noun: "field", text: describeFields(fields), ofDebezium };
  }
  const text = `${kind === "key" ? "key column" : "column"} ${JSON.stringify(column)}`;
  const whole = inner.length === 0 ? text : `${describeFields(inner)} of ${text}`;
  return { column, noun: "column", text: whole, ofDebezium: false };
}

function describeFields(fields: readonly string[]): string {
  return fields.length === 0 ? "the schema" : `field ${JSON.stringify(fields.join("."))}`;
}
