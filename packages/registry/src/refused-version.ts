import type { Verdict } from "@weir/schema";
import type { VersionStatus } from "./glue-model.ts";
import type { Store } from "./store/open-store.ts";
import { findSchema, type SchemaRow, schemaById } from "./store/schemas.ts";
import { findVersionById, listFailedVersions, type VersionRow } from "./store/versions.ts";

/** A version with the verdict that refused it; what Weir tells beyond AWS's protocol. */
export interface VersionVerdict {
  readonly registryName: string;
  readonly schemaName: string;
  readonly schemaVersionId: string;
  readonly versionNumber: number;
  readonly status: VersionStatus;
  readonly createdTime: string;
  /** Null where the version was not refused. */
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
