import { describeVersion } from "../describe.ts";
import { assertDefinition } from "../evaluate-version.ts";
import { readDefinition, required } from "../fields.ts";
import { notFound } from "../glue-exceptions.ts";
import { requireSchema } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { findByDefinition } from "../store/versions.ts";
import { texts } from "../texts.ts";

/** Finds a refused version too: its status then stops the AWS client, as it does on AWS. */
export const getSchemaByDefinition: Operation<"GetSchemaByDefinition"> = (context, input) => {
  const definition = required(readDefinition(input), "SchemaDefinition");
  const { schema } = requireSchema(context.store, input);
  assertDefinition(schema.dataFormat, definition);
  const version = findByDefinition(context.store, schema, definition);
  if (version === undefined) throw notFound(texts.definitionNotFound);
  const { VersionNumber: _, ...item } = describeVersion(context, schema, version);
  return { ...item, DataFormat: schema.dataFormat };
};
