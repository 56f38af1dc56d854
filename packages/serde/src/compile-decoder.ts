import { describeError } from "@weir/core";
import { compileAvroDecoder, type Decode } from "./avro/avro-decoder.ts";
import { compileAvroResolver } from "./avro/avro-resolver.ts";
import { parseAvroSchema } from "./avro/avro-schema.ts";
import type { Undecodable } from "./glue-header.ts";
import { jsonDecoder } from "./json/json-codec.ts";
import { compileJsonValidator } from "./json/json-validator.ts";
import { compileProtobufDecoder, type Framing } from "./protobuf/protobuf-codec.ts";
import type { FetchedSchema } from "./schema-cache.ts";

/** A schema version with its compiled decoder. */
export interface WriterSchema extends FetchedSchema {
  readonly decode: Decode;
}

/** The definition that data is wanted in, for a writer schema; undefined: as it was written. */
export type ReaderSchemaOf = (writer: FetchedSchema) => string | undefined;

export interface CompileOptions {
  /**
   * AVRO: data is resolved to it by Avro's rules. JSON: data is validated against it, and stays as
   * it is. PROTOBUF has no resolution (fields are found by their number): one is refused.
   */
  readonly readerSchema?: ReaderSchemaOf;
  /** JSON is validated against its writer schema as well. @default false */
  readonly validateJson?: boolean;
  /** Whose header stands before the payload. @default "glue" */
  readonly framing?: Framing;
}

/** Never throws: a schema that cannot be used is a reason. */
export function compileWriterSchema(
  id: string,
  fetched: FetchedSchema,
  options: CompileOptions,
): WriterSchema | Undecodable {
  const { dataFormat } = fetched;
  try {
    const decode = decoderOf(fetched, options);
    if (decode !== undefined) return { ...fetched, decode };
    return { reason: `schema version ${id} is ${dataFormat}, which is not decoded here` };
  } catch (error) {
    const why = describeError(error);
    return { reason: `schema version ${id} is not a usable ${formatName(dataFormat)}: ${why}` };
  }
}

function decoderOf(fetched: FetchedSchema, options: CompileOptions): Decode | undefined {
  const { dataFormat, definition, references = [] } = fetched;
  const reader = options.readerSchema?.(fetched);
  switch (dataFormat) {
    case "AVRO":
      if (reader === undefined) return compileAvroDecoder(definition, references);
      return compileAvroResolver(parseAvroSchema(definition, references), parseAvroSchema(reader));
    case "JSON": {
      if (reader !== undefined) return jsonDecoder(compileJsonValidator(reader));
      if (!options.validateJson) return jsonDecoder();
      return jsonDecoder(compileJsonValidator(definition, references));
    }
    case "PROTOBUF":
      if (reader === undefined) {
        return compileProtobufDecoder(definition, references, options.framing);
      }
      throw new Error("a reader schema was given, and Protobuf knows none; leave it out");
    default:
      return undefined;
  }
}

function formatName(dataFormat: string): string {
  if (dataFormat === "AVRO") return "Avro schema";
  return dataFormat === "JSON" ? "JSON Schema" : "Protobuf schema";
}
