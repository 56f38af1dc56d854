/** Reads versions. Soft-deleted ones are found by their id only. */
import type { VersionStatus } from "../glue-model.ts";
import type { StoredReference } from "./definition-hash.ts";
import type { Store } from "./open-store.ts";

/** What lists show. */
export interface VersionSummaryRow {
  readonly schemaVersionId: string;
  readonly schemaId: number;
  readonly versionNumber: number;
  readonly status: VersionStatus;
  readonly createdTime: string;
}

export interface VersionRow extends VersionSummaryRow {
  readonly definition: string;
  /** JSON of `StoredReference[]`. */
  readonly references: string;
  /** JSON of the verdict that refused the version or warned of it; else null. */
  readonly verdict: string | null;
}

export function parseReferences({ references }: Pick<VersionRow, "references">): StoredReference[] {
  return references === "[]" ? [] : (JSON.parse(references) as StoredReference[]);
}

const summaryColumns = `id as schemaVersionId, schema_id as schemaId,
  version_number as versionNumber, status, created_time as createdTime`;
const columns = `${summaryColumns}, definition, "references", verdict`;

export function findVersionById(store: Store, schemaVersionId: string): VersionRow | undefined {
  return store.get<VersionRow>(
    `select ${columns} from schema_version where id = ?`,
    schemaVersionId,
  );
}

export function findVersion(
  store: Store,
  schemaId: number,
  versionNumber: number,
): VersionRow | undefined {
  return store.get<VersionRow>(
    `select ${columns} from schema_version
     where schema_id = ? and version_number = ? and deleted_time is null`,
    schemaId,
    versionNumber,
  );
}

/** The newest AVAILABLE version: what AWS calls the latest. */
export function findLatestVersion(store: Store, schemaId: number): VersionRow | undefined {
  return store.get<VersionRow>(
    `select ${columns} from schema_version
     where schema_id = ? and status = 'AVAILABLE' and deleted_time is null
     order by version_number desc limit 1`,
    schemaId,
  );
}

/** The same by its number, without reading its definition. */
export function findLatestNumber(store: Store, schemaId: number): number | undefined {
  return store.get<{ versionNumber: number }>(
    `select version_number as versionNumber from schema_version
     where schema_id = ? and status = 'AVAILABLE' and deleted_time is null
     order by version_number desc limit 1`,
    schemaId,
  )?.versionNumber;
}

/** Numbers of AVAILABLE versions from one on, oldest first. */
export function listAvailableNumbers(store: Store, schemaId: number, from: number): number[] {
  return store
    .all<{ versionNumber: number }>(
      `select version_number as versionNumber from schema_version
       where schema_id = ? and status = 'AVAILABLE' and deleted_time is null
         and version_number >= ?
       order by version_number`,
      schemaId,
      from,
    )
    .map(({ versionNumber }) => versionNumber);
}

/** One column of a live version. */
export function readColumn(
  store: Store,
  column: "definition" | "references",
  schemaId: number,
  versionNumber: number,
): string {
  const row = store.get<{ text: string }>(
    `select "${column}" as text from schema_version
     where schema_id = ? and version_number = ? and deleted_time is null`,
    schemaId,
    versionNumber,
  );
  if (row === undefined) throw new Error(`schema ${schemaId} has no version ${versionNumber}`);
  return row.text;
}

/** Versions of every status below a number, newest first. */
export function listVersions(
  store: Store,
  schemaId: number,
  belowNumber: number,
  limit: number,
): VersionSummaryRow[] {
  return store.all<VersionSummaryRow>(
    `select ${summaryColumns} from schema_version
     where schema_id = ? and version_number < ? and deleted_time is null
     order by version_number desc limit ?`,
    schemaId,
    belowNumber,
    limit,
  );
}

/** Refused versions, newest first. */
export function listFailedVersions(store: Store, schemaId: number): VersionRow[] {
  return store.all<VersionRow>(
    `select ${columns} from schema_version where schema_id = ? and status = 'FAILURE'
     order by version_number desc limit 100`,
    schemaId,
  );
}

/** A version of the same canonical definition: an AVAILABLE one, else the newest of any status. */
export function findByHash(store: Store, schemaId: number, hash: Buffer): VersionRow | undefined {
  return store.get<VersionRow>(
    `select ${columns} from schema_version
     where schema_id = ? and definition_hash = ? and deleted_time is null
     order by status = 'AVAILABLE' desc, version_number desc limit 1`,
    schemaId,
    hash,
  );
}

/** PENDING versions whose time has come, in the order in which they were registered. */
export function listDueVersions(store: Store, now: string, limit: number): VersionRow[] {
  // Asked before every operation: a sorter that finds nothing would cost more than most of them.
  const any = store.get("select 1 from schema_version where due_time <= ? limit 1", now);
  if (any === undefined) return [];
  return store.all<VersionRow>(
    `select ${columns} from schema_version where due_time <= ?
     order by due_time, schema_id, version_number limit ?`,
    now,
    limit,
  );
}

/** Whether there are `limit` versions or more, soft-deleted ones included. */
export function hasVersions(store: Store, limit: number): boolean {
  // Row ids count up, so there are never more rows than the highest of them says: this avoids
  // counting until the limit is near.
  const highest = store.get<{ highest: number | null }>(
    "select max(rowid) as highest from schema_version",
  )?.highest;
  if ((highest ?? 0) < limit) return false;
  const row = store.get<{ count: number }>("select count(*) as count from schema_version");
  return (row?.count ?? 0) >= limit;
}
