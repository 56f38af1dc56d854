/** Finds what a request names, or refuses with AWS's text. */
import { type Fields, readSchemaVersionId, readVersionNumber } from "./fields.ts";
import { invalidInput, notFound } from "./glue-exceptions.ts";
import { type RegistryKey, readSchemaId, type SchemaKey } from "./schema-key.ts";
import type { Store } from "./store/open-store.ts";
import { findRegistry, type RegistryRow } from "./store/registries.ts";
import { findSchema, type SchemaRow, schemaById } from "./store/schemas.ts";
import {
  findLatestVersion,
  findVersion,
  findVersionById,
  type VersionRow,
} from "./store/versions.ts";
import { texts } from "./texts.ts";

export function requireRegistry(store: Store, key: RegistryKey): RegistryRow {
  const registry = findRegistry(store, key.registryName);
  if (registry === undefined) throw notFound(texts.registryNotFound(key));
  return registry;
}

export function requireSchema(store: Store, key: SchemaKey): SchemaRow {
  const schema = findSchema(store, key);
  if (schema === undefined) throw notFound(texts.schemaNotFound(key));
  return schema;
}

export function requireVersionOf(
  store: Store,
  key: SchemaKey,
  schema: SchemaRow,
  asked: number | "latest",
): VersionRow {
  const version =
    asked === "latest" ? findLatestVersion(store, schema.id) : findVersion(store, schema.id, asked);
  if (version !== undefined) return version;
  throw notFound(texts.versionNotFound(key, asked === "latest" ? undefined : asked));
}

/** A version as a request names it: by its id, or by schema and number. */
export type VersionKey =
  | { readonly schemaVersionId: string }
  | { readonly key: SchemaKey; readonly asked: number | "latest" };

/** SchemaVersionId alone, or SchemaId with SchemaVersionNumber. */
export function readVersionKey(input: Fields): VersionKey {
  const schemaVersionId = readSchemaVersionId(input);
  if (schemaVersionId === undefined) {
    const key = readSchemaId(input);
    const asked = readVersionNumber(input);
    if (asked === undefined) throw invalidInput(texts.versionNumberNone);
    return { key, asked };
  }
  if ((input.SchemaId ?? input.SchemaVersionNumber ?? null) !== null) {
    throw invalidInput(texts.versionIdAndOthers);
  }
  return { schemaVersionId };
}

export function requireVersion(
  store: Store,
  versionKey: VersionKey,
): { readonly schema: SchemaRow; readonly version: VersionRow } {
  if ("key" in versionKey) {
    const { key, asked } = versionKey;
    const schema = requireSchema(store, key);
    return { schema, version: requireVersionOf(store, key, schema, asked) };
  }
  const { schemaVersionId } = versionKey;
  const version = findVersionById(store, schemaVersionId);
  if (version === undefined) throw notFound(texts.versionIdNotFound(schemaVersionId));
  return { schema: schemaById(store, version.schemaId), version };
}
