import { describeSchema } from "../describe.ts";
import { requireSchema } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { readSchemaId } from "../schema-key.ts";

export const getSchema: Operation<"GetSchema"> = (context, input) => {
  const schema = requireSchema(context.store, readSchemaId(input));
  return {
    ...describeSchema(context, schema),
    CreatedTime: schema.createdTime,
    UpdatedTime: schema.updatedTime,
  };
};
