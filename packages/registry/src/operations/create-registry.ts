import { optionalDescription } from "../describe.ts";
import { readDescription, readName, required } from "../fields.ts";
import { alreadyExists } from "../glue-exceptions.ts";
import { assertRoomForRegistry } from "../limits.ts";
import type { Operation } from "../operation.ts";
import { registryArn } from "../schema-key.ts";
import { findRegistry, insertRegistry } from "../store/registries.ts";
import { readTags } from "../tags.ts";
import { texts } from "../texts.ts";

export const createRegistry: Operation<"CreateRegistry"> = (context, input) => {
  const { store, arn, now } = context;
  const registryName = required(readName(input, "RegistryName"), "RegistryName");
  const description = readDescription(input);
  const tags = readTags(input);
  if (findRegistry(store, registryName) !== undefined) {
    throw alreadyExists(texts.registryExists(registryName));
  }
  assertRoomForRegistry(context);
  insertRegistry(store, { registryName, description, tags, now });
  return {
    RegistryArn: registryArn(arn, registryName),
    RegistryName: registryName,
    ...optionalDescription(description),
    Tags: tags ?? {},
  };
};
