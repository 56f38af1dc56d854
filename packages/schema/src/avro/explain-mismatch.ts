import type { Direction, Violation } from "../verdict.ts";
import { type AvroSchema, describeAvroType, isNamed, withoutNull } from "./avro-schema.ts";
import { missingSymbols } from "./can-read.ts";
import type { Mismatch } from "./find-mismatches.ts";
import { renderPath } from "./invalid.ts";
import type { Subject } from "./subject.ts";

/** What an explanation is made of. FORWARD: the reader is the earlier schema, the writer the new. */
interface Case extends Subject {
  readonly reader: AvroSchema;
  readonly writer: AvroSchema;
  readonly forward: boolean;
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
  const { message, remedy } = describe(mismatch, direction === "FORWARD", subject);
  return {
    rule: mismatch.rule,
    direction,
    path: renderPath(mismatch.path),
    ...(subject.column === undefined ? {} : { column: subject.column }),
    message: `${subject.text} ${message}`,
    remedy: subject.ofDebezium
      ? `${remedy}; this field is Debezium's own: it changes with Debezium's version, not with the table`
      : remedy,
  };
}

function describe(mismatch: Mismatch, forward: boolean, subject: Subject): Words {
  const { rule, reader, writer } = mismatch;
  if (writer === undefined) return describeMissing(reader, forward, subject);
  const facts = { ...subject, reader, writer, forward };
  if (rule === "NAME_MISMATCH") {
    return mismatch.path.at(-1) === "aliases" ? describeAliases(facts) : describeName(facts);
  }
  if (rule === "MISSING_ENUM_SYMBOLS") return describeSymbols(facts);
  return writer.type === "null" ? describeNull(facts) : describeType(facts);
}

function describeMissing(reader: AvroSchema, forward: boolean, { noun }: Subject): Words {
  const column = noun === "column";
  const notNull = column && withoutNull(reader) === reader ? "NOT NULL " : "";
  const rows = column ? "rows" : "data";
  if (forward) {
    return {
      message: `was dropped, and was ${notNull}without a default: readers of the earlier schema have no value for it in new ${rows}`,
      remedy: `keep the ${noun}, or (not under _ALL) give it a default in one version and drop it in the next`,
    };
  }
  return {
    message: `was added ${notNull}without a default: readers of older ${rows} have no value for it`,
    remedy: column
      ? "give the column a DEFAULT (a literal or CURRENT_TIMESTAMP, no other expression) or make it nullable"
      : "give the field a default",
  };
}

function describeNull({ noun, forward }: Case): Words {
  const column = noun === "column";
  const became = column ? "became NOT NULL" : "no longer takes null";
  if (!forward) {
    return {
      message: `${became}: ${column ? "older rows may hold NULL" : "older data may hold null"}, which the new schema cannot read`,
      remedy: `keep the ${noun} nullable`,
    };
  }
  return {
    message: `became nullable: readers of the earlier schema expect a value and cannot read ${column ? "NULL" : "null"}`,
    remedy: column ? "keep the column NOT NULL" : "keep the field without null",
  };
}

function describeType({ reader, writer, forward, noun }: Case): Words {
  const rows = noun === "column" ? "rows" : "data";
  const [wanted, written] =
    reader.type === "fixed" && writer.type === "fixed"
      ? [`fixed of ${reader.size} bytes`, `fixed of ${writer.size} bytes`]
      : [describeAvroType(withoutNull(reader)), describeAvroType(writer)];
  return {
    message: forward
      ? `changed from ${wanted} to ${written}: readers of the earlier schema cannot read ${written} as ${wanted}`
      : `changed from ${written} to ${wanted}: older ${rows} hold ${written}, which cannot be read as ${wanted}`,
    remedy: `keep the type, or add a new ${noun} of the new type`,
  };
}

function describeSymbols({ reader, writer, forward }: Case): Words {
  const symbols =
    reader.type === "enum" && writer.type === "enum"
      ? missingSymbols(reader, writer).map((symbol) => JSON.stringify(symbol))
      : [];
  const list = symbols.length > 8 ? [...symbols.slice(0, 8), "…"].join(", ") : symbols.join(", ");
  return forward
    ? {
        message: `gained the enum symbols ${list}: readers of the earlier schema do not know them, and their enum has no default`,
        remedy:
          "give the enum a default in one version and (not under _ALL) add symbols in the next",
      }
    : {
        message: `lost the enum symbols ${list}: older data may hold them, and the enum has no default`,
        remedy: "keep the symbols, or give the enum a default",
      };
}

function describeName({ reader, writer, forward }: Case): Words {
  const [was, is] = forward ? [reader, writer] : [writer, reader];
  const alias = isNamed(writer) && !forward ? `, or give it the alias "${writer.fullName}"` : "";
  return {
    message: `is ${describeAvroType(is)} and was ${describeAvroType(was)}: Avro compares the names of such types`,
    remedy: `keep the type's name${alias}`,
  };
}

function describeAliases({ forward, noun }: Case): Words {
  return {
    message: `answers to more than one field of the ${forward ? "new" : "earlier"} schema, by its name and its aliases`,
    remedy: `remove the alias, or the other ${noun}`,
  };
}
