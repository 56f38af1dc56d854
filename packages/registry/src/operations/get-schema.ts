import { describeSchema } from "../describe.ts";
import { requireSchema } from "../lookup.ts";
import type { Operation } from "../operation.ts";

export const getSchema: Operation<"GetSchema"> = (context, input) => {
  const { schema } = requireSchema(context.store, input);
  return {
    ...describeSchema(context, schema),
    CreatedTime: schema.createdTime,
    UpdatedTime: schema.updatedTime,
  };
};
