import { assertUnreferenced } from "../assert-unreferenced.ts";
import { requireRegistry } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { registryArn, requireRegistryId } from "../schema-key.ts";
import { deleteSettings } from "../store/confluent-settings.ts";
import { deleteRegistryRow } from "../store/registries.ts";

/** Answers DELETING as AWS does, and is done: the next read finds nothing of it. */
export const deleteRegistry: Operation<"DeleteRegistry"> = ({ store, arn }, input) => {
  const { registryName } = requireRegistry(store, requireRegistryId(input));
  assertUnreferenced(store, { registryName });
  deleteRegistryRow(store, registryName);
  deleteSettings(store, registryName);
  return {
    RegistryName: registryName,
    RegistryArn: registryArn(arn, registryName),
    Status: "DELETING",
  };
};
