/** Finds what a request names, or refuses with AWS's text. */
import { type Fields, readSchemaVersionId, readVersionNumber } from "./fields.ts";
import { invalidInput, notFound } from "./glue-exceptions.ts";
import { readSchemaId, type SchemaKey } from "./schema-key.ts";
import type { Store } from "./store/open-store.ts";
import { findSchema, type SchemaRow, schemaById } from "./store/schemas.ts";
import {
  findLatestVersion,
  findVersion,
  findVersionById,
  type VersionRow,
} from "./store/versions.ts";
import { texts } from "./texts.ts";

export function requireSchema(
  store: Store,
  input: Fields,
): { readonly key: SchemaKey; readonly schema: SchemaRow } {
  const key = readSchemaId(input);
  const schema = findSchema(store, key);
  if (schema === undefined) throw notFound(texts.schemaNotFound(key));
  return { key, schema };
}

export function requireVersionOf(
  store: Store,
  { key, schema }: { readonly key: SchemaKey; readonly schema: SchemaRow },
  asked: number | "latest",
): VersionRow {
  const version =
    asked === "latest" ? findLatestVersion(store, schema.id) : findVersion(store, schema.id, asked);
  if (version !== undefined) return version;
  throw notFound(texts.versionNotFound(key, asked === "latest" ? undefined : asked));
}

/** A version by SchemaVersionId, or by SchemaId with SchemaVersionNumber. */
export function requireVersion(
  store: Store,
  input: Fields,
): { readonly schema: SchemaRow; readonly version: VersionRow } {
  const schemaVersionId = readSchemaVersionId(input);
  if (schemaVersionId === undefined) {
    const found = requireSchema(store, input);
    const asked = readVersionNumber(input);
    if (asked === undefined) throw invalidInput(texts.versionNumberNone);
    return { schema: found.schema, version: requireVersionOf(store, found, asked) };
  }
  if ((input.SchemaId ?? input.SchemaVersionNumber ?? null) !== null) {
    throw invalidInput(texts.versionIdAndOthers);
  }
  const version = findVersionById(store, schemaVersionId);
  if (version === undefined) throw notFound(texts.versionIdNotFound(schemaVersionId));
  return { schema: schemaById(store, version.schemaId), version };
}
