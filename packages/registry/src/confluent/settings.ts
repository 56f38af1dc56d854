/** Levels and switches in the order in which they decide: subject, context, global, default. */
import type { CompatibilityMode } from "@weir/core";
import { isFollower, moveFollowers } from "../store/confluent-followers.ts";
import { findSetting, globalScope, type SettingScope } from "../store/confluent-settings.ts";
import { listRegistryNames } from "../store/confluent-versions.ts";
import type { Store } from "../store/open-store.ts";
import { findSchema, type SchemaRow } from "../store/schemas.ts";
import { renderLevel } from "./compatibility-level.ts";
import type { ConfluentContext } from "./route.ts";
import { globalContext, parseSubjectName, type SubjectName } from "./subject-name.ts";

/** As answers show it. */
export interface ConfigView {
  readonly alias?: string;
  readonly normalize?: boolean;
  readonly compatibilityLevel?: string;
}

/** Where a name's settings are kept; the default context's are the global ones. */
export function scopeOf(context: ConfluentContext, name: SubjectName): SettingScope {
  const isGlobal =
    name.subject === "" && [context.defaultRegistry, globalContext].includes(name.registryName);
  return isGlobal ? globalScope : { registryName: name.registryName, subject: name.subject };
}

export function findSchemaOf(store: Store, { registryName, subject }: SubjectName) {
  return findSchema(store, { registryName, schemaName: subject });
}

/** The subject that a configured alias leads to, else the subject itself. */
export function followAlias(context: ConfluentContext, name: SubjectName): SubjectName {
  const { alias } = findSetting(context.store, name);
  if (alias === undefined) return name;
  return parseSubjectName(alias, name.registryName, context.defaultRegistry);
}

export function normalizeInScope(store: Store, name: SubjectName): boolean {
  const found = chain(name).map((scope) => findSetting(store, scope).normalize);
  return found.find((value) => value !== undefined) ?? false;
}

/** The level that the next version of a subject is judged by. */
function levelInScope(context: ConfluentContext, name: SubjectName): CompatibilityMode {
  const schema = findSchemaOf(context.store, name);
  return schema?.compatibility ?? configuredLevel(context, name);
}

/** The level of a subject that has no schema yet, and of one that follows. */
export function configuredLevel(context: ConfluentContext, name: SubjectName): CompatibilityMode {
  const found = chain(name).map((scope) => findSetting(context.store, scope).compatibility);
  const level = found.find((value) => value !== undefined);
  const { defaultCompatibility } = context.policy;
  return level ?? (defaultCompatibility === "DISABLED" ? "NONE" : defaultCompatibility);
}

/** What is configured at a scope itself; undefined where nothing is. */
export function configAt(context: ConfluentContext, scope: SettingScope): ConfigView | undefined {
  const { store } = context;
  const { compatibility, normalize, alias } = findSetting(store, scope);
  const level =
    scope === globalScope
      ? configuredLevel(context, scope)
      : (ownLevel(store, findSchemaOf(store, scope)) ?? compatibility);
  if (level === undefined && normalize === undefined && alias === undefined) return undefined;
  return {
    ...(alias === undefined ? {} : { alias }),
    ...(normalize === undefined ? {} : { normalize }),
    ...(level === undefined ? {} : { compatibilityLevel: renderLevel(level) }),
  };
}

/** With what the scopes around it add. */
export function configInScope(context: ConfluentContext, scope: SettingScope): ConfigView {
  const level = levelInScope(context, scope);
  return {
    normalize: normalizeInScope(context.store, scope),
    ...configAt(context, scope),
    compatibilityLevel: renderLevel(level),
  };
}

/** Brings every schema without a level of its own to the one that applies to it now. */
export function refreshFollowers(context: ConfluentContext): void {
  for (const registryName of listRegistryNames(context.store)) {
    const level = configuredLevel(context, { registryName, subject: "" });
    moveFollowers(context.store, registryName, level, context.now);
  }
}

function ownLevel(store: Store, schema: SchemaRow | undefined): CompatibilityMode | undefined {
  if (schema === undefined || isFollower(store, schema.id)) return undefined;
  return schema.compatibility;
}

/** From the nearest scope to the widest. */
function chain(name: SubjectName): readonly SettingScope[] {
  return [name, { registryName: name.registryName, subject: "" }, globalScope];
}
