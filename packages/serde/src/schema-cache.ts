import type { SchemaReference } from "@weir/schema";
import { type CompileOptions, compileWriterSchema, type WriterSchema } from "./compile-decoder.ts";
import type { Undecodable } from "./glue-header.ts";
import { TimedCache } from "./timed-cache.ts";

/** A schema version as the registry has it. */
export interface FetchedSchema {
  readonly definition: string;
  /** AVRO, JSON or PROTOBUF. */
  readonly dataFormat: string;
  readonly versionNumber: number;
  readonly schemaName: string;
  /** Other schemas that the definition names; Confluent's registry has them. */
  readonly references?: readonly SchemaReference[];
}

/**
 * Asks the registry for a schema version. Answers undefined where it has none of this id; throws
 * a retryable WeirError (REGISTRY_UNREACHABLE) where it does not answer.
 */
export type FetchSchema = (schemaVersionId: string) => Promise<FetchedSchema | undefined>;

export interface SchemaCacheOptions extends CompileOptions {
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
  /** The same where it is known already. */
  peek(schemaVersionId: string): WriterSchema | Undecodable | undefined;
}

/**
 * Keeps compiled writer schemas by id. Records that ask for one id at the same time share one
 * request; an id that the registry does not know is asked again next time.
 */
export function createSchemaCache(options: SchemaCacheOptions): SchemaCache {
  const { fetchSchema, maxSchemas = 1000, timeToLiveMs = 86_400_000, now = Date.now } = options;
  const cache = new TimedCache<string, WriterSchema | Undecodable>({
    load: async (id) => {
      const fetched = await fetchSchema(id);
      return fetched && compileWriterSchema(id, fetched, options);
    },
    maxEntries: maxSchemas,
    timeToLiveMs,
    now,
  });
  return {
    get: async (id) =>
      (await cache.get(id)) ?? { reason: `the registry has no schema version ${id}` },
    peek: (id) => cache.peek(id),
  };
}
