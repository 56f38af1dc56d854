/**
 * The Avro schema text that Debezium's MySQL connector gives a table through AvroData with
 * `connect.meta.data=true`: for tests, and for judging a table before it exists.
 */

export interface EnvelopeColumn {
  readonly name: string;
  /** Avro type of a value: `"string"`, `{type: "int", "connect.name": "io.debezium.time.Date"}`. */
  readonly type: string | { readonly [property: string]: unknown };
  readonly nullable: boolean;
  /** Literal of the DEFAULT clause; without one, MySQL's implicit default does not count. */
  readonly default?: string | number | boolean;
}

/** Envelope text for rows of `topic` (`<prefix>.<database>.<table>`); columns in table order. */
export function renderDebeziumEnvelope(topic: string, columns: readonly EnvelopeColumn[]): string {
  const value = namedRecord("Value", columns.map(columnField), {
    "connect.name": `${topic}.Value`,
  });
  return JSON.stringify({
    ...namedRecord("Envelope", [
      optional("before", value),
      optional("after", "Value"),
      { name: "source", type: source },
      optional("transaction", transaction),
      { name: "op", type: "string" },
      optional("ts_ms", "long"),
      optional("ts_us", "long"),
      optional("ts_ns", "long"),
    ]),
    namespace: topic,
    "connect.version": 2,
    "connect.name": `${topic}.Envelope`,
  });
}

/** Key text for rows of `topic`: the columns of the primary key. */
export function renderDebeziumKey(topic: string, columns: readonly EnvelopeColumn[]): string {
  return JSON.stringify({
    ...namedRecord("Key", columns.map(columnField)),
    namespace: topic,
    "connect.name": `${topic}.Key`,
  });
}

function columnField(column: EnvelopeColumn): object {
  const { name, type, nullable } = column;
  if (column.default === undefined) return nullable ? optional(name, type) : { name, type };
  const base = typeof type === "string" ? { type } : type;
  const annotated = { ...base, "connect.default": column.default };
  // A default must be of a union's first branch.
  return { name, type: nullable ? [annotated, "null"] : annotated, default: column.default };
}

function optional(name: string, type: unknown): object {
  return { name, type: ["null", type], default: null };
}

function namedRecord(name: string, fields: readonly object[], properties: object = {}): object {
  return { type: "record", name, fields, ...properties };
}

const snapshot = {
  type: "string",
  "connect.version": 1,
  "connect.parameters": {
    allowed: "true,first,first_in_data_collection,last_in_data_collection,last,false,incremental",
  },
  "connect.default": "false",
  "connect.name": "io.debezium.data.Enum",
};

const source = {
  ...namedRecord("Source", [
    { name: "version", type: "string" },
    { name: "connector", type: "string" },
    { name: "name", type: "string" },
    { name: "ts_ms", type: "long" },
    { name: "snapshot", type: [snapshot, "null"], default: "false" },
    { name: "db", type: "string" },
    optional("sequence", "string"),
    optional("ts_us", "long"),
    optional("ts_ns", "long"),
    optional("table", "string"),
    { name: "server_id", type: "long" },
    optional("gtid", "string"),
    { name: "file", type: "string" },
    { name: "pos", type: "long" },
    { name: "row", type: "int" },
    optional("thread", "long"),
    optional("query", "string"),
  ]),
  namespace: "io.debezium.connector.mysql",
  "connect.version": 1,
  "connect.name": "io.debezium.connector.mysql.Source",
};

const transaction = {
  ...namedRecord("block", [
    { name: "id", type: "string" },
    { name: "total_order", type: "long" },
    { name: "data_collection_order", type: "long" },
  ]),
  namespace: "event",
  "connect.version": 1,
  "connect.name": "event.block",
};
