import { hasErrorCode } from "@weir/core";
import {
  assertValidSchema,
  type Baseline,
  canonicalForm,
  checkCompatibility,
  comparesAll,
  type DataFormat,
  type Verdict,
} from "@weir/schema";
import { invalidInput } from "./glue-exceptions.ts";
import type { RegistryPolicy } from "./operation.ts";
import type { Store } from "./store/open-store.ts";
import type { SchemaRow } from "./store/schemas.ts";
import { findLatestVersion, findVersion, listAvailableVersions } from "./store/versions.ts";
import { texts } from "./texts.ts";

/** @throws GlueException InvalidInputException with the parser's reason. */
export function assertDefinition(dataFormat: DataFormat, definition: string): void {
  refuseInvalid(dataFormat, () => {
    assertValidSchema(dataFormat, definition);
    canonicalForm(dataFormat, definition);
  });
}

/** Judges a definition against the versions that its schema's mode names. */
export function evaluateVersion(
  store: Store,
  policy: RegistryPolicy,
  schema: SchemaRow,
  definition: string,
): Verdict {
  return refuseInvalid(schema.dataFormat, () =>
    checkCompatibility({
      dataFormat: schema.dataFormat,
      mode: schema.compatibility,
      candidate: definition,
      baselines: listBaselines(store, policy, schema),
    }),
  );
}

/** FAILURE versions never count. `_ALL` modes look from the checkpoint on. */
function listBaselines(
  store: Store,
  policy: RegistryPolicy,
  schema: SchemaRow,
): readonly Baseline[] {
  if (schema.compatibility === "NONE") return [];
  if (comparesAll(schema.compatibility)) {
    return listAvailableVersions(store, schema.id, schema.checkpoint);
  }
  const baseline =
    policy.checkpointPolicy === "checkpoint"
      ? findVersion(store, schema.id, schema.checkpoint)
      : findLatestVersion(store, schema.id);
  return baseline === undefined ? [] : [baseline];
}

function refuseInvalid<T>(dataFormat: DataFormat, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !hasErrorCode(error, "SCHEMA_INVALID")) throw error;
    throw invalidInput(texts.badDefinition(dataFormat, error.message));
  }
}
