import { describeVersion } from "../describe.ts";
import { readVersionKey, requireVersion } from "../lookup.ts";
import type { Operation } from "../operation.ts";

/** Answers for versions of every status: readers ask for what a record's header names. */
export const getSchemaVersion: Operation<"GetSchemaVersion"> = (context, input) => {
  const { schema, version } = requireVersion(context.store, readVersionKey(input));
  return {
    ...describeVersion(context, schema, version),
    SchemaDefinition: version.definition,
    DataFormat: schema.dataFormat,
  };
};
