/**
 * The Protobuf text of a table: proto3, names made identifiers, every column with its own presence
 * (NULL is a field that is not set) and with a number that stays its own. Debezium's Connect schema
 * cannot go through AWS's Protobuf converter, which numbers columns by their position.
 * https://github.com/awslabs/aws-glue-schema-registry/issues/290
 */
import { WeirError } from "@weir/core";
import { columnName } from "../protobuf/debezium-rows.ts";
import { jsonNameOf } from "../protobuf/json-names.ts";
import { parseProtobuf } from "../protobuf/parse-protobuf.ts";
import { messagesOf } from "../protobuf/protobuf-file.ts";
import type { EnvelopeColumn } from "./envelope.ts";

export interface ColumnNumbers {
  /**
   * Numbers of the columns of earlier versions, dropped ones among them: `readColumnNumbers` of the
   * earlier text. Columns keep theirs, dropped ones are reserved, new ones take the next.
   * @default - by position, from 1
   */
  readonly numbers?: ReadonlyMap<string, number>;
}

/** Value text for rows of `topic` (`<prefix>.<database>.<table>`); columns in table order. */
export function renderDebeziumProtobufEnvelope(
  topic: string,
  columns: readonly EnvelopeColumn[],
  { numbers = new Map() }: ColumnNumbers = {},
): string {
  return `${head(topic)}
message Envelope {
  optional Value before = 1;
  optional Value after = 2;
  optional Source source = 3;
  optional Block transaction = 4;
  optional string op = 5;
  optional int64 ts_ms = 6;
  optional int64 ts_us = 7;
  optional int64 ts_ns = 8;

${message("Source", source.map(fixedField), "  ")}

${message("Block", transaction.map(fixedField), "  ")}
}

${message("Value", columnLines(columns, numbers))}
`;
}

/** Key text for rows of `topic`: the columns of the primary key. */
export function renderDebeziumProtobufKey(
  topic: string,
  columns: readonly EnvelopeColumn[],
  { numbers = new Map() }: ColumnNumbers = {},
): string {
  return `${head(topic)}\n${message("Key", columnLines(columns, numbers))}\n`;
}

/**
 * The numbers in a text of the two above, dropped columns among them.
 *
 * @throws WeirError SCHEMA_INVALID where it is no Protobuf text
 */
export function readColumnNumbers(definition: string): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const row of messagesOf(parseProtobuf(definition).types)) {
    if (row.name !== "Value" && row.name !== "Key") continue;
    for (const [index, name] of row.reserved.names.entries()) {
      const number = row.reserved.ranges[index]?.[0];
      if (number !== undefined) numbers.set(name, number);
    }
    for (const field of row.fields) numbers.set(columnName(field), field.number);
  }
  return numbers;
}

function head(topic: string): string {
  const packageName = topic.split(".").map(identifier).join(".");
  return `syntax = "proto3";\n\npackage ${packageName};\n`;
}

function message(name: string, lines: readonly string[], indent = ""): string {
  const body = lines.map((line) => `${indent}  ${line}\n`).join("");
  return `${indent}message ${name} {\n${body}${indent}}`;
}

function columnLines(
  columns: readonly EnvelopeColumn[],
  earlier: ReadonlyMap<string, number>,
): readonly string[] {
  const numbers = new Map(earlier);
  let last = Math.max(0, ...earlier.values());
  for (const { name } of columns) {
    if (numbers.has(name)) continue;
    last = nextNumber(last);
    numbers.set(name, last);
  }
  const names = fieldNames(numbers);
  const fields = columns.map((column) => {
    const name = names.get(column.name) as string;
    // In JSON, and to people, a column has its own name, whatever had to become of it here.
    const isPlain = name === column.name && jsonNameOf(name) === name;
    const json = isPlain ? "" : ` [json_name = ${quoted(column.name)}]`;
    return `${fieldType(column)} ${name} = ${numbers.get(column.name)}${json};`;
  });
  const present = new Set(columns.map((column) => column.name));
  const dropped = [...earlier.keys()].filter((name) => !present.has(name));
  if (dropped.length === 0) return fields;
  return [
    `reserved ${dropped.map((name) => numbers.get(name)).join(", ")};`,
    `reserved ${dropped.map((name) => quoted(names.get(name) as string)).join(", ")};`,
    ...fields,
  ];
}

/** Where two columns come to one name, the later has its number behind it: both stay as they are. */
function fieldNames(numbers: ReadonlyMap<string, number>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const used = new Set<string>();
  for (const [column, number] of [...numbers].toSorted((a, b) => a[1] - b[1])) {
    let name = identifier(column);
    if (used.has(name)) name = `${name}_${number}`;
    while (used.has(name)) name = `${name}_`;
    used.add(name);
    names.set(column, name);
  }
  return names;
}

/** 19000 to 19999 are Protobuf's own. */
function nextNumber(last: number): number {
  return last === 18_999 ? 20_000 : last + 1;
}

/** What Debezium does with `schema.name.adjustment.mode=avro`. */
function identifier(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_]/g, "_");
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

const scalars: ReadonlyMap<unknown, string> = new Map([
  ["boolean", "bool"],
  ["int", "int32"],
  ["long", "int64"],
  ["float", "float"],
  ["double", "double"],
  ["string", "string"],
  ["bytes", "bytes"],
]);

function fieldType({ name, type }: EnvelopeColumn): string {
  const scalar = scalars.get(typeof type === "string" ? type : type.type);
  if (scalar !== undefined) return `optional ${scalar}`;
  throw unsupported(name, typeof type === "string" ? type : JSON.stringify(type));
}

function unsupported(column: string, type: string): WeirError {
  return new WeirError(
    "SCHEMA_INVALID",
    `column ${JSON.stringify(column)} has the type ${type}, which has no Protobuf form`,
    { remedy: "leave the column out, or use the format avro", details: { column } },
  );
}

type FixedField = readonly [type: string, name: string];

function fixedField([type, name]: FixedField, index: number): string {
  return `optional ${type} ${name} = ${index + 1};`;
}

const source: readonly FixedField[] = [
  ["string", "version"],
  ["string", "connector"],
  ["string", "name"],
  ["int64", "ts_ms"],
  ["string", "snapshot"],
  ["string", "db"],
  ["string", "sequence"],
  ["int64", "ts_us"],
  ["int64", "ts_ns"],
  ["string", "table"],
  ["int64", "server_id"],
  ["string", "gtid"],
  ["string", "file"],
  ["int64", "pos"],
  ["int32", "row"],
  ["int64", "thread"],
  ["string", "query"],
];

const transaction: readonly FixedField[] = [
  ["string", "id"],
  ["int64", "total_order"],
  ["int64", "data_collection_order"],
];
