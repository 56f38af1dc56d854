import { describeSchema } from "../describe.ts";
import { assertDefinition } from "../evaluate-version.ts";
import {
  type Fields,
  readCompatibility,
  readDataFormat,
  readDefinition,
  readDescription,
  readName,
  required,
} from "../fields.ts";
import { alreadyExists, notFound } from "../glue-exceptions.ts";
import { assertRoomForRegistry, assertRoomForVersion } from "../limits.ts";
import { requireSchema } from "../lookup.ts";
import type { Operation, OperationContext } from "../operation.ts";
import { defaultRegistryName, type RegistryKey, readRegistryId } from "../schema-key.ts";
import { findRegistry, insertRegistry } from "../store/registries.ts";
import { findSchema, insertSchema, type SchemaRow } from "../store/schemas.ts";
import { insertVersion } from "../store/version-changes.ts";
import { readTags } from "../tags.ts";
import { texts } from "../texts.ts";

/** Version 1 is AVAILABLE at once: there is nothing to compare it with. */
export const createSchema: Operation<"CreateSchema"> = (context, input) => {
  const { store, now, policy } = context;
  const registry = readRegistryId(input) ?? { registryName: defaultRegistryName };
  const schemaName = required(readName(input, "SchemaName"), "SchemaName");
  const dataFormat = readDataFormat(input);
  const compatibility = readCompatibility(input) ?? policy.defaultCompatibility;
  const description = readDescription(input);
  const tags = readTags(input);
  const definition = readOptionalDefinition(input);
  ensureRegistry(context, registry);
  const key = { registryName: registry.registryName, schemaName };
  if (findSchema(store, key) !== undefined) throw alreadyExists(texts.schemaExists(schemaName));
  if (definition !== undefined) assertDefinition(dataFormat, definition);
  insertSchema(store, { ...key, dataFormat, compatibility, description, tags, now });
  const schema = requireSchema(store, key);
  const version = definition === undefined ? {} : addFirstVersion(context, schema, definition);
  return { ...describeSchema(context, schema), Tags: tags ?? {}, ...version };
};

/** A schema may begin without a version. */
function readOptionalDefinition(input: Fields): string | undefined {
  return (input.SchemaDefinition ?? null) === null ? undefined : readDefinition(input);
}

/** The default registry comes into being when it is first used; no other does. */
function ensureRegistry(context: OperationContext, key: RegistryKey): void {
  const { store, now } = context;
  const { registryName } = key;
  if (findRegistry(store, registryName) !== undefined) return;
  if (registryName !== defaultRegistryName) throw notFound(texts.registryNotFound(key));
  assertRoomForRegistry(context);
  insertRegistry(store, { registryName, now });
}

function addFirstVersion(context: OperationContext, schema: SchemaRow, definition: string) {
  const { store, now, newId } = context;
  assertRoomForVersion(context, schema);
  const schemaVersionId = newId();
  const version = { schemaVersionId, definition, status: "AVAILABLE", now } as const;
  insertVersion(store, schema, version);
  return { SchemaVersionId: schemaVersionId, SchemaVersionStatus: version.status };
}
