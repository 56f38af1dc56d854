/** Plain functions for kafkajs, and for any other client that takes and gives bytes. */
import { WeirError } from "@weir/core";
import { createGlueDeserializer, type GlueDeserializerOptions } from "../glue-deserializer.ts";
import { glueFetchSchema } from "../glue-fetch-schema.ts";
import { createGlueSerializer } from "../serializer/glue-serializer.ts";
import {
  addDefaultSerializerOptions,
  type GlueSerializerOptions,
  type RecordPart,
} from "../serializer/settings.ts";
import { type SchemasByTopic, schemaFinder } from "./topic-schemas.ts";

export interface GlueCodecOptions
  extends GlueSerializerOptions,
    Omit<GlueDeserializerOptions, "fetchSchema" | "cacheSize" | "timeToLiveMs"> {
  /** For `encode`; `decode` needs none. */
  readonly schemas?: SchemasByTopic;
}

export interface GlueCodec {
  /**
   * `producer.send({ topic, messages: [{ value: await encode(topic, value) }] })`.
   * Throws WeirError USAGE where the topic has no such schema, and what a GlueSerializer throws.
   */
  encode(topic: string, value: unknown, part?: RecordPart): Promise<Buffer | null>;
  /** `await decode(message.value)`. Throws what a GlueDeserializer throws. */
  decode<Value = unknown>(record: Buffer | null | undefined): Promise<Value>;
}

/** Throws WeirError USAGE. */
export function createGlueCodec(options: GlueCodecOptions): GlueCodec {
  const { call, cacheSize, timeToLiveMs } = addDefaultSerializerOptions(options);
  const serializer = createGlueSerializer(options);
  const fetchSchema = glueFetchSchema({ call });
  const deserializer = createGlueDeserializer({ ...options, fetchSchema, cacheSize, timeToLiveMs });
  const schemaOf = schemaFinder(options.schemas ?? {});
  return {
    async encode(topic, value, part = "value") {
      const schema = schemaOf(topic, part);
      if (schema !== undefined) return serializer.encode(topic, value, schema, part);
      throw new WeirError("USAGE", `there is no ${part} schema for the topic ${topic}`, {
        remedy: "give one in schemas",
      });
    },
    async decode<Value>(record: Buffer | null | undefined) {
      return (await deserializer.decode(record)) as Value;
    },
  };
}
