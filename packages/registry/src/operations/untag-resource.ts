import { required } from "../fields.ts";
import type { Operation } from "../operation.ts";
import { requireTaggedResource } from "../tagged-resource.ts";
import { readTagKeys } from "../tags.ts";

/** Keys that are not there are no error. */
export const untagResource: Operation<"UntagResource"> = ({ store }, input) => {
  const removed = new Set(required(readTagKeys(input, "TagsToRemove"), "TagsToRemove"));
  const resource = requireTaggedResource(store, input);
  const kept = Object.entries(resource.tags).filter(([key]) => !removed.has(key));
  resource.write(Object.fromEntries(kept));
  return {};
};
