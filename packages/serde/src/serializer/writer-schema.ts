import { WeirError } from "@weir/core";
import type { SchemaReference } from "@weir/schema";
import { compileAvroEncoder, type Encode } from "../avro/avro-encoder.ts";
import { parseAvroSchema } from "../avro/avro-schema.ts";
import { compileJsonEncoder } from "../json/json-codec.ts";
import { compileProtobufEncoder } from "../protobuf/protobuf-codec.ts";

/**
 * A schema to write with. The object itself is its identity: it is read and compiled once, and
 * records that are written with the same object cost the same whatever the size of the schema.
 * Keep it; a fresh object per record is compiled per record.
 */
export interface SchemaSource {
  /** @default "AVRO" */
  readonly dataFormat?: "AVRO" | "JSON" | "PROTOBUF";
  readonly definition: string;
  /** Protobuf: which message is written. @default the only one at the top of the file */
  readonly messageName?: string;
  readonly references?: readonly SchemaReference[];
}

export interface CompiledSource {
  readonly dataFormat: "AVRO" | "JSON" | "PROTOBUF";
  readonly definition: string;
  readonly encode: Encode;
}

/** Throws WeirError SCHEMA_INVALID. */
export function compileSource(source: SchemaSource): CompiledSource {
  const { dataFormat = "AVRO", definition, references = [], messageName } = source;
  return { dataFormat, definition, encode: compile() };

  function compile(): Encode {
    try {
      if (dataFormat === "JSON") return compileJsonEncoder(definition, references);
      if (dataFormat === "AVRO") {
        return compileAvroEncoder(parseAvroSchema(definition, references));
      }
      const own = messageName === undefined ? {} : { messageName };
      return compileProtobufEncoder(definition, { references, ...own });
    } catch (cause) {
      if (cause instanceof WeirError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new WeirError("SCHEMA_INVALID", `not a usable ${dataFormat} schema: ${reason}`, {
        cause,
      });
    }
  }
}
