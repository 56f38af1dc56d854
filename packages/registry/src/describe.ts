/** Rows of the store as AWS shows them. */
import type { RegistryItem, SchemaDescription, SchemaVersionItem } from "./glue-model.ts";
import type { OperationContext } from "./operation.ts";
import { type ArnParts, registryArn, schemaArn } from "./schema-key.ts";
import type { RegistryRow } from "./store/registries.ts";
import type { SchemaRow } from "./store/schemas.ts";
import { findLatestNumber, type VersionSummaryRow } from "./store/versions.ts";

export function describeRegistry(arn: ArnParts, registry: RegistryRow): RegistryItem {
  return {
    RegistryName: registry.registryName,
    RegistryArn: registryArn(arn, registry.registryName),
    ...optionalDescription(registry.description),
    Status: "AVAILABLE",
    CreatedTime: registry.createdTime,
    UpdatedTime: registry.updatedTime,
  };
}

export function describeSchema(context: OperationContext, schema: SchemaRow): SchemaDescription {
  const latest = findLatestNumber(context.store, schema.id);
  return {
    RegistryName: schema.registryName,
    RegistryArn: registryArn(context.arn, schema.registryName),
    SchemaName: schema.schemaName,
    SchemaArn: schemaArn(context.arn, schema),
    ...optionalDescription(schema.description),
    DataFormat: schema.dataFormat,
    Compatibility: schema.compatibility,
    SchemaCheckpoint: schema.checkpoint,
    ...(latest === undefined ? {} : { LatestSchemaVersion: latest }),
    // AWS keeps counting from the last AVAILABLE version here, though a refusal took its number.
    NextSchemaVersion: (latest ?? 0) + 1,
    SchemaStatus: "AVAILABLE",
  };
}

export function describeVersion(
  context: OperationContext,
  schema: SchemaRow,
  version: VersionSummaryRow,
): SchemaVersionItem {
  return {
    SchemaArn: schemaArn(context.arn, schema),
    SchemaVersionId: version.schemaVersionId,
    VersionNumber: version.versionNumber,
    Status: version.status,
    CreatedTime: version.createdTime,
  };
}

export function optionalDescription(description: string | null | undefined): {
  Description?: string;
} {
  return description === null || description === undefined ? {} : { Description: description };
}
