import { describeError } from "@weir/core";
import type { WriterSchema } from "./compile-decoder.ts";
import { decodeConfluentRecord } from "./confluent-header.ts";
import { decodeGlueRecord, type Undecodable } from "./glue-header.ts";
import type { SchemaCache } from "./schema-cache.ts";

/** A key or value with the schema it was written with. */
export interface DecodedData {
  readonly data: unknown;
  /** Of AWS Glue; null where the record has Confluent's header. */
  readonly schemaVersionId: string | null;
  /** The number in Confluent's header. */
  readonly schemaId?: number;
  readonly schemaVersion: number;
}

/** Why data could not be decoded, and the id in its header where it has one. */
export interface UndecodableData extends Undecodable {
  readonly schemaVersionId?: string;
  readonly schemaId?: number;
}

/**
 * Decodes a key or a value with its own writer schema; throws only where the registry is away. The
 * first byte tells whose header it is: 3 is AWS Glue's, 0 Confluent's, which is read where
 * `confluentSchemas` are given.
 */
export async function decodeData(
  bytes: Buffer,
  schemas: SchemaCache,
  confluentSchemas?: SchemaCache,
): Promise<DecodedData | UndecodableData> {
  if (bytes[0] === 0 && confluentSchemas !== undefined) {
    const record = decodeConfluentRecord(bytes);
    if ("reason" in record) return record;
    const { schemaId, payload } = record;
    const schema = await confluentSchemas.get(String(schemaId));
    return decodePayload(schema, payload, { schemaId, schemaVersionId: null });
  }
  const record = decodeGlueRecord(bytes);
  if ("reason" in record) return record;
  const { schemaVersionId, payload } = record;
  return decodePayload(await schemas.get(schemaVersionId), payload, { schemaVersionId });
}

type Ids =
  | { readonly schemaVersionId: string }
  | { readonly schemaVersionId: null; readonly schemaId: number };

function decodePayload(
  schema: WriterSchema | Undecodable,
  payload: Buffer,
  ids: Ids,
): DecodedData | UndecodableData {
  const { schemaVersionId, ...others } = ids;
  const known = schemaVersionId === null ? others : { schemaVersionId };
  if ("reason" in schema) return { ...schema, ...known };
  try {
    return { data: schema.decode(payload), ...ids, schemaVersion: schema.versionNumber };
  } catch (error) {
    const name = `${schema.schemaName} version ${schema.versionNumber}`;
    const reason = `the payload does not fit its writer schema ${name}: ${describeError(error)}`;
    return { reason, ...known };
  }
}
