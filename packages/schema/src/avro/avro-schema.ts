/** A parsed Avro schema: references are resolved, so a recursive type is a cyclic graph. */
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

/** A type as a sentence names it: `int`, `array of string`, `null or long`, `record Value`. */
export function describeAvroType(schema: AvroSchema): string {
  if (isNamed(schema)) return `${schema.type} ${schema.name}`;
  if (schema.type === "array") return `array of ${describeAvroType(schema.items)}`;
  if (schema.type === "map") return `map of ${describeAvroType(schema.values)}`;
  if (schema.type === "union") return schema.branches.map(describeAvroType).join(" or ");
  return schema.type;
}
