import { required } from "../fields.ts";
import type { Operation } from "../operation.ts";
import { requireTaggedResource } from "../tagged-resource.ts";
import { addTags, readTags } from "../tags.ts";

export const tagResource: Operation<"TagResource"> = ({ store }, input) => {
  const added = required(readTags(input, "TagsToAdd"), "TagsToAdd");
  const resource = requireTaggedResource(store, input);
  resource.write(addTags(resource.tags, added));
  return {};
};
