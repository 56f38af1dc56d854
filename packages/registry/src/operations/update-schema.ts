import { readCompatibility, readDescription, readVersionNumber } from "../fields.ts";
import { invalidInput } from "../glue-exceptions.ts";
import { requireSchema, requireVersionOf } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { readSchemaId, schemaArn } from "../schema-key.ts";
import { unfollow } from "../store/confluent-followers.ts";
import { updateSchemaRow } from "../store/schemas.ts";
import type { VersionRow } from "../store/versions.ts";
import { texts } from "../texts.ts";

/** Changes compatibility, checkpoint or description; existing versions are not judged again. */
export const updateSchema: Operation<"UpdateSchema"> = ({ store, arn, now }, input) => {
  const key = readSchemaId(input);
  const compatibility = readCompatibility(input);
  const description = readDescription(input);
  const asked = readVersionNumber(input);
  if (compatibility !== undefined && asked === undefined) {
    throw invalidInput(texts.compatibilityNeedsVersion);
  }
  if (asked === undefined && description === undefined) throw invalidInput(texts.nothingToUpdate);
  const schema = requireSchema(store, key);
  if (compatibility === schema.compatibility) {
    throw invalidInput(texts.sameCompatibility(compatibility));
  }
  const version = asked === undefined ? undefined : requireVersionOf(store, key, schema, asked);
  if (version !== undefined) assertCheckpoint(version, schema.checkpoint);
  const changed = {
    id: schema.id,
    compatibility: compatibility ?? schema.compatibility,
    description: description ?? schema.description,
    checkpoint: version?.versionNumber ?? schema.checkpoint,
  };
  updateSchemaRow(store, changed, now);
  if (compatibility !== undefined) unfollow(store, schema.id);
  return {
    SchemaArn: schemaArn(arn, schema),
    SchemaName: schema.schemaName,
    RegistryName: schema.registryName,
  };
};

function assertCheckpoint(version: VersionRow, checkpoint: number): void {
  if (version.versionNumber < checkpoint) {
    throw invalidInput(texts.checkpointBackwards(checkpoint));
  }
  if (version.status !== "AVAILABLE") {
    throw invalidInput(texts.checkpointNotAvailable(version.versionNumber));
  }
}
