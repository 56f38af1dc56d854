import { type Fields, readObject, readText, required } from "./fields.ts";
import type { MetadataChange } from "./glue-model.ts";
import type { OperationContext } from "./operation.ts";
import { schemaArn } from "./schema-key.ts";
import type { MetadataPair } from "./store/metadata.ts";
import type { SchemaRow } from "./store/schemas.ts";
import { findLatestNumber, type VersionRow } from "./store/versions.ts";

export function readMetadataPair(input: Fields): MetadataPair {
  const pair = required(readObject(input, "MetadataKeyValue"), "MetadataKeyValue");
  const { key, value } = readPartialPair(pair);
  return { key: required(key, "MetadataKey"), value: required(value, "MetadataValue") };
}

/** A pair to look for may have one side only. */
export function readPartialPair(pair: Fields): Partial<MetadataPair> {
  // In AWS's pattern `+-=` is a range: it lets `:`, `;`, `,` and `<` pass.
  const pattern = /^[a-zA-Z0-9+-=._./@]+$/;
  const key = readText(pair, "MetadataKey", { max: 128, pattern, parameter: "key" });
  const value = readText(pair, "MetadataValue", { max: 256, pattern, parameter: "value" });
  return { ...(key === undefined ? {} : { key }), ...(value === undefined ? {} : { value }) };
}

export function describeMetadataChange(
  { store, arn }: OperationContext,
  schema: SchemaRow,
  version: VersionRow,
  { key, value }: MetadataPair,
): MetadataChange {
  return {
    SchemaArn: schemaArn(arn, schema),
    SchemaName: schema.schemaName,
    RegistryName: schema.registryName,
    LatestVersion: findLatestNumber(store, schema.id) === version.versionNumber,
    VersionNumber: version.versionNumber,
    SchemaVersionId: version.schemaVersionId,
    MetadataKey: key,
    MetadataValue: value,
  };
}
