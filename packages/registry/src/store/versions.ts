import { createHash } from "node:crypto";
import { canonicalForm, type DataFormat, type Verdict } from "@weir/schema";
import type { VersionStatus } from "../glue-model.ts";
import type { Store } from "./open-store.ts";

export interface VersionRow {
  readonly schemaVersionId: string;
  readonly schemaId: number;
  readonly versionNumber: number;
  readonly definition: string;
  readonly status: VersionStatus;
  /** JSON of the verdict that refused it. */
  readonly verdict: string | null;
  readonly createdTime: string;
}

const columns = `id as schemaVersionId, schema_id as schemaId, version_number as versionNumber,
  definition, status, verdict, created_time as createdTime`;

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
    `select ${columns} from schema_version where schema_id = ? and version_number = ?`,
    schemaId,
    versionNumber,
  );
}

/** The newest AVAILABLE version: what AWS calls the latest. */
export function findLatestVersion(store: Store, schemaId: number): VersionRow | undefined {
  return store.get<VersionRow>(
    `select ${columns} from schema_version where schema_id = ? and status = 'AVAILABLE'
     order by version_number desc limit 1`,
    schemaId,
  );
}

/** AVAILABLE versions from a number on, oldest first. */
export function listAvailableVersions(
  store: Store,
  schemaId: number,
  fromNumber: number,
): VersionRow[] {
  return store.all<VersionRow>(
    `select ${columns} from schema_version
     where schema_id = ? and status = 'AVAILABLE' and version_number >= ? order by version_number`,
    schemaId,
    fromNumber,
  );
}

/** Versions of every status below a number, newest first. */
export function listVersions(
  store: Store,
  schemaId: number,
  belowNumber: number,
  limit: number,
): VersionRow[] {
  return store.all<VersionRow>(
    `select ${columns} from schema_version where schema_id = ? and version_number < ?
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
export function findByDefinition(
  store: Store,
  schema: { readonly id: number; readonly dataFormat: DataFormat },
  definition: string,
): VersionRow | undefined {
  return store.get<VersionRow>(
    `select ${columns} from schema_version where schema_id = ? and definition_hash = ?
     order by status = 'AVAILABLE' desc, version_number desc limit 1`,
    schema.id,
    hashDefinition(schema.dataFormat, definition),
  );
}

/** Adds a version under the schema's next number. */
export function insertVersion(
  store: Store,
  schema: {
    readonly id: number;
    readonly dataFormat: DataFormat;
    readonly lastVersionNumber: number;
  },
  version: {
    schemaVersionId: string;
    definition: string;
    status: VersionStatus;
    verdict?: Verdict;
    now: string;
  },
): number {
  const versionNumber = schema.lastVersionNumber + 1;
  store.run("update schema set last_version_number = ? where id = ?", versionNumber, schema.id);
  store.run(
    `insert into schema_version (id, schema_id, version_number, definition, definition_hash, status,
       verdict, created_time) values (?, ?, ?, ?, ?, ?, ?, ?)`,
    version.schemaVersionId,
    schema.id,
    versionNumber,
    version.definition,
    hashDefinition(schema.dataFormat, version.definition),
    version.status,
    version.verdict === undefined ? null : JSON.stringify(version.verdict),
    version.now,
  );
  return versionNumber;
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

function hashDefinition(dataFormat: DataFormat, definition: string): Buffer {
  return createHash("sha256").update(canonicalForm(dataFormat, definition)).digest();
}
