import { notFound } from "../glue-exceptions.ts";
import { readVersionKey, requireVersion } from "../lookup.ts";
import { describeMetadataChange, readMetadataPair } from "../metadata-pair.ts";
import type { Operation } from "../operation.ts";
import { deleteMetadata } from "../store/metadata.ts";
import { texts } from "../texts.ts";

export const removeSchemaVersionMetadata: Operation<"RemoveSchemaVersionMetadata"> = (
  context,
  input,
) => {
  const versionKey = readVersionKey(input);
  const pair = readMetadataPair(input);
  const { schema, version } = requireVersion(context.store, versionKey);
  if (!deleteMetadata(context.store, version.schemaVersionId, pair)) {
    throw notFound(texts.metadataNotFound(version.schemaVersionId, pair.key, pair.value));
  }
  return describeMetadataChange(context, schema, version, pair);
};
