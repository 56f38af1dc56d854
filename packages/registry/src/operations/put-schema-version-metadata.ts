import { alreadyExists, limitExceeded } from "../glue-exceptions.ts";
import { readVersionKey, requireVersion } from "../lookup.ts";
import { describeMetadataChange, readMetadataPair } from "../metadata-pair.ts";
import type { Operation } from "../operation.ts";
import { insertMetadata, listMetadata } from "../store/metadata.ts";
import { texts } from "../texts.ts";

/** AWS's quota for one version, counting every value of every key. */
const maxPairs = 10;

export const putSchemaVersionMetadata: Operation<"PutSchemaVersionMetadata"> = (context, input) => {
  const { store, now } = context;
  const versionKey = readVersionKey(input);
  const pair = readMetadataPair(input);
  const { schema, version } = requireVersion(store, versionKey);
  const pairs = listMetadata(store, version.schemaVersionId);
  if (pairs.some((known) => known.key === pair.key && known.value === pair.value)) {
    throw alreadyExists(texts.metadataExists(version.schemaVersionId, pair.key, pair.value));
  }
  if (pairs.length >= maxPairs) throw limitExceeded(texts.metadataLimit);
  insertMetadata(store, version.schemaVersionId, pair, now);
  return describeMetadataChange(context, schema, version, pair);
};
