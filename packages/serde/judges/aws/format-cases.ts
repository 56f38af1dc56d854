/** A value in three spellings: ours, the JSON that Java reads and prints, and its schema. */
export interface FormatCase {
  readonly dataFormat: "AVRO" | "JSON" | "PROTOBUF";
  readonly definition: string;
  /** Reads what `definition` has written, and has one field more. */
  readonly evolved: string;
  /** Compatible with neither. */
  readonly refused: string;
  readonly value: object;
  /** The value as Java spells it. */
  readonly javaText: string;
  /** Protobuf. */
  readonly messageName?: string;
}

const avroFields = [
  { name: "id", type: "long" },
  { name: "name", type: ["null", "string"], default: null },
  { name: "ratio", type: "double" },
  { name: "state", type: { type: "enum", name: "State", symbols: ["NEW", "OLD"] } },
  { name: "tags", type: { type: "array", items: "string" } },
  { name: "counts", type: { type: "map", values: "int" } },
  { name: "photo", type: "bytes" },
  {
    name: "price",
    type: { type: "bytes", logicalType: "decimal", precision: 10, scale: 2 },
  },
];

function avro(...more: object[]): string {
  const fields = [...avroFields, ...more];
  return JSON.stringify({ type: "record", name: "Order", namespace: "shop-db.orders", fields });
}

export const avroCase: FormatCase = {
  dataFormat: "AVRO",
  definition: avro(),
  evolved: avro({ name: "note", type: ["null", "string"], default: null }),
  refused: avro({ name: "amount", type: "int" }),
  value: {
    id: 9007199254740993n,
    name: "Zoë",
    ratio: 0.1,
    state: "OLD",
    tags: ["a", ""],
    counts: { one: 1 },
    photo: Buffer.from([0, 255]),
    price: "-12.30",
  },
  javaText:
    '{"id":9007199254740993,"name":{"string":"Zoë"},"ratio":0.1,"state":"OLD","tags":["a",""],"counts":{"one":1},"photo":"\\u0000\\u00FF","price":"\\u00FB\\u0032"}',
};

function json(properties: object): string {
  return JSON.stringify({
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    properties: {
      id: { type: "integer" },
      name: { oneOf: [{ type: "string" }, { type: "null" }] },
      tags: { type: "array", items: { type: "string" } },
      ...properties,
    },
    required: ["id"],
    additionalProperties: false,
  });
}

export const jsonCase: FormatCase = {
  dataFormat: "JSON",
  definition: json({}),
  evolved: json({ note: { type: "string" } }),
  refused: json({ name: { type: "string" } }),
  value: { id: 9007199254740993n, name: "Zoë", tags: ["a", ""] },
  javaText: '{"id":9007199254740993,"name":"Zoë","tags":["a",""]}',
};

function protobuf(more: string): string {
  return `syntax = "proto3";
package shop;
import "google/protobuf/timestamp.proto";
message Zebra { string a = 1; }
message Envelope {
  int64 id = 1;
  optional string name = 2;
  repeated string tags = 3;
  map<string, int32> counts = 4;
  bytes photo = 5;
  State state = 6;
  google.protobuf.Timestamp at = 7;
  Inner inner = 8;
  ${more}
  message Inner { sint32 depth = 1; }
  enum State { NEW = 0; OLD = 1; }
}
message Apple { string a = 1; }
`;
}

export const protobufCase: FormatCase = {
  dataFormat: "PROTOBUF",
  definition: protobuf(""),
  evolved: protobuf("string note = 9;"),
  refused: protobuf("string note = 9;").replace("repeated string tags", "repeated int32 tags"),
  messageName: "Envelope",
  value: {
    id: 9007199254740993n,
    name: "Zoë",
    tags: ["a", ""],
    counts: { one: 1 },
    photo: Buffer.from([0, 255]),
    state: "OLD",
    at: { seconds: 1_700_000_000, nanos: 5_000_000 },
    inner: { depth: -3 },
  },
  javaText:
    '{"id":"9007199254740993","name":"Zoë","tags":["a",""],"counts":{"one":1},"photo":"AP8=","state":"OLD","at":"2023-11-14T22:13:20.005Z","inner":{"depth":-3}}',
};

export const formatCases: readonly FormatCase[] = [avroCase, jsonCase, protobufCase];
