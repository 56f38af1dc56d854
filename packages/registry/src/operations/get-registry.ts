import { describeRegistry } from "../describe.ts";
import { requireRegistry } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { requireRegistryId } from "../schema-key.ts";

export const getRegistry: Operation<"GetRegistry"> = ({ store, arn }, input) =>
  describeRegistry(arn, requireRegistry(store, requireRegistryId(input)));
