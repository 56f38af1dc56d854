/** The `registry` of @platformatic/kafka's producers and consumers. */
import type {
  BeforeDeserializationHook,
  BeforeHookPayloadType,
  BeforeSerializationHook,
  Deserializers,
  SchemaRegistry,
  Serializers,
} from "@platformatic/kafka";
import { WeirError } from "@weir/core";
import type { WriterSchema } from "../compile-decoder.ts";
import { createGlueDeserializer, type GlueDeserializerOptions } from "../glue-deserializer.ts";
import { glueFetchSchema } from "../glue-fetch-schema.ts";
import { glueHeaderBytes, readSchemaVersionId } from "../glue-header.ts";
import { createGlueSerializer } from "../serializer/glue-serializer.ts";
import { addDefaultSerializerOptions, type GlueSerializerOptions } from "../serializer/settings.ts";
import { type SchemasByTopic, schemaFinder } from "./topic-schemas.ts";

export interface GlueSchemaRegistryOptions
  extends GlueSerializerOptions,
    Omit<GlueDeserializerOptions, "fetchSchema" | "cacheSize" | "timeToLiveMs"> {
  /** For producing; a consumer needs none. */
  readonly schemas?: SchemasByTopic;
  /** More than the versions in one fetch of a consumer. @default 1000 */
  readonly cacheSize?: number;
}

type HeaderValue = Buffer | string;

/** Ids are texts: a schema version id, or the number in Confluent's header. */
export type GlueSchemaRegistry<Key, Value> = SchemaRegistry<
  string | undefined,
  WriterSchema,
  Key,
  Value,
  string,
  HeaderValue
>;

/**
 * `new Producer({ registry: glueSchemaRegistry({ endpoint, schemas: { orders: { value } } }) })`.
 * Values are written with the schema of their topic and read with the one they were written with.
 * Keys without a Glue header are read as text. Throws WeirError USAGE.
 */
export function glueSchemaRegistry<Key = unknown, Value = unknown>(
  options: GlueSchemaRegistryOptions,
): GlueSchemaRegistry<Key, Value> {
  const { schemas = {}, cacheSize = 1000 } = options;
  const schemaOf = schemaFinder(schemas);
  const { call, timeToLiveMs } = addDefaultSerializerOptions(options);
  const fetchSchema = glueFetchSchema({ call });
  const serializer = createGlueSerializer({ ...options, cacheSize });
  const deserializer = createGlueDeserializer({ ...options, fetchSchema, cacheSize, timeToLiveMs });

  const serialize = (part: "key" | "value") => (data: unknown, topic: string) => {
    if (data === undefined || data === null) return undefined;
    const schema = schemaOf(topic, part);
    if (schema === undefined) return plainBytes(data, topic, part);
    const record = serializer.encodeNow(topic, data, schema, part);
    if (record !== undefined) return record ?? undefined;
    throw new WeirError("ENCODE_FAILED", `the schema of ${topic} is not registered yet`, {
      remedy: "use the registry's getBeforeSerializationHook, as a producer with it does",
    });
  };

  return {
    get: (id) => deserializer.peek(id ?? ""),
    fetch: (id, callback) => {
      const work = deserializer.fetch(id ?? "");
      if (callback === undefined) return work;
      finish(work, (error) => (error === null ? callback() : callback(error)));
    },
    getSchemaId: (payload, type) => {
      if (Buffer.isBuffer(payload)) return readId(payload);
      if (payload === null || (type !== "key" && type !== "value")) return undefined;
      const schema = schemaOf(payload.topic, type);
      return schema && serializer.registeredId(payload.topic, schema, type);
    },
    getSerializers: () => {
      const [key, value] = [serialize("key"), serialize("value")];
      const serializers: Serializers<unknown, unknown, string, HeaderValue> = {
        key: (data, _headers, message) => key(data, message?.topic ?? ""),
        value: (data, _headers, message) => value(data, message?.topic ?? ""),
        headerKey: (data) => (data === undefined ? undefined : Buffer.from(data)),
        headerValue: (data) => (data === undefined ? undefined : Buffer.from(data)),
      };
      return serializers as Serializers<Key, Value, string, HeaderValue>;
    },
    getDeserializers: () => {
      const deserializers: Deserializers<unknown, unknown, string, HeaderValue> = {
        key: (data) => (data && !isFramed(data) ? data.toString() : deserializer.decodeNow(data)),
        value: (data) => deserializer.decodeNow(data),
        headerKey: (data) => data?.toString(),
        headerValue: (data) => data,
      };
      return deserializers as Deserializers<Key, Value, string, HeaderValue>;
    },
    getBeforeSerializationHook: () => beforeSerialization(),
    getBeforeDeserializationHook: () => beforeDeserialization(),
  };

  function beforeSerialization(): BeforeSerializationHook<Key, Value, string, HeaderValue> {
    return (payload, type, message, callback) => {
      const schema =
        isPart(type) && payload !== null && payload !== undefined
          ? schemaOf(message.topic, type)
          : undefined;
      if (schema === undefined || !isPart(type)) return callback(null);
      finish(serializer.prepare(message.topic, schema, type), callback);
    };
  }

  function beforeDeserialization(): BeforeDeserializationHook {
    return (payload, type, _message, callback) => {
      const id = isPart(type) && payload !== null ? readId(payload) : undefined;
      if (id === undefined || deserializer.peek(id) !== undefined) return callback(null);
      finish(deserializer.fetch(id), callback);
    };
  }

  function isFramed(data: Buffer): boolean {
    if (data[0] === 0) return options.fetchConfluentSchema !== undefined && data.length >= 5;
    return data[0] === 3 && data.length >= glueHeaderBytes;
  }

  function readId(data: Buffer): string | undefined {
    if (!isFramed(data)) return undefined;
    return data[0] === 0 ? String(data.readUInt32BE(1)) : readSchemaVersionId(data);
  }
}

function isPart(type: BeforeHookPayloadType): type is "key" | "value" {
  return type === "key" || type === "value";
}

function plainBytes(data: unknown, topic: string, part: "key" | "value"): Buffer {
  if (part === "key" && typeof data === "string") return Buffer.from(data);
  if (data instanceof Uint8Array) return Buffer.from(data);
  throw new WeirError("ENCODE_FAILED", `there is no ${part} schema for the topic ${topic}`, {
    remedy: `give one in schemas, or a ${part} that is ${part === "key" ? "text or " : ""}bytes`,
  });
}

/** Calls back in a turn of its own: an exception of the callback is none of the promise. */
function finish(work: Promise<unknown>, callback: (error: Error | null) => void): void {
  work.then(
    () => process.nextTick(callback, null),
    (error) => process.nextTick(callback, error),
  );
}
