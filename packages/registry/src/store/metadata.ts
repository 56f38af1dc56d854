import type { Store } from "./open-store.ts";

export interface MetadataPair {
  readonly key: string;
  readonly value: string;
}

export interface MetadataRow extends MetadataPair {
  readonly createdTime: string;
}

/** Newest first. */
export function listMetadata(store: Store, schemaVersionId: string): MetadataRow[] {
  return store.all<MetadataRow>(
    `select key, value, created_time as createdTime from schema_version_metadata
     where version_id = ? order by sequence desc`,
    schemaVersionId,
  );
}

export function insertMetadata(
  store: Store,
  schemaVersionId: string,
  pair: MetadataPair,
  now: string,
): void {
  store.run(
    `insert into schema_version_metadata (version_id, key, value, created_time)
     values (?, ?, ?, ?)`,
    schemaVersionId,
    pair.key,
    pair.value,
    now,
  );
}

/** Returns whether it was there. */
export function deleteMetadata(store: Store, schemaVersionId: string, pair: MetadataPair): boolean {
  const deleted = store.run(
    "delete from schema_version_metadata where version_id = ? and key = ? and value = ?",
    schemaVersionId,
    pair.key,
    pair.value,
  );
  return deleted > 0;
}
