import type { Verdict } from "@weir/schema";
import { evaluateVersion, identifyDefinition } from "./evaluate-version.ts";
import { invalidInput } from "./glue-exceptions.ts";
import type { VersionStatus } from "./glue-model.ts";
import type { RegistryPolicy } from "./operation.ts";
import type { Store } from "./store/open-store.ts";
import { findSchema, type SchemaRow, schemaById } from "./store/schemas.ts";
import {
  findByHash,
  findVersionById,
  listFailedVersions,
  type VersionRow,
} from "./store/versions.ts";
import { texts } from "./texts.ts";

/** A version with the verdict on it; what Weir tells beyond AWS's protocol. */
export interface VersionVerdict {
  readonly registryName: string;
  readonly schemaName: string;
  readonly schemaVersionId: string;
  readonly versionNumber: number;
  readonly status: VersionStatus;
  readonly createdTime: string;
  /** Null where the version was neither refused nor warned of. */
  readonly verdict: Verdict | null;
}

export function readVersionVerdict(
  store: Store,
  schemaVersionId: string,
): VersionVerdict | undefined {
  const version = findVersionById(store, schemaVersionId);
  return version && describe(schemaById(store, version.schemaId), version);
}

/** The refused versions of a schema, newest first; undefined where there is no such schema. */
export function readFailures(
  store: Store,
  key: { readonly registryName: string; readonly schemaName: string },
): readonly VersionVerdict[] | undefined {
  const schema = findSchema(store, key);
  return schema && listFailedVersions(store, schema.id).map((version) => describe(schema, version));
}

/**
 * What RegisterSchemaVersion would decide, without storing anything; undefined where there is no such
 * schema.
 *
 * @throws GlueException InvalidInputException where it would refuse: no valid definition, DISABLED.
 */
export function judgeDefinition(
  store: Store,
  policy: RegistryPolicy,
  key: { readonly registryName: string; readonly schemaName: string },
  definition: string,
): Verdict | undefined {
  const schema = findSchema(store, key);
  if (schema === undefined) return undefined;
  const { dataFormat, compatibility } = schema;
  const known = findByHash(store, schema.id, identifyDefinition(dataFormat, definition));
  if (known?.status === "AVAILABLE") {
    return { compatible: true, mode: compatibility, violations: [], warnings: [] };
  }
  if (compatibility === "DISABLED" && schema.lastVersionNumber > 0) {
    throw invalidInput(texts.disabled(key));
  }
  return evaluateVersion(store, policy, schema, definition);
}

function describe(schema: SchemaRow, version: VersionRow): VersionVerdict {
  return {
    registryName: schema.registryName,
    schemaName: schema.schemaName,
    schemaVersionId: version.schemaVersionId,
    versionNumber: version.versionNumber,
    status: version.status,
    createdTime: version.createdTime,
    verdict: version.verdict === null ? null : (JSON.parse(version.verdict) as Verdict),
  };
}
