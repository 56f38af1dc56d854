export {
  type AvroEnum,
  type AvroField,
  type AvroFixed,
  type AvroRecord,
  type AvroSchema,
  describeAvroType,
} from "./avro/avro-schema.ts";
export { parseAvroSchema } from "./avro/parse-avro.ts";
export {
  type Baseline,
  type CompatibilityQuestion,
  checkCompatibility,
  comparesAll,
} from "./check-compatibility.ts";
export {
  assertValidSchema,
  canonicalForm,
  type DataFormat,
  dataFormats,
  type JsonPolicy,
  type Profile,
  type SchemaReference,
} from "./data-format.ts";
export {
  type EnvelopeColumn,
  renderDebeziumEnvelope,
  renderDebeziumKey,
} from "./debezium/envelope.ts";
export { renderDebeziumJsonEnvelope, renderDebeziumJsonKey } from "./debezium/json-envelope.ts";
export {
  type ColumnNumbers,
  readColumnNumbers,
  renderDebeziumProtobufEnvelope,
  renderDebeziumProtobufKey,
} from "./debezium/protobuf-envelope.ts";
export { type DiffQuestion, diffSchemas, type SchemaChange } from "./diff/diff-schemas.ts";
export { type JsonRule, jsonRules } from "./json/json-rule.ts";
export { protobufMessageIndex } from "./protobuf/message-index.ts";
export { parseProtobuf } from "./protobuf/parse-protobuf.ts";
export type { ProtobufField, ProtobufFile, ProtobufMessage } from "./protobuf/protobuf-file.ts";
export { renderProtobuf } from "./protobuf/render-protobuf.ts";
export { renderCompatibilityReference } from "./reference/compatibility-reference.ts";
export {
  acceptCommand,
  type Direction,
  describeRule,
  type Rule,
  type Verdict,
  type Violation,
  type Warning,
} from "./verdict.ts";
