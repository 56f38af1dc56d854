import type { Direction, Violation } from "../verdict.ts";
import { type AvroSchema, describeAvroType } from "./avro-schema.ts";
import { missingSymbols } from "./can-read.ts";
import type { Mismatch } from "./find-mismatches.ts";
import { renderPath } from "./invalid.ts";

/** Where a mismatch is, in the words of who owns it: a table's column or a record's field. */
export interface Subject {
  readonly column?: string;
  /** `column "age"`, `field "source.gtid"`. */
  readonly text: string;
}

interface Words {
  readonly message: string;
  readonly remedy: string;
}

/** A mismatch as a violation in the user's words. */
export function explainMismatch(
  mismatch: Mismatch,
  direction: Direction,
  subject: Subject,
): Omit<Violation, "versions"> {
  const forward = direction === "FORWARD";
  const column = subject.column === undefined ? {} : { column: subject.column };
  const words = describe(mismatch, forward, subject.column === undefined ? "field" : "column");
  return {
    rule: mismatch.rule,
    direction,
    path: renderPath(mismatch.path),
    ...column,
    message: `${subject.text} ${words.message}`,
    remedy: words.remedy,
  };
}

function describe(mismatch: Mismatch, forward: boolean, noun: "column" | "field"): Words {
  const { reader, writer } = mismatch;
  if (writer === undefined) return describeMissing(reader, forward, noun);
  if (mismatch.rule === "TYPE_MISMATCH" && writer.type === "null") {
    return describeNull(forward, noun);
  }
  if (mismatch.rule === "MISSING_ENUM_SYMBOLS") return describeSymbols(reader, writer, forward);
  if (mismatch.rule === "NAME_MISMATCH") return describeName(mismatch, writer, noun);
  const [before, after] = forward ? [reader, writer] : [writer, reader];
  const [from, to] =
    mismatch.rule === "FIXED_SIZE_MISMATCH"
      ? [size(before), size(after)]
      : [describeAvroType(before), describeAvroType(after)];
  return {
    message: `changed from ${from} to ${to}: ${
      forward
        ? "readers of the earlier schema cannot read the new values"
        : "values written before cannot be read as the new type"
    }`,
    remedy: `keep the type, or add a new ${noun} of the new type`,
  };
}

function describeMissing(reader: AvroSchema, forward: boolean, noun: "column" | "field"): Words {
  const notNull = noun === "column" && !isNullable(reader) ? "NOT NULL " : "";
  if (forward) {
    return {
      message: `was dropped, and was ${notNull}without a default in the earlier schema: its readers need a value`,
      remedy: `keep the ${noun}`,
    };
  }
  const remedy =
    noun === "column"
      ? "give the column a DEFAULT or make it nullable"
      : "give the field a default";
  return { message: `was added ${notNull}without a default`, remedy };
}

function describeNull(forward: boolean, noun: "column" | "field"): Words {
  return forward
    ? {
        message: "became nullable: readers of the earlier schema expect a value",
        remedy: `keep the ${noun} NOT NULL`,
      }
    : {
        message: "became NOT NULL: rows written before may hold NULL",
        remedy: `keep the ${noun} nullable`,
      };
}

function describeSymbols(reader: AvroSchema, writer: AvroSchema, forward: boolean): Words {
  const symbols =
    reader.type === "enum" && writer.type === "enum"
      ? missingSymbols(reader, writer).map((symbol) => JSON.stringify(symbol))
      : [];
  return {
    message: `${forward ? "gained" : "lost"} the enum symbols ${symbols.join(", ")}, and the ${
      forward ? "earlier" : "new"
    } enum has no default`,
    remedy: forward
      ? "give the enum a default first"
      : "keep the symbols, or give the enum a default",
  };
}

function describeName(mismatch: Mismatch, writer: AvroSchema, noun: string): Words {
  if (mismatch.path.at(-1) === "aliases") {
    return {
      message: `matches more than one ${noun} of the writer by its name and aliases`,
      remedy: "remove the alias",
    };
  }
  return {
    message: `is ${describeAvroType(mismatch.reader)} for the reader and ${describeAvroType(writer)} for the writer`,
    remedy: "keep the type's name, or give it an alias",
  };
}

function isNullable(schema: AvroSchema): boolean {
  return schema.type === "union" && schema.branches.some((branch) => branch.type === "null");
}

function size(schema: AvroSchema): string {
  return schema.type === "fixed" ? `fixed of ${schema.size} bytes` : schema.type;
}
