import { hasErrorCode } from "@weir/core";
import {
  assertValidSchema,
  type Baseline,
  checkCompatibility,
  comparesAll,
  type DataFormat,
  type Profile,
  type SchemaReference,
  type Verdict,
} from "@weir/schema";
import { invalidInput } from "./glue-exceptions.ts";
import type { RegistryPolicy } from "./operation.ts";
import { readBaseline } from "./read-baseline.ts";
import { hashDefinition } from "./store/definition-hash.ts";
import type { Store } from "./store/open-store.ts";
import type { SchemaRow } from "./store/schemas.ts";
import { findLatestNumber, findVersion, listAvailableNumbers } from "./store/versions.ts";
import { texts } from "./texts.ts";

/** @throws GlueException InvalidInputException with the parser's reason. */
export function assertDefinition(dataFormat: DataFormat, definition: string): void {
  refuseInvalid(dataFormat, () => assertValidSchema(dataFormat, definition));
}

/**
 * What identifies the definition. It may still be no valid schema: only one that is stored is.
 *
 * @throws GlueException InvalidInputException with the parser's reason.
 */
export function identifyDefinition(dataFormat: DataFormat, definition: string): Buffer {
  return refuseInvalid(dataFormat, () => hashDefinition(dataFormat, definition));
}

export interface EvaluationOptions {
  /** @default "aws" */
  readonly profile?: Profile;
  /** What the definition names. @default [] */
  readonly references?: readonly SchemaReference[];
}

/**
 * Judges a definition against the versions that its schema's mode names.
 *
 * @throws GlueException InvalidInputException where it is no valid schema.
 */
export function evaluateVersion(
  store: Store,
  policy: RegistryPolicy,
  schema: SchemaRow,
  definition: string,
  { profile = "aws", references = [] }: EvaluationOptions = {},
): Verdict {
  return refuseInvalid(schema.dataFormat, () =>
    checkCompatibility({
      dataFormat: schema.dataFormat,
      mode: schema.compatibility,
      candidate: definition,
      references,
      profile,
      jsonPolicy: policy.jsonPolicy,
      baselines: listBaselines(store, policy, schema),
    }),
  );
}

/** PENDING and FAILURE versions never count. `_ALL` modes look from the checkpoint on. */
function listBaselines(
  store: Store,
  policy: RegistryPolicy,
  schema: SchemaRow,
): readonly Baseline[] {
  if (schema.compatibility === "NONE" || schema.compatibility === "DISABLED") return [];
  if (comparesAll(schema.compatibility)) {
    const numbers = listAvailableNumbers(store, schema.id, schema.checkpoint);
    return numbers.map((versionNumber) => readBaseline(store, schema.id, versionNumber));
  }
  const checkpoint =
    policy.checkpointPolicy === "checkpoint"
      ? findVersion(store, schema.id, schema.checkpoint)
      : undefined;
  const number =
    checkpoint?.status === "AVAILABLE" ? schema.checkpoint : findLatestNumber(store, schema.id);
  return number === undefined ? [] : [readBaseline(store, schema.id, number)];
}

function refuseInvalid<T>(dataFormat: DataFormat, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !hasErrorCode(error, "SCHEMA_INVALID")) throw error;
    throw invalidInput(texts.badDefinition(dataFormat, error.message));
  }
}
