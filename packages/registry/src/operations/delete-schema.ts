import { assertUnreferenced } from "../assert-unreferenced.ts";
import { requireSchema } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { readSchemaId, schemaArn } from "../schema-key.ts";
import { writeSetting } from "../store/confluent-settings.ts";
import { deleteSchemaRow } from "../store/schemas.ts";

/** Answers DELETING as AWS does, and is done: the next read finds nothing of it. */
export const deleteSchema: Operation<"DeleteSchema"> = ({ store, arn }, input) => {
  const schema = requireSchema(store, readSchemaId(input));
  const { registryName, schemaName } = schema;
  assertUnreferenced(store, { registryName, schemaName });
  deleteSchemaRow(store, schema.id);
  writeSetting(store, { registryName, subject: schemaName }, {});
  return {
    SchemaArn: schemaArn(arn, schema),
    SchemaName: schemaName,
    Status: "DELETING",
  };
};
