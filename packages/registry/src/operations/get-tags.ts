import type { Operation } from "../operation.ts";
import { requireTaggedResource } from "../tagged-resource.ts";

export const getTags: Operation<"GetTags"> = ({ store }, input) => ({
  Tags: requireTaggedResource(store, input).tags,
});
