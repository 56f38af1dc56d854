import type { CompatibilityMode } from "@weir/core";
import type { JsonPolicy } from "@weir/schema";
import type { Fields } from "./fields.ts";
import type { GlueOperation, GlueOperations } from "./glue-model.ts";
import type { ArnParts } from "./schema-key.ts";
import type { Store } from "./store/open-store.ts";

/** Decisions that AWS does not document, and its quotas. */
export interface RegistryPolicy {
  /** What CreateSchema takes where the request has no Compatibility. @default "BACKWARD" */
  readonly defaultCompatibility: CompatibilityMode;
  /**
   * What modes without `_ALL` compare with: the latest AVAILABLE version, or the checkpoint.
   * @default "latest"
   */
  readonly checkpointPolicy: "latest" | "checkpoint";
  /** `lenient` lets JSON columns be added to open objects, which AWS refuses. @default "strict" */
  readonly jsonPolicy: JsonPolicy;
  /**
   * How long a new version is PENDING before it is judged; 0 judges at once. AWS's Java client
   * sleeps 3 s, then asks ten times without a pause: from 3000 on it gives up. @default 0
   */
  readonly asyncEvaluationMs: number;
  /** AWS's hard limit per region. @default 100 */
  readonly maxRegistries: number;
  /** AWS's hard limit per region, versions of every status counted. @default 10000 */
  readonly maxSchemaVersions: number;
}

export const defaultPolicy: RegistryPolicy = {
  defaultCompatibility: "BACKWARD",
  checkpointPolicy: "latest",
  jsonPolicy: "strict",
  asyncEvaluationMs: 0,
  maxRegistries: 100,
  maxSchemaVersions: 10_000,
};

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
 * One operation of AWS Glue: reads and checks all its members, then looks into the store.
 *
 * @throws GlueException with AWS's name and text.
 */
export type Operation<Op extends GlueOperation> = (
  context: OperationContext,
  input: Fields,
) => GlueOperations[Op]["output"];
