import { optionalDescription } from "../describe.ts";
import { requireRegistry } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { cutPage, readPage } from "../page-token.ts";
import { readRegistryId, schemaArn } from "../schema-key.ts";
import { listSchemaRows } from "../store/schemas.ts";

/** By registry and name; of all registries where none is named. */
export const listSchemas: Operation<"ListSchemas"> = ({ store, arn }, input) => {
  const registry = readRegistryId(input);
  const { size, after } = readPage<[string, string]>(input, "schemas", ["", ""]);
  if (registry !== undefined) requireRegistry(store, registry);
  const registryName = registry?.registryName;
  const page = { registryName, after: after ?? (["", ""] as const), limit: size + 1 };
  const { shown, next } = cutPage(listSchemaRows(store, page), size, "schemas", (schema) => [
    schema.registryName,
    schema.schemaName,
  ]);
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
    ...next,
  };
};
