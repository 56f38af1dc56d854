export { compileAvroDecoder, type Decode } from "./avro/avro-decoder.ts";
export { type ConsumeTopicOptions, consumeTopic, type KafkaTokenSecurity } from "./consume.ts";
export { type ConsumedRecord, toConsumedRecord } from "./consumed-record.ts";
export { type DecodedData, decodeData, type UndecodableData } from "./decode-record.ts";
export { exactJson, parseExactJson } from "./exact-json.ts";
export { fetchRound, type Position, type RawRecord } from "./fetch-round.ts";
export { type GlueFetchSchemaOptions, glueFetchSchema } from "./glue-fetch-schema.ts";
export {
  type Compression,
  decodeGlueRecord,
  encodeGlueRecord,
  type GlueRecord,
  glueHeaderBytes,
  type Undecodable,
} from "./glue-header.ts";
export {
  createSchemaCache,
  type FetchedSchema,
  type FetchSchema,
  type SchemaCache,
  type SchemaCacheOptions,
  type WriterSchema,
} from "./schema-cache.ts";
