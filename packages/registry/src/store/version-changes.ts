/** Writes versions. */
import type { DataFormat, Verdict } from "@weir/schema";
import type { VersionStatus } from "../glue-model.ts";
import { hashDefinition, type StoredReference } from "./definition-hash.ts";
import type { Store } from "./open-store.ts";

export interface NewVersion {
  readonly schemaVersionId: string;
  readonly definition: string;
  /** `hashDefinition` of definition and references, where the caller has it already. */
  readonly hash?: Buffer;
  readonly references?: readonly StoredReference[];
  readonly status: VersionStatus;
  readonly verdict?: Verdict;
  /** For PENDING: when it is judged, ISO 8601. */
  readonly dueTime?: string;
  readonly now: string;
}

/** Adds a version under the schema's next number, which it returns. */
export function insertVersion(
  store: Store,
  schema: {
    readonly id: number;
    readonly dataFormat: DataFormat;
    readonly lastVersionNumber: number;
  },
  version: NewVersion,
): number {
  const { definition, references = [] } = version;
  const versionNumber = schema.lastVersionNumber + 1;
  store.run("update schema set last_version_number = ? where id = ?", versionNumber, schema.id);
  store.run(
    `insert into schema_version (id, schema_id, version_number, definition, definition_hash,
       "references", status, verdict, due_time, created_time)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    version.schemaVersionId,
    schema.id,
    versionNumber,
    definition,
    version.hash ?? hashDefinition(schema.dataFormat, definition, references),
    JSON.stringify(references),
    version.status,
    renderVerdict(version.verdict),
    version.dueTime ?? null,
    version.now,
  );
  return versionNumber;
}

/** Ends a version's time as PENDING. */
export function settleVersion(
  store: Store,
  schemaVersionId: string,
  status: VersionStatus,
  verdict: Verdict | undefined,
): void {
  store.run(
    "update schema_version set status = ?, verdict = ?, due_time = null where id = ?",
    status,
    renderVerdict(verdict),
    schemaVersionId,
  );
}

/** Deletes versions and their metadata; returns how many there were. */
export function deleteVersions(store: Store, schemaId: number, from: number, to: number): number {
  return store.run(
    "delete from schema_version where schema_id = ? and version_number between ? and ?",
    schemaId,
    from,
    to,
  );
}

/** A verdict without a word to say is not kept. */
function renderVerdict(verdict: Verdict | undefined): string | null {
  if (verdict === undefined) return null;
  return verdict.compatible && verdict.warnings.length === 0 ? null : JSON.stringify(verdict);
}
