/**
 * A parsed Avro schema: references are resolved, so a recursive type is a cyclic graph. `meaning` is
 * what values stand for: `decimal(10,2)`, `timestamp-millis`, `io.debezium.time.Date`; no rule of
 * Avro looks at it.
 */
export type AvroSchema =
  | AvroPrimitive
  | AvroArray
  | AvroMap
  | AvroUnion
  | AvroFixed
  | AvroEnum
  | AvroRecord;

export const avroPrimitiveTypes = [
  "null",
  "boolean",
  "int",
  "long",
  "float",
  "double",
  "bytes",
  "string",
] as const;

export type AvroPrimitiveType = (typeof avroPrimitiveTypes)[number];

export interface AvroPrimitive {
  readonly type: AvroPrimitiveType;
  readonly meaning?: string;
}

export interface AvroArray {
  readonly type: "array";
  readonly items: AvroSchema;
}

export interface AvroMap {
  readonly type: "map";
  readonly values: AvroSchema;
}

export interface AvroUnion {
  readonly type: "union";
  readonly branches: readonly AvroSchema[];
}

/** What record, enum and fixed have in common. */
export interface AvroNamed {
  /** Without the namespace. */
  readonly name: string;
  readonly fullName: string;
  /** Full names. */
  readonly aliases: readonly string[];
}

export interface AvroFixed extends AvroNamed {
  readonly type: "fixed";
  readonly meaning?: string;
  /** Bytes. */
  readonly size: number;
}

export interface AvroEnum extends AvroNamed {
  readonly type: "enum";
  readonly symbols: readonly string[];
  readonly default?: string;
}

export interface AvroRecord extends AvroNamed {
  readonly type: "record";
  /** In their order, which is the order of the bytes. */
  readonly fields: ReadonlyMap<string, AvroField>;
}

export interface AvroField {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Position in the record. */
  readonly index: number;
  readonly type: AvroSchema;
  /** JSON null counts as a default. */
  readonly hasDefault: boolean;
}

export function isNamed(schema: AvroSchema): schema is AvroFixed | AvroEnum | AvroRecord {
  return schema.type === "record" || schema.type === "enum" || schema.type === "fixed";
}

/** What a nullable type is besides null; other types are themselves. */
export function withoutNull(schema: AvroSchema): AvroSchema {
  if (schema.type !== "union") return schema;
  const rest = schema.branches.filter((branch) => branch.type !== "null");
  if (rest.length === schema.branches.length || rest.length === 0) return schema;
  return rest.length === 1 ? (rest[0] as AvroSchema) : { type: "union", branches: rest };
}

/** Branches, and levels of arrays and maps, that a sentence takes. */
const mostWords = 8;

/** A type as a sentence names it: `int`, `array of string`, `null or long`, `decimal(10,2)`. */
export function describeAvroType(schema: AvroSchema): string {
  return describe(schema, 0);
}

function describe(schema: AvroSchema, depth: number): string {
  if ("meaning" in schema && schema.meaning !== undefined) {
    return `${schema.meaning} (${schema.type})`;
  }
  if (isNamed(schema)) return `${schema.type} ${schema.name}`;
  if (schema.type === "array" || schema.type === "map") {
    const inner = schema.type === "array" ? schema.items : schema.values;
    return `${schema.type} of ${depth < mostWords ? describe(inner, depth + 1) : "…"}`;
  }
  if (schema.type !== "union") return schema.type;
  const { length } = schema.branches;
  if (length === 0) return "union of nothing";
  const words = schema.branches.slice(0, mostWords).map((branch) => describe(branch, depth + 1));
  return [...words, ...(length > mostWords ? [`${length - mostWords} more`] : [])].join(" or ");
}
