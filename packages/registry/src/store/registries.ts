import type { Tags } from "../glue-model.ts";
import type { Store } from "./open-store.ts";

export interface RegistryRow {
  readonly registryName: string;
  readonly description: string | null;
  /** JSON of `Tags`. */
  readonly tags: string;
  readonly createdTime: string;
  readonly updatedTime: string;
}

const columns = `name as registryName, description, tags, created_time as createdTime,
  updated_time as updatedTime`;

export function findRegistry(store: Store, registryName: string): RegistryRow | undefined {
  return store.get<RegistryRow>(`select ${columns} from registry where name = ?`, registryName);
}

/** By name, after `after`. */
export function listRegistryRows(store: Store, after: string, limit: number): RegistryRow[] {
  return store.all<RegistryRow>(
    `select ${columns} from registry where name > ? order by name limit ?`,
    after,
    limit,
  );
}

export function countRegistries(store: Store): number {
  return store.get<{ count: number }>("select count(*) as count from registry")?.count ?? 0;
}

export function insertRegistry(
  store: Store,
  registry: {
    registryName: string;
    description?: string | undefined;
    tags?: Tags | undefined;
    now: string;
  },
): void {
  const { registryName, description, tags, now } = registry;
  store.run(
    `insert into registry (name, description, tags, created_time, updated_time)
     values (?, ?, ?, ?, ?)`,
    registryName,
    description ?? null,
    JSON.stringify(tags ?? {}),
    now,
    now,
  );
}

export function updateRegistryRow(
  store: Store,
  registryName: string,
  description: string,
  now: string,
): void {
  store.run(
    "update registry set description = ?, updated_time = ? where name = ?",
    description,
    now,
    registryName,
  );
}

export function updateRegistryTags(store: Store, registryName: string, tags: Tags): void {
  store.run("update registry set tags = ? where name = ?", JSON.stringify(tags), registryName);
}

/** With its schemas, their versions and their metadata. */
export function deleteRegistryRow(store: Store, registryName: string): void {
  store.run(
    `delete from schema_version
     where schema_id in (select id from schema where registry_name = ?)`,
    registryName,
  );
  store.run("delete from schema where registry_name = ?", registryName);
  store.run("delete from registry where name = ?", registryName);
}
