import { describeError } from "@weir/core";
import { compileAvroDecoder, type Decode } from "./avro/avro-decoder.ts";
import { parseExactJson } from "./exact-json.ts";
import type { Undecodable } from "./glue-header.ts";

/** A schema version as the registry has it. */
export interface FetchedSchema {
  readonly definition: string;
  /** AVRO, JSON or PROTOBUF. */
  readonly dataFormat: string;
  readonly versionNumber: number;
  readonly schemaName: string;
}

/**
 * Asks the registry for a schema version. Answers undefined where it has none of this id; throws
 * a retryable WeirError (REGISTRY_UNREACHABLE) where it does not answer.
 */
export type FetchSchema = (schemaVersionId: string) => Promise<FetchedSchema | undefined>;

/** A schema version with its compiled decoder. */
export interface WriterSchema extends FetchedSchema {
  readonly decode: Decode;
}

export interface SchemaCacheOptions {
  readonly fetchSchema: FetchSchema;
  /** The least recently used goes first. @default 1000 */
  readonly maxSchemas?: number;
  /** @default 24 hours, as AWS's client has it */
  readonly timeToLiveMs?: number;
  /** A clock in ms, for tests. @default Date.now */
  readonly now?: () => number;
}

export interface SchemaCache {
  /** The writer schema, or why there is none; throws only what `fetchSchema` throws. */
  get(schemaVersionId: string): Promise<WriterSchema | Undecodable>;
}

/**
 * Keeps compiled writer schemas by id. Records that ask for one id at the same time share one
 * request; an id that the registry does not know is asked again next time.
 */
export function createSchemaCache(options: SchemaCacheOptions): SchemaCache {
  const { fetchSchema, maxSchemas = 1000, timeToLiveMs = 86_400_000, now = Date.now } = options;
  const entries = new Map<string, { schema: WriterSchema | Undecodable; expiresAt: number }>();
  const inFlight = new Map<string, Promise<WriterSchema | Undecodable>>();

  async function load(id: string): Promise<WriterSchema | Undecodable> {
    const fetched = await fetchSchema(id);
    if (fetched === undefined) return { reason: `the registry has no schema version ${id}` };
    const schema = compile(id, fetched);
    entries.set(id, { schema, expiresAt: now() + timeToLiveMs });
    for (const oldest of entries.keys()) {
      if (entries.size <= maxSchemas) break;
      entries.delete(oldest);
    }
    return schema;
  }

  return {
    get(id) {
      const entry = entries.get(id);
      if (entry !== undefined && entry.expiresAt > now()) {
        // A Map keeps the order of insertion: the last used stands last.
        entries.delete(id);
        entries.set(id, entry);
        return Promise.resolve(entry.schema);
      }
      let loading = inFlight.get(id);
      if (loading === undefined) {
        loading = load(id).finally(() => inFlight.delete(id));
        inFlight.set(id, loading);
      }
      return loading;
    },
  };
}

function compile(id: string, fetched: FetchedSchema): WriterSchema | Undecodable {
  const { dataFormat, definition } = fetched;
  if (dataFormat === "JSON") {
    return { ...fetched, decode: (payload) => parseExactJson(payload.toString("utf8")) };
  }
  if (dataFormat !== "AVRO") {
    return { reason: `schema version ${id} is ${dataFormat}, which is not decoded here` };
  }
  try {
    return { ...fetched, decode: compileAvroDecoder(definition) };
  } catch (error) {
    return { reason: `schema version ${id} is not a usable Avro schema: ${describeError(error)}` };
  }
}
