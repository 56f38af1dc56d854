import { describeError } from "@weir/core";
import { decodeGlueRecord, type Undecodable } from "./glue-header.ts";
import type { SchemaCache } from "./schema-cache.ts";

/** A key or value with the schema it was written with. */
export interface DecodedData {
  readonly data: unknown;
  readonly schemaVersionId: string;
  readonly schemaVersion: number;
}

/** Why data could not be decoded, and the id in its header where it has one. */
export interface UndecodableData extends Undecodable {
  readonly schemaVersionId?: string;
}

/** Decodes a key or a value with its own writer schema; throws only where the registry is away. */
export async function decodeData(
  bytes: Buffer,
  schemas: SchemaCache,
): Promise<DecodedData | UndecodableData> {
  const record = decodeGlueRecord(bytes);
  if ("reason" in record) return record;
  const { schemaVersionId, payload } = record;
  const schema = await schemas.get(schemaVersionId);
  if ("reason" in schema) return { ...schema, schemaVersionId };
  try {
    const data = schema.decode(payload);
    return { data, schemaVersionId, schemaVersion: schema.versionNumber };
  } catch (error) {
    const name = `${schema.schemaName} version ${schema.versionNumber}`;
    const reason = `the payload does not fit its writer schema ${name}: ${describeError(error)}`;
    return { reason, schemaVersionId };
  }
}
