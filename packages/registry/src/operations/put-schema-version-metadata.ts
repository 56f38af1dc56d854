import { type Fields, readObject, readText, required } from "../fields.ts";
import { alreadyExists, GlueException } from "../glue-exceptions.ts";
import { requireVersion } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { schemaArn } from "../schema-key.ts";
import { insertMetadata, listMetadata, type MetadataRow } from "../store/metadata.ts";
import { findLatestVersion } from "../store/versions.ts";
import { texts } from "../texts.ts";

/** AWS's quota for one version, counting every value of every key. */
const maxPairs = 10;

export const putSchemaVersionMetadata: Operation<"PutSchemaVersionMetadata"> = (context, input) => {
  const { store, arn, now } = context;
  const pair = readPair(input);
  const { schema, version } = requireVersion(store, input);
  const pairs = listMetadata(store, version.schemaVersionId);
  if (pairs.some((known) => known.key === pair.key && known.value === pair.value)) {
    throw alreadyExists(texts.metadataExists(version.schemaVersionId, pair.key, pair.value));
  }
  if (pairs.length >= maxPairs) {
    throw new GlueException("ResourceNumberLimitExceededException", texts.metadataLimit);
  }
  insertMetadata(store, version.schemaVersionId, pair, now);
  const latest = findLatestVersion(store, schema.id)?.versionNumber;
  return {
    SchemaArn: schemaArn(arn, schema),
    SchemaName: schema.schemaName,
    RegistryName: schema.registryName,
    LatestVersion: latest === version.versionNumber,
    VersionNumber: version.versionNumber,
    SchemaVersionId: version.schemaVersionId,
    MetadataKey: pair.key,
    MetadataValue: pair.value,
  };
};

function readPair(input: Fields): MetadataRow {
  const pair = required(readObject(input, "MetadataKeyValue"), "MetadataKeyValue");
  // In AWS's pattern `+-=` is a range: it lets `:`, `;`, `,` and `<` pass.
  const pattern = /^[a-zA-Z0-9+-=._./@]+$/;
  const key = readText(pair, "MetadataKey", { max: 128, pattern });
  const value = readText(pair, "MetadataValue", { max: 256, pattern });
  return { key: required(key, "MetadataKey"), value: required(value, "MetadataValue") };
}
