import type { DataFormat } from "@weir/schema";
import type { SchemaIdentity } from "./confluent-ids.ts";
import type { Store } from "./open-store.ts";

/** A version as Confluent's API sees it: AVAILABLE ones only, soft-deleted ones included. */
export interface SubjectVersion {
  readonly schemaVersionId: string;
  readonly schemaId: number;
  readonly registryName: string;
  readonly schemaName: string;
  readonly dataFormat: DataFormat;
  readonly versionNumber: number;
  readonly definition: string;
  readonly definitionHash: Uint8Array;
  /** JSON of `StoredReference[]`. */
  readonly references: string;
  readonly createdTime: string;
  /** Null where it is live. */
  readonly deletedTime: string | null;
}

/** What lists need: without the definition, which may be long. */
export type SubjectVersionSummary = Omit<SubjectVersion, "definition" | "references">;

export interface ReferringVersion extends SchemaIdentity {
  readonly schemaId: number;
  readonly registryName: string;
  readonly schemaName: string;
  readonly versionNumber: number;
  /** JSON of `StoredReference[]`. */
  readonly references: string;
}

/** Which of them: live ones, all, or soft-deleted ones. */
export type Filter = "live" | "all" | "deleted";

const conditions: Readonly<Record<Filter, string>> = {
  live: "v.deleted_time is null",
  all: "true",
  deleted: "v.deleted_time is not null",
};

const summaryColumns = `v.id as schemaVersionId, v.schema_id as schemaId,
  s.registry_name as registryName, s.name as schemaName, s.data_format as dataFormat,
  v.version_number as versionNumber, v.definition_hash as definitionHash,
  v.created_time as createdTime, v.deleted_time as deletedTime`;
const source = `from schema_version v join schema s on s.id = v.schema_id
  where v.status = 'AVAILABLE'`;
const select = `select ${summaryColumns}, v.definition, v."references" as "references" ${source}`;

/** Versions of one schema, oldest first. */
export function listSubjectVersions(
  store: Store,
  schemaId: number,
  filter: Filter,
): SubjectVersionSummary[] {
  return store.all<SubjectVersionSummary>(
    `select ${summaryColumns} ${source} and v.schema_id = ? and ${conditions[filter]} order by v.version_number`,
    schemaId,
  );
}

export function findSubjectVersion(
  store: Store,
  schemaId: number,
  asked: number | "latest",
  filter: Filter,
): SubjectVersion | undefined {
  const rows = `${select} and v.schema_id = ? and ${conditions[filter]}`;
  return asked === "latest"
    ? store.get<SubjectVersion>(`${rows} order by v.version_number desc limit 1`, schemaId)
    : store.get<SubjectVersion>(`${rows} and v.version_number = ?`, schemaId, asked);
}

export function findSubjectVersionById(
  store: Store,
  schemaVersionId: string,
): SubjectVersion | undefined {
  return store.get<SubjectVersion>(`${select} and v.id = ?`, schemaVersionId);
}

/** @throws Error where there is none: for an id just read or written. */
export function subjectVersionById(store: Store, schemaVersionId: string): SubjectVersion {
  const version = findSubjectVersionById(store, schemaVersionId);
  if (version === undefined) throw new Error(`no version has the id ${schemaVersionId}`);
  return version;
}

/** Versions of every schema with one definition, live ones first, then by age. */
export function listVersionsOfSchema(store: Store, identity: SchemaIdentity): SubjectVersion[] {
  return store.all<SubjectVersion>(
    `${select} and v.definition_hash = ? and s.data_format = ?
     order by v.deleted_time is not null, v.created_time, s.registry_name, s.name,
       v.version_number`,
    identity.definitionHash,
    identity.dataFormat,
  );
}

/** Versions that refer to others. */
export function listReferringVersions(store: Store, filter: Filter): ReferringVersion[] {
  return store.all<ReferringVersion>(
    `select v.schema_id as schemaId, s.registry_name as registryName, s.name as schemaName,
       v.version_number as versionNumber, s.data_format as dataFormat,
       v.definition_hash as definitionHash, v."references" as "references" ${source}
     and v."references" <> '[]' and ${conditions[filter]}`,
  );
}

export interface SubjectRow {
  readonly schemaId: number;
  readonly registryName: string;
  readonly schemaName: string;
  readonly liveCount: number;
}

/** Subjects: schemas with an AVAILABLE version, live or soft-deleted, by registry and name. */
export function listSubjects(store: Store, filter: Filter): SubjectRow[] {
  const having = { live: "liveCount > 0", all: "true", deleted: "liveCount = 0" } as const;
  return store.all<SubjectRow>(
    `select s.id as schemaId, s.registry_name as registryName, s.name as schemaName,
       sum(v.deleted_time is null) as liveCount
     from schema_version v join schema s on s.id = v.schema_id where v.status = 'AVAILABLE'
     group by s.id having ${having[filter]} order by s.registry_name, s.name`,
  );
}

export function softDeleteVersion(store: Store, schemaVersionId: string, now: string): void {
  store.run("update schema_version set deleted_time = ? where id = ?", now, schemaVersionId);
}

export function setLastVersionNumber(store: Store, schemaId: number, versionNumber: number): void {
  store.run("update schema set last_version_number = ? where id = ?", versionNumber, schemaId);
}

/** Brings Glue's checkpoint to a version that is there: the next one, else the last. */
export function keepCheckpoint(store: Store, schemaId: number): void {
  const numbers = `from schema_version v
    where v.schema_id = schema.id and v.status = 'AVAILABLE'`;
  store.run(
    `update schema set checkpoint = coalesce(
       (select min(v.version_number) ${numbers} and v.version_number >= schema.checkpoint),
       (select max(v.version_number) ${numbers}), checkpoint)
     where id = ? and not exists (select 1 ${numbers} and v.version_number = schema.checkpoint)`,
    schemaId,
  );
}

/** Whether a schema has versions of any status. */
export function hasAnyVersion(store: Store, schemaId: number): boolean {
  const row = store.get(
    "select 1 as found from schema_version where schema_id = ? limit 1",
    schemaId,
  );
  return row !== undefined;
}

export function listRegistryNames(store: Store): string[] {
  return store
    .all<{ name: string }>("select name from registry order by name")
    .map(({ name }) => name);
}
