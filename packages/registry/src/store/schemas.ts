import type { CompatibilityMode } from "@weir/core";
import type { DataFormat } from "@weir/schema";
import type { Tags } from "../glue-model.ts";
import type { Store } from "./open-store.ts";

export interface SchemaRow {
  readonly id: number;
  readonly registryName: string;
  readonly schemaName: string;
  readonly dataFormat: DataFormat;
  readonly compatibility: CompatibilityMode;
  readonly description: string | null;
  /** JSON of `Tags`. */
  readonly tags: string;
  readonly checkpoint: number;
  /** Highest number given to a version, deleted and failed ones included. */
  readonly lastVersionNumber: number;
  readonly createdTime: string;
  readonly updatedTime: string;
}

const columns = `id, registry_name as registryName, name as schemaName, data_format as dataFormat,
  compatibility, description, tags, checkpoint, last_version_number as lastVersionNumber,
  created_time as createdTime, updated_time as updatedTime`;

export function findSchema(
  store: Store,
  key: { readonly registryName: string; readonly schemaName: string },
): SchemaRow | undefined {
  return store.get<SchemaRow>(
    `select ${columns} from schema where registry_name = ? and name = ?`,
    key.registryName,
    key.schemaName,
  );
}

/** @throws Error where the id is none; a version's schema is always there. */
export function schemaById(store: Store, id: number): SchemaRow {
  const row = store.get<SchemaRow>(`select ${columns} from schema where id = ?`, id);
  if (row === undefined) throw new Error(`no schema has the id ${id}`);
  return row;
}

/** Schemas by registry and name, after `after`; of one registry or of all. */
export function listSchemaRows(
  store: Store,
  page: { registryName: string | undefined; after: readonly [string, string]; limit: number },
): SchemaRow[] {
  if (page.registryName === undefined) {
    return store.all<SchemaRow>(
      `select ${columns} from schema where (registry_name, name) > (?, ?)
       order by registry_name, name limit ?`,
      ...page.after,
      page.limit,
    );
  }
  return store.all<SchemaRow>(
    `select ${columns} from schema where registry_name = ? and name > ? order by name limit ?`,
    page.registryName,
    page.after[1],
    page.limit,
  );
}

export function insertSchema(
  store: Store,
  schema: {
    registryName: string;
    schemaName: string;
    dataFormat: DataFormat;
    compatibility: CompatibilityMode;
    description: string | undefined;
    tags: Tags | undefined;
    now: string;
  },
): void {
  store.run(
    `insert into schema (registry_name, name, data_format, compatibility, description, tags,
       checkpoint, last_version_number, created_time, updated_time)
     values (?, ?, ?, ?, ?, ?, 1, 0, ?, ?)`,
    schema.registryName,
    schema.schemaName,
    schema.dataFormat,
    schema.compatibility,
    schema.description ?? null,
    JSON.stringify(schema.tags ?? {}),
    schema.now,
    schema.now,
  );
}

export function updateSchemaRow(
  store: Store,
  schema: Pick<SchemaRow, "id" | "compatibility" | "description" | "checkpoint">,
  now: string,
): void {
  store.run(
    `update schema set compatibility = ?, description = ?, checkpoint = ?, updated_time = ?
     where id = ?`,
    schema.compatibility,
    schema.description,
    schema.checkpoint,
    now,
    schema.id,
  );
}

export function updateSchemaTags(store: Store, id: number, tags: Tags): void {
  store.run("update schema set tags = ? where id = ?", JSON.stringify(tags), id);
}

/** With its versions and their metadata. */
export function deleteSchemaRow(store: Store, id: number): void {
  store.run("delete from schema_version where schema_id = ?", id);
  store.run("delete from schema where id = ?", id);
}
