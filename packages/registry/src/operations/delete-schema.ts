import { requireSchema } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { readSchemaId, schemaArn } from "../schema-key.ts";
import { deleteSchemaRow } from "../store/schemas.ts";

/** Answers DELETING as AWS does, and is done: the next read finds nothing of it. */
export const deleteSchema: Operation<"DeleteSchema"> = ({ store, arn }, input) => {
  const schema = requireSchema(store, readSchemaId(input));
  deleteSchemaRow(store, schema.id);
  return {
    SchemaArn: schemaArn(arn, schema),
    SchemaName: schema.schemaName,
    Status: "DELETING",
  };
};
