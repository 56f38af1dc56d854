import { optionalDescription } from "../describe.ts";
import { notFound } from "../glue-exceptions.ts";
import type { Operation } from "../operation.ts";
import { readPageSize, readPageToken, renderPageToken } from "../page-token.ts";
import { readRegistryId, schemaArn } from "../schema-key.ts";
import { findRegistry } from "../store/registries.ts";
import { listSchemas as listRows } from "../store/schemas.ts";
import { texts } from "../texts.ts";

export const listSchemas: Operation<"ListSchemas"> = ({ store, arn }, input) => {
  const registryName = readRegistryId(input);
  if (registryName !== undefined && findRegistry(store, registryName) === undefined) {
    throw notFound(texts.registryNotFound(registryName));
  }
  const limit = readPageSize(input);
  const isNamePair = (key: unknown[]) =>
    key.length === 2 && key.every((part) => typeof part === "string");
  const after = readPageToken<[string, string]>(input, isNamePair) ?? (["", ""] as const);
  const rows = listRows(store, { registryName, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    Schemas: shown.map((schema) => ({
      RegistryName: schema.registryName,
      SchemaName: schema.schemaName,
      SchemaArn: schemaArn(arn, schema),
      ...optionalDescription(schema.description),
      SchemaStatus: "AVAILABLE" as const,
      CreatedTime: schema.createdTime,
      UpdatedTime: schema.updatedTime,
    })),
    ...(rows.length > limit && last !== undefined
      ? { NextToken: renderPageToken([last.registryName, last.schemaName]) }
      : {}),
  };
};
