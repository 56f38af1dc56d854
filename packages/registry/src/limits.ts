/** AWS's quotas. */
import { limitExceeded } from "./glue-exceptions.ts";
import type { OperationContext } from "./operation.ts";
import { countRegistries } from "./store/registries.ts";
import { hasVersions } from "./store/versions.ts";
import { texts } from "./texts.ts";

/** Version numbers end here: `VersionLongNumber` in AWS's model. */
export const maxVersionNumber = 100_000;

export function assertRoomForRegistry({ store, policy }: OperationContext): void {
  if (countRegistries(store) >= policy.maxRegistries) {
    throw limitExceeded(texts.limit("registries"));
  }
}

export function assertRoomForVersion(
  { store, policy }: OperationContext,
  schema: { readonly lastVersionNumber: number },
): void {
  const full = hasVersions(store, policy.maxSchemaVersions);
  if (full || schema.lastVersionNumber >= maxVersionNumber) {
    throw limitExceeded(texts.limit("schema versions"));
  }
}
