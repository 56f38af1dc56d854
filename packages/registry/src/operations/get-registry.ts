import { optionalDescription } from "../describe.ts";
import { invalidInput, notFound } from "../glue-exceptions.ts";
import type { Operation } from "../operation.ts";
import { readRegistryId, registryArn } from "../schema-key.ts";
import { findRegistry } from "../store/registries.ts";
import { texts } from "../texts.ts";

export const getRegistry: Operation<"GetRegistry"> = ({ store, arn }, input) => {
  const registryName = readRegistryId(input);
  if (registryName === undefined) throw invalidInput(texts.registryId);
  const registry = findRegistry(store, registryName);
  if (registry === undefined) throw notFound(texts.registryNotFound(registryName));
  return {
    RegistryName: registryName,
    RegistryArn: registryArn(arn, registryName),
    ...optionalDescription(registry.description),
    Status: "AVAILABLE",
    CreatedTime: registry.createdTime,
    UpdatedTime: registry.updatedTime,
  };
};
