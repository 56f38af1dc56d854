import type { Tags } from "../glue-model.ts";
import type { Store } from "./open-store.ts";

export interface RegistryRow {
  readonly registryName: string;
  readonly description: string | null;
  readonly createdTime: string;
  readonly updatedTime: string;
}

export function findRegistry(store: Store, registryName: string): RegistryRow | undefined {
  return store.get<RegistryRow>(
    `select name as registryName, description, created_time as createdTime,
       updated_time as updatedTime from registry where name = ?`,
    registryName,
  );
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
    "insert into registry values (?, ?, ?, ?, ?)",
    registryName,
    description ?? null,
    JSON.stringify(tags ?? {}),
    now,
    now,
  );
}
