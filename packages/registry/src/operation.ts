import type { CompatibilityMode } from "@weir/core";
import type { Fields } from "./fields.ts";
import type { GlueOperation, GlueOperations } from "./glue-model.ts";
import type { ArnParts } from "./schema-key.ts";
import type { Store } from "./store/open-store.ts";

/** Decisions that AWS does not document. */
export interface RegistryPolicy {
  /** What CreateSchema takes where the request has no Compatibility. */
  readonly defaultCompatibility: CompatibilityMode;
  /** What modes without `_ALL` compare with: the latest AVAILABLE version, or the checkpoint. */
  readonly checkpointPolicy: "latest" | "checkpoint";
}

/** What an operation works with; it runs in one transaction. */
export interface OperationContext {
  readonly store: Store;
  readonly arn: ArnParts;
  readonly policy: RegistryPolicy;
  /** Time of the request, ISO 8601. */
  readonly now: string;
  /** A fresh schema version id. */
  readonly newId: () => string;
}

/**
 * One operation of AWS Glue: reads and checks its members itself.
 *
 * @throws GlueException with AWS's name and text.
 */
export type Operation<Op extends GlueOperation> = (
  context: OperationContext,
  input: Fields,
) => GlueOperations[Op]["output"];
