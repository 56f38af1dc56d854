import { WeirError } from "@weir/core";
import type { CompileOptions, WriterSchema } from "./compile-decoder.ts";
import { decodeConfluentRecord } from "./confluent-header.ts";
import {
  checkGlueHeader,
  glueHeaderBytes,
  readSchemaVersionId,
  type Undecodable,
  unpack,
} from "./glue-header.ts";
import { createSchemaCache, type FetchSchema, type SchemaCache } from "./schema-cache.ts";

export interface GlueDeserializerOptions extends Omit<CompileOptions, "framing"> {
  /** Such as `glueFetchSchema({ endpoint })` or `glueFetchSchema({ call: awsSdkGlueCall(glue) })`. */
  readonly fetchSchema: FetchSchema;
  /** Such as `confluentFetchSchema({ endpoint })`: reads Confluent's records as well. */
  readonly fetchConfluentSchema?: FetchSchema;
  /** @default 200 */
  readonly cacheSize?: number;
  /** @default 86 400 000 */
  readonly timeToLiveMs?: number;
}

export interface GlueDeserializer {
  /**
   * The value of a record, decoded with its writer schema; null for the tombstone. The first record
   * of a schema asks the registry.
   *
   * @throws WeirError DECODE_FAILED, and what the fetchers throw
   */
  decode(record: Buffer | null | undefined): Promise<unknown>;
  /** Does what the first record of a schema does, so that `decodeNow` can follow. */
  prepare(record: Buffer | null | undefined): Promise<void>;
  /** Without waiting. Throws WeirError DECODE_FAILED as well where the schema is not known yet. */
  decodeNow(record: Buffer | null | undefined): unknown;
  /** The known schema of an id: a schema version id, or Confluent's number as text. */
  peek(id: string): WriterSchema | undefined;
  /** Makes it known; that the registry has none is said when a record is decoded. */
  fetch(id: string): Promise<void>;
}

/** A record without its header: the id in it, and whose it is. */
interface Opened {
  readonly id: string;
  readonly payload: Buffer;
  /** Where the payload begins in it. */
  readonly start: number;
  readonly schemas: SchemaCache;
}

/** Reads what AWS's serializers write, and Confluent's where their registry is known. */
export function createGlueDeserializer(options: GlueDeserializerOptions): GlueDeserializer {
  const { cacheSize = 200, timeToLiveMs = 86_400_000, fetchConfluentSchema } = options;
  const common = { ...options, maxSchemas: cacheSize, timeToLiveMs };
  const glue = createSchemaCache({ ...common, framing: "glue" });
  const confluent =
    fetchConfluentSchema &&
    createSchemaCache({ ...common, fetchSchema: fetchConfluentSchema, framing: "confluent" });
  const readId = createIdReader();

  function open(record: Buffer): Opened {
    if (record[0] === 0 && confluent !== undefined) {
      const opened = decodeConfluentRecord(record);
      if ("reason" in opened) throw undecodable(opened);
      const { schemaId, payload } = opened;
      return { id: String(schemaId), payload, start: 0, schemas: confluent };
    }
    const reason = checkGlueHeader(record);
    if (reason !== undefined) throw undecodable({ reason });
    const id = readId(record);
    if (record[1] === 0) return { id, payload: record, start: glueHeaderBytes, schemas: glue };
    const payload = unpack(record.subarray(glueHeaderBytes));
    if ("reason" in payload) throw undecodable(payload);
    return { id, payload, start: 0, schemas: glue };
  }

  function decodeNow(record: Buffer | null | undefined): unknown {
    if (record === null || record === undefined) return null;
    const { id, payload, start, schemas } = open(record);
    const schema = schemas.peek(id) ?? { reason: `the schema ${id} is not known yet` };
    return decodeWith(schema, payload, start);
  }

  return {
    async decode(record) {
      if (record === null || record === undefined) return null;
      const { id, payload, start, schemas } = open(record);
      return decodeWith(schemas.peek(id) ?? (await schemas.get(id)), payload, start);
    },
    async prepare(record) {
      if (record === null || record === undefined) return;
      const { id, schemas } = open(record);
      if (schemas.peek(id) === undefined) await schemas.get(id);
    },
    decodeNow,
    peek(id) {
      const schema = cacheOf(id)?.peek(id);
      return schema === undefined || "reason" in schema ? undefined : schema;
    },
    async fetch(id) {
      await cacheOf(id)?.get(id);
    },
  };

  /** A UUID has dashes, a number has none. */
  function cacheOf(id: string): SchemaCache | undefined {
    return id.includes("-") ? glue : confluent;
  }
}

function decodeWith(schema: WriterSchema | Undecodable, payload: Buffer, start: number): unknown {
  if ("reason" in schema) throw undecodable(schema);
  try {
    return schema.decode(payload, start);
  } catch (cause) {
    const name = `${schema.schemaName} version ${schema.versionNumber}`;
    const reason = `the payload does not fit its writer schema ${name}`;
    throw new WeirError("DECODE_FAILED", reason, { cause });
  }
}

function undecodable({ reason }: Undecodable): WeirError {
  return new WeirError("DECODE_FAILED", reason);
}

/** Records of one schema follow each other: to compare sixteen bytes is quicker than to print them. */
function createIdReader(): (record: Buffer) => string {
  const slots = 16;
  const known: { readonly record: Buffer; readonly id: string }[] = [];
  return (record) => {
    const slot = (record[17] as number) % slots;
    const before = known[slot];
    if (before !== undefined && isSameId(before.record, record)) return before.id;
    const id = readSchemaVersionId(record);
    known[slot] = { record: Buffer.from(record.subarray(0, glueHeaderBytes)), id };
    return id;
  };
}

function isSameId(one: Buffer, other: Buffer): boolean {
  for (let index = 2; index < glueHeaderBytes; index++) {
    if (one[index] !== other[index]) return false;
  }
  return true;
}
