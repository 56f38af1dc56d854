import { readDescription, required } from "../fields.ts";
import { requireRegistry } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { registryArn, requireRegistryId } from "../schema-key.ts";
import { updateRegistryRow } from "../store/registries.ts";

export const updateRegistry: Operation<"UpdateRegistry"> = ({ store, arn, now }, input) => {
  const id = requireRegistryId(input);
  const description = required(readDescription(input), "Description");
  const { registryName } = requireRegistry(store, id);
  updateRegistryRow(store, registryName, description, now);
  return { RegistryName: registryName, RegistryArn: registryArn(arn, registryName) };
};
