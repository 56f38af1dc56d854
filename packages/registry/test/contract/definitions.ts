import { type DataFormat, type EnvelopeColumn, renderDebeziumEnvelope } from "@weir/schema";

export const person: readonly EnvelopeColumn[] = [
  { name: "firstName", type: "string", nullable: true },
  { name: "age", type: "int", nullable: false },
];
export const address: EnvelopeColumn = { name: "address", type: "string", nullable: false };
export const email: EnvelopeColumn = { name: "email", type: "string", nullable: true };

export function envelope(name: string, ...columns: readonly EnvelopeColumn[]): string {
  return renderDebeziumEnvelope(name, [...person, ...columns]);
}

/** A record of nullable and of required fields. */
export function avroRecord(optional: readonly string[], required: readonly string[] = []): string {
  return JSON.stringify({
    type: "record",
    name: "R",
    fields: [
      ...required.map((name) => ({ name, type: "int" })),
      ...optional.map((name) => ({ name, type: ["null", "int"], default: null })),
    ],
  });
}

export interface FormatSample {
  readonly first: string;
  /** The same definition, written otherwise. */
  readonly respelled: string;
  /** Allowed after `first` under BACKWARD. */
  readonly evolved: string;
  /** Refused after `first` under BACKWARD. */
  readonly breaking: string;
  readonly invalid: string;
}

const jsonFirst = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  properties: { id: { type: "integer" }, note: { type: "string" } },
};

export const formatSamples: Readonly<Record<DataFormat, FormatSample>> = {
  AVRO: {
    first: avroRecord(["note"], ["id"]),
    respelled: JSON.stringify(JSON.parse(avroRecord(["note"], ["id"])), null, 2),
    evolved: avroRecord(["note", "email"], ["id"]),
    breaking: avroRecord(["note"], ["id", "age"]),
    invalid: '{"type":"zzz"}',
  },
  JSON: {
    first: JSON.stringify(jsonFirst),
    respelled: JSON.stringify(jsonFirst, null, 2),
    evolved: JSON.stringify({ ...jsonFirst, properties: { id: { type: "number" } } }),
    breaking: JSON.stringify({ ...jsonFirst, required: ["id"] }),
    invalid: '{"type":"zzz"}',
  },
  PROTOBUF: {
    first:
      'syntax = "proto2";\nmessage R {\n  required int32 id = 1;\n  optional string note = 2;\n}\n',
    respelled:
      '// A comment.\nsyntax="proto2"; message R { required int32 id=1; optional string note=2; }',
    evolved:
      'syntax = "proto2";\nmessage R {\n  required int32 id = 1;\n  optional string note = 2;\n  optional string email = 3;\n}\n',
    breaking:
      'syntax = "proto2";\nmessage R {\n  required int32 id = 1;\n  optional string note = 2;\n  required string email = 3;\n}\n',
    invalid: "message R {",
  },
};
