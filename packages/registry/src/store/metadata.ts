import type { Store } from "./open-store.ts";

export interface MetadataRow {
  readonly key: string;
  readonly value: string;
}

export function listMetadata(store: Store, schemaVersionId: string): MetadataRow[] {
  return store.all<MetadataRow>(
    "select key, value from schema_version_metadata where version_id = ? order by sequence desc",
    schemaVersionId,
  );
}

export function insertMetadata(
  store: Store,
  schemaVersionId: string,
  pair: MetadataRow,
  now: string,
): void {
  store.run(
    "insert into schema_version_metadata (version_id, key, value, created_time) values (?, ?, ?, ?)",
    schemaVersionId,
    pair.key,
    pair.value,
    now,
  );
}
