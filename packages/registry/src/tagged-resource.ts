import type { Fields } from "./fields.ts";
import type { Tags } from "./glue-model.ts";
import { requireRegistry, requireSchema } from "./lookup.ts";
import { readResourceArn } from "./schema-key.ts";
import type { Store } from "./store/open-store.ts";
import { updateRegistryTags } from "./store/registries.ts";
import { updateSchemaTags } from "./store/schemas.ts";

/** A registry or a schema by its ARN: the resources of the schema registry that have tags. */
export interface TaggedResource {
  readonly tags: Tags;
  write(tags: Tags): void;
}

export function requireTaggedResource(store: Store, input: Fields): TaggedResource {
  const resource = readResourceArn(input);
  if (!("schemaName" in resource)) {
    const { registryName, tags } = requireRegistry(store, resource);
    return {
      tags: JSON.parse(tags) as Tags,
      write: (changed) => updateRegistryTags(store, registryName, changed),
    };
  }
  const { id, tags } = requireSchema(store, resource);
  return {
    tags: JSON.parse(tags) as Tags,
    write: (changed) => updateSchemaTags(store, id, changed),
  };
}
