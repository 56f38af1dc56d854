/**
 * The JSON Schema text that AWS's JsonSchemaConverter (Everit's print, `connect.meta.data=true`) gives
 * a table of Debezium's MySQL connector. Everit prints properties in the order of Java's hashes; here
 * they stand in the table's order, which the canonical form and every verdict take for the same.
 */
import type { EnvelopeColumn } from "./envelope.ts";

/** A field of Kafka Connect; `base` is Connect's type in lower case. */
interface Field {
  readonly name: string;
  readonly schema: ConnectSchema;
}

interface ConnectSchema {
  readonly base: string;
  readonly optional: boolean;
  readonly name?: string;
  readonly version?: number;
  readonly parameters?: unknown;
  readonly default?: string | number | boolean;
  readonly fields?: readonly Field[];
}

/** Envelope text for rows of `topic` (`<prefix>.<database>.<table>`); columns in table order. */
export function renderDebeziumJsonEnvelope(
  topic: string,
  columns: readonly EnvelopeColumn[],
): string {
  const row = struct(`${topic}.Value`, columns.map(columnField), { optional: true });
  const fields = [
    field("before", row),
    field("after", row),
    field("source", source),
    field("transaction", transaction),
    field("op", plain("string")),
    ...["ts_ms", "ts_us", "ts_ns"].map((name) => field(name, optional("int64"))),
  ];
  return JSON.stringify(structText(struct(`${topic}.Envelope`, fields, { version: 2 })));
}

/** Key text for rows of `topic`: the columns of the primary key. */
export function renderDebeziumJsonKey(topic: string, columns: readonly EnvelopeColumn[]): string {
  return JSON.stringify(structText(struct(`${topic}.Key`, columns.map(columnField))));
}

/** Avro's words of a column as Connect's. */
const connectTypes: Readonly<Record<string, string>> = {
  int: "int32",
  long: "int64",
  float: "float32",
  double: "float64",
};

function columnField(column: EnvelopeColumn): Field {
  const properties = typeof column.type === "string" ? { type: column.type } : column.type;
  const avro = String(properties.type);
  const { "connect.type": own, "connect.name": name } = properties;
  const { "connect.version": version, "connect.parameters": parameters } = properties;
  return field(column.name, {
    base: typeof own === "string" ? own : (connectTypes[avro] ?? avro),
    optional: column.nullable,
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof version === "number" ? { version } : {}),
    ...(parameters === undefined ? {} : { parameters }),
    ...(column.default === undefined ? {} : { default: column.default }),
  });
}

/** No `required` and no `additionalProperties`: every object is open, every property optional. */
function structText(schema: ConnectSchema): object {
  // As in the converter, fields of one Connect schema share the text, and the index, of the first.
  const printed = new Map<string, object>();
  const properties = (schema.fields ?? []).map(({ name, schema: own }, index) => {
    const key = JSON.stringify(own);
    const text = printed.get(key) ?? fieldText(own, index);
    printed.set(key, text);
    return [name, text];
  });
  return { type: "object", properties: Object.fromEntries(properties), ...metadata(schema) };
}

function fieldText(schema: ConnectSchema, index: number): object {
  const place = { "connect.index": index };
  if (schema.fields !== undefined) {
    const text = structText(schema);
    return schema.optional ? { ...place, oneOf: [{ type: "null" }, text] } : { ...text, ...place };
  }
  const { type, annotated = true } = jsonTypes[schema.base] ?? { type: "string" };
  const text = {
    type,
    ...defaultOf(schema),
    ...place,
    ...(annotated ? { "connect.type": schema.base } : {}),
    ...metadata(schema),
  };
  return schema.optional ? { ...place, oneOf: [text, { type: "null" }] } : text;
}

const integer = { type: "integer" };
const number = { type: "number" };

const jsonTypes: Readonly<Record<string, { readonly type: string; readonly annotated?: false }>> = {
  int8: integer,
  int16: integer,
  int32: integer,
  int64: integer,
  float32: number,
  float64: number,
  bytes: { type: "string" },
  string: { type: "string", annotated: false },
  boolean: { type: "boolean", annotated: false },
};

/** Of a type with a name, and of bytes, the converter prints the default's JSON text as a string. */
function defaultOf({ base, name, default: value }: ConnectSchema): object {
  if (value === undefined) return {};
  return { default: name === undefined && base !== "bytes" ? value : JSON.stringify(value) };
}

function metadata({ name, version, parameters }: ConnectSchema): object {
  return {
    ...(version === undefined ? {} : { "connect.version": version }),
    ...(name === undefined ? {} : { "connect.name": name }),
    ...(parameters === undefined ? {} : { "connect.parameters": parameters }),
  };
}

function field(name: string, schema: ConnectSchema): Field {
  return { name, schema };
}

function plain(base: string): ConnectSchema {
  return { base, optional: false };
}

function optional(base: string): ConnectSchema {
  return { base, optional: true };
}

function struct(
  name: string,
  fields: readonly Field[],
  more: { readonly optional?: boolean; readonly version?: number } = {},
): ConnectSchema {
  return { base: "struct", optional: false, name, ...more, fields };
}

const snapshot: ConnectSchema = {
  base: "string",
  optional: true,
  name: "io.debezium.data.Enum",
  version: 1,
  parameters: {
    allowed: "true,first,first_in_data_collection,last_in_data_collection,last,false,incremental",
  },
  default: "false",
};

const source = struct(
  "io.debezium.connector.mysql.Source",
  [
    field("version", plain("string")),
    field("connector", plain("string")),
    field("name", plain("string")),
    field("ts_ms", plain("int64")),
    field("snapshot", snapshot),
    field("db", plain("string")),
    field("sequence", optional("string")),
    field("ts_us", optional("int64")),
    field("ts_ns", optional("int64")),
    field("table", optional("string")),
    field("server_id", plain("int64")),
    field("gtid", optional("string")),
    field("file", plain("string")),
    field("pos", plain("int64")),
    field("row", plain("int32")),
    field("thread", optional("int64")),
    field("query", optional("string")),
  ],
  { version: 1 },
);

const transaction = struct(
  "event.block",
  [
    field("id", plain("string")),
    field("total_order", plain("int64")),
    field("data_collection_order", plain("int64")),
  ],
  { optional: true, version: 1 },
);
