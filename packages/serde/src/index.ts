export { compileAvroDecoder, type Decode } from "./avro/avro-decoder.ts";
export { type AwsSdkGlue, type AwsSdkGlueClient, awsSdkGlueCall } from "./aws-sdk-glue-call.ts";
export type { CompileOptions, ReaderSchemaOf, WriterSchema } from "./compile-decoder.ts";
export {
  type ConfluentFetchSchemaOptions,
  confluentFetchSchema,
} from "./confluent-fetch-schema.ts";
export { type ConfluentRecord, decodeConfluentRecord } from "./confluent-header.ts";
export { type ConsumeTopicOptions, consumeTopic, type KafkaTokenSecurity } from "./consume.ts";
export { type ConsumedRecord, toConsumedRecord } from "./consumed-record.ts";
export { type DecodedData, decodeData, type UndecodableData } from "./decode-record.ts";
export { exactJson, parseExactJson } from "./exact-json.ts";
export { fetchRound, type Position, type RawRecord } from "./fetch-round.ts";
export {
  type GlueSerdeCall,
  type GlueSerdeOperation,
  type GlueSerdeOperations,
  type HttpGlueOptions,
  httpGlueCall,
} from "./glue-call.ts";
export {
  createGlueDeserializer,
  type GlueDeserializer,
  type GlueDeserializerOptions,
} from "./glue-deserializer.ts";
export { type GlueFetchSchemaOptions, glueFetchSchema } from "./glue-fetch-schema.ts";
export {
  type Compression,
  decodeGlueRecord,
  encodeGlueRecord,
  type GlueRecord,
  glueHeaderBytes,
  type Undecodable,
} from "./glue-header.ts";
export { createGlueCodec, type GlueCodec, type GlueCodecOptions } from "./kafka/glue-codec.ts";
export {
  type GlueSchemaRegistry,
  type GlueSchemaRegistryOptions,
  glueSchemaRegistry,
} from "./kafka/glue-schema-registry.ts";
export type { SchemasByTopic, TopicSchemas } from "./kafka/topic-schemas.ts";
export {
  createSchemaCache,
  type FetchedSchema,
  type FetchSchema,
  type SchemaCache,
  type SchemaCacheOptions,
} from "./schema-cache.ts";
export { createGlueSerializer, type GlueSerializer } from "./serializer/glue-serializer.ts";
export type {
  GlueSerializerOptions,
  RecordPart,
  SchemaNamingStrategy,
} from "./serializer/settings.ts";
export type { SchemaSource } from "./serializer/writer-schema.ts";
