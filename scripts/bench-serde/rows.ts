import { type EnvelopeColumn, renderDebeziumEnvelope } from "@weir/schema";

/** What is encoded and decoded: a schema, and different values of it. */
export interface Workload {
  readonly title: string;
  readonly definition: string;
  readonly values: readonly object[];
}

const topic = "bench.shop.orders";
const rowCount = 64;

const kinds = [
  { type: "long", value: (seed: number) => 1_700_000_000_000 + seed * 7919 },
  { type: "string", value: (seed: number) => `value ${seed}` },
  { type: "int", value: (seed: number) => (seed * 37) % 100_000 },
  { type: "string", value: (seed: number) => `a text of some length ${seed}` },
  { type: "double", value: (seed: number) => seed / 8 },
] as const;

/** Change events of a table with so many nullable columns, one in eight of them null. */
export function changeEvents(columnCount: number, { doc = "" } = {}): Workload {
  const columns = Array.from({ length: columnCount }, (_, index) => columnAt(index, doc));
  const values = Array.from({ length: rowCount }, (_, row) => ({
    before: null,
    after: Object.fromEntries(
      columns.map(({ name }, index) => {
        const seed = row * 31 + index;
        return [name, seed % 8 === 7 ? null : kindAt(index).value(seed)];
      }),
    ),
    source: sourceAt(row),
    transaction: null,
    op: "c",
    ts_ms: 1_700_000_000_123 + row,
    ts_us: null,
    ts_ns: null,
  }));
  const definition = renderDebeziumEnvelope(topic, columns);
  const size = `${columnCount} columns, schema of ${definition.length} characters`;
  return { title: size, definition, values };
}

function kindAt(index: number) {
  return kinds[index % kinds.length] as (typeof kinds)[number];
}

function columnAt(index: number, doc: string): EnvelopeColumn {
  const { type } = kindAt(index);
  return {
    name: `column_${index}`,
    type: doc === "" ? type : { type, doc, "connect.parameters": { comment: doc } },
    nullable: true,
  };
}

function sourceAt(row: number): object {
  return {
    version: "3.6.0.Final",
    connector: "mysql",
    name: "bench",
    ts_ms: 1_700_000_000_000 + row,
    snapshot: "false",
    db: "shop",
    sequence: null,
    ts_us: 1_700_000_000_000_000 + row,
    ts_ns: null,
    table: "orders",
    server_id: 1,
    gtid: null,
    file: "binlog.000003",
    pos: 4_000_000 + row * 512,
    row: 0,
    thread: 12,
    query: null,
  };
}

/** A flat row of 20 columns in each of the other formats. */
export function flatRows(): { readonly json: Workload; readonly protobuf: Workload } {
  const names = Array.from({ length: 20 }, (_, index) => `column_${index}`);
  const values = Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(names.map((name, index) => [name, kindAt(index).value(row * 31 + index)])),
  );
  const jsonTypes = { long: "integer", int: "integer", string: "string", double: "number" };
  const properties = Object.fromEntries(
    names.map((name, index) => [name, { type: jsonTypes[kindAt(index).type] }]),
  );
  const schema = { $schema: "http://json-schema.org/draft-07/schema#", type: "object", properties };
  const protobufTypes = { long: "int64", int: "int32", string: "string", double: "double" };
  const fields = names.map(
    (name, index) => `${protobufTypes[kindAt(index).type]} ${name} = ${index + 1};`,
  );
  return {
    json: { title: "JSON, 20 columns", definition: JSON.stringify(schema), values },
    protobuf: {
      title: "PROTOBUF, 20 columns",
      definition: `syntax = "proto3"; package bench; message Row { ${fields.join(" ")} }`,
      values,
    },
  };
}
