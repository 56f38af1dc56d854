import { describeVersion } from "../describe.ts";
import { assertDefinition, identifyDefinition } from "../evaluate-version.ts";
import { readDefinition } from "../fields.ts";
import { notFound } from "../glue-exceptions.ts";
import { requireSchema } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { readSchemaId } from "../schema-key.ts";
import { findByHash } from "../store/versions.ts";
import { texts } from "../texts.ts";

/** Finds a refused version too: its status then stops the AWS client, as it does on AWS. */
export const getSchemaByDefinition: Operation<"GetSchemaByDefinition"> = (context, input) => {
  const key = readSchemaId(input);
  const definition = readDefinition(input);
  const schema = requireSchema(context.store, key);
  const hash = identifyDefinition(schema.dataFormat, definition);
  const version = findByHash(context.store, schema.id, hash);
  if (version === undefined) {
    assertDefinition(schema.dataFormat, definition);
    throw notFound(texts.definitionNotFound);
  }
  const { VersionNumber: _, ...item } = describeVersion(context, schema, version);
  return { ...item, DataFormat: schema.dataFormat };
};
