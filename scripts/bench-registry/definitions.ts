/** A Debezium envelope of so many columns, one of them named by the caller, in each format. */
import { type DataFormat, renderDebeziumEnvelope } from "@weir/schema";

/** A flat record, the smallest thing that people register. */
export function renderRecord(columns: number, lastColumn: string): string {
  const names = columnNames(columns, lastColumn);
  const fields = names.map((name) => ({ name, type: ["null", "string"], default: null }));
  return JSON.stringify({ type: "record", name: "Row", namespace: "bench", fields });
}

export function renderEnvelope(format: DataFormat, columns: number, lastColumn: string): string {
  const names = columnNames(columns, lastColumn);
  if (format === "AVRO") {
    const all = names.map((name) => ({ name, type: "string", nullable: true }));
    return renderDebeziumEnvelope("bench.shop.orders", all);
  }
  return format === "JSON" ? renderJsonEnvelope(names) : renderProtobufEnvelope(names);
}

function columnNames(columns: number, last: string): string[] {
  return [...Array.from({ length: columns - 1 }, (_, index) => `column_${index}`), last];
}

/** As AWS's JSON converter prints it; closed, so that a column may be added. */
function renderJsonEnvelope(names: readonly string[]): string {
  const nullable = (schema: object, index: number) => ({
    oneOf: [{ type: "null" }, schema],
    "connect.index": index,
  });
  const object = (properties: object) => ({
    ...{ type: "object", properties, additionalProperties: false },
  });
  const row = object(
    Object.fromEntries(names.map((name, index) => [name, nullable({ type: "string" }, index)])),
  );
  const ts = nullable({ type: "integer", "connect.type": "int64" }, 4);
  const source = object({ db: { type: "string" }, table: { type: "string" }, ts_ms: ts });
  const op = { type: "string", "connect.index": 3 };
  const before = nullable(row, 0);
  const after = nullable(row, 1);
  return JSON.stringify(object({ before, after, source, op, ts_ms: ts }));
}

function renderProtobufEnvelope(names: readonly string[]): string {
  const fields = names.map((name, index) => `  optional string ${name} = ${index + 1};`);
  return [
    'syntax = "proto3";',
    "package bench.shop.orders;",
    "message Value {",
    ...fields,
    "}",
    "message Envelope {",
    "  optional Value before = 1;",
    "  optional Value after = 2;",
    "  string op = 3;",
    "  optional int64 ts_ms = 4;",
    "}",
  ].join("\n");
}
