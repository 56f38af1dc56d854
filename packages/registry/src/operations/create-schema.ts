import { describeSchema } from "../describe.ts";
import { assertDefinition } from "../evaluate-version.ts";
import {
  readCompatibility,
  readDataFormat,
  readDefinition,
  readDescription,
  readName,
  readTags,
  required,
} from "../fields.ts";
import { alreadyExists, notFound } from "../glue-exceptions.ts";
import type { Operation, OperationContext } from "../operation.ts";
import { defaultRegistryName, readRegistryId, type SchemaKey } from "../schema-key.ts";
import { findRegistry, insertRegistry } from "../store/registries.ts";
import { findSchema, insertSchema, type SchemaRow } from "../store/schemas.ts";
import { insertVersion } from "../store/versions.ts";
import { texts } from "../texts.ts";

/** Version 1 is AVAILABLE: there is nothing to compare it with. */
export const createSchema: Operation<"CreateSchema"> = (context, input) => {
  const { store, now, policy } = context;
  const registryName = readRegistryId(input) ?? defaultRegistryName;
  const schemaName = required(readName(input, "SchemaName"), "SchemaName");
  const dataFormat = readDataFormat(input);
  const compatibility = readCompatibility(input) ?? policy.defaultCompatibility;
  const description = readDescription(input);
  const tags = readTags(input);
  const definition = readDefinition(input);
  if (definition !== undefined) assertDefinition(dataFormat, definition);
  ensureRegistry(context, registryName);
  const key = { registryName, schemaName };
  if (findSchema(store, key) !== undefined) throw alreadyExists(texts.schemaExists(schemaName));
  insertSchema(store, { ...key, dataFormat, compatibility, description, tags, now });
  const version = definition === undefined ? {} : addFirstVersion(context, key, definition);
  return { ...describeSchema(context, created(context, key)), Tags: tags ?? {}, ...version };
};

/** The default registry comes into being when it is first used; no other does. */
function ensureRegistry({ store, now }: OperationContext, registryName: string): void {
  if (findRegistry(store, registryName) !== undefined) return;
  if (registryName !== defaultRegistryName) throw notFound(texts.registryNotFound(registryName));
  insertRegistry(store, { registryName, now });
}

function addFirstVersion(context: OperationContext, key: SchemaKey, definition: string) {
  const { store, now, newId } = context;
  const schemaVersionId = newId();
  const version = { schemaVersionId, definition, status: "AVAILABLE", now } as const;
  insertVersion(store, created(context, key), version);
  return { SchemaVersionId: schemaVersionId, SchemaVersionStatus: version.status };
}

function created({ store }: OperationContext, key: SchemaKey): SchemaRow {
  const schema = findSchema(store, key);
  if (schema === undefined) throw new Error("the schema just inserted is not there");
  return schema;
}
