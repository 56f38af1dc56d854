import type { CompatibilityMode } from "@weir/core";
import type { Store } from "./open-store.ts";

/** Empty names: every registry; an empty subject: all subjects of the registry. */
export interface SettingScope {
  readonly registryName: string;
  readonly subject: string;
}

/** Absent members are not configured here. */
export interface Setting {
  readonly compatibility?: CompatibilityMode;
  readonly normalize?: boolean;
  readonly alias?: string;
  readonly mode?: string;
}

interface SettingRow {
  readonly compatibility: CompatibilityMode | null;
  readonly normalize: number | null;
  readonly alias: string | null;
  readonly mode: string | null;
}

export const globalScope: SettingScope = { registryName: "", subject: "" };

export function findSetting(store: Store, scope: SettingScope): Setting {
  const row = store.get<SettingRow>(
    `select compatibility, normalize, alias, mode from confluent_setting
     where registry_name = ? and subject = ?`,
    scope.registryName,
    scope.subject,
  );
  if (row === undefined) return {};
  return {
    ...(row.compatibility === null ? {} : { compatibility: row.compatibility }),
    ...(row.normalize === null ? {} : { normalize: row.normalize === 1 }),
    ...(row.alias === null ? {} : { alias: row.alias }),
    ...(row.mode === null ? {} : { mode: row.mode }),
  };
}

/** Replaces what is configured; a setting without members goes. */
export function writeSetting(store: Store, scope: SettingScope, setting: Setting): void {
  if (Object.keys(setting).length === 0) {
    store.run(
      "delete from confluent_setting where registry_name = ? and subject = ?",
      scope.registryName,
      scope.subject,
    );
    return;
  }
  store.run(
    `insert or replace into confluent_setting
       (registry_name, subject, compatibility, normalize, alias, mode) values (?, ?, ?, ?, ?, ?)`,
    scope.registryName,
    scope.subject,
    setting.compatibility ?? null,
    setting.normalize === undefined ? null : Number(setting.normalize),
    setting.alias ?? null,
    setting.mode ?? null,
  );
}

/** Forgets what is configured for a registry and its subjects. */
export function deleteSettings(store: Store, registryName: string): void {
  store.run("delete from confluent_setting where registry_name = ?", registryName);
}

/** Forgets the modes of all subjects of a registry. */
export function clearSubjectModes(store: Store, registryName: string): void {
  store.run(
    "update confluent_setting set mode = null where registry_name = ? and subject <> ''",
    registryName,
  );
}
