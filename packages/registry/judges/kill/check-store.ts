import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { hashDefinition } from "../../src/store/definition-hash.ts";
import type { Acknowledged } from "./acknowledged.ts";

interface StoredVersion {
  readonly id: string;
  readonly schemaId: number;
  readonly versionNumber: number;
  readonly definition: string;
  readonly hash: Uint8Array;
  readonly status: string;
}

/**
 * What is wrong with the store of a killed registry; empty where nothing is. Looks at a copy, so
 * that the next start finds the files as they were left.
 */
export function checkStore(databaseFile: string, acknowledged: readonly Acknowledged[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "weir-killed-"));
  const copy = join(folder, "copy.sqlite");
  for (const suffix of ["", "-wal"]) {
    const file = `${databaseFile}${suffix}`;
    if (existsSync(file)) copyFileSync(file, `${copy}${suffix}`);
  }
  const database = new DatabaseSync(copy);
  try {
    return [
      ...checkIntegrity(database),
      ...checkNumbers(database),
      ...checkVersions(database, acknowledged),
    ];
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
}

function checkIntegrity(database: DatabaseSync): string[] {
  const rows = database.prepare("pragma integrity_check").all();
  const problems = rows
    .map((row) => String(row.integrity_check))
    .filter((result) => result !== "ok");
  const foreign = database.prepare("pragma foreign_key_check").all();
  return [...problems, ...foreign.map((row) => `a row of ${row.table} refers to nothing`)];
}

/** Nothing is deleted in this load: numbers are 1, 2, 3… up to what the schema has given out. */
function checkNumbers(database: DatabaseSync): string[] {
  const rows = database
    .prepare(
      `select schema.name, last_version_number as given, count(version_number) as stored,
         count(distinct version_number) as numbers, max(version_number) as highest
       from schema left join schema_version on schema_id = schema.id group by schema.id`,
    )
    .all();
  return rows
    .filter(({ given, stored, numbers, highest }) =>
      [stored, numbers, highest ?? 0].some((count) => count !== given),
    )
    .map(
      ({ name, given, stored, numbers, highest }) =>
        `${name} has given out ${given} numbers, stored ${stored} versions under ${numbers}, up to ${highest}`,
    );
}

function checkVersions(database: DatabaseSync, acknowledged: readonly Acknowledged[]): string[] {
  const stored = database
    .prepare(
      `select id, schema_id as schemaId, version_number as versionNumber, definition,
         definition_hash as hash, status from schema_version`,
    )
    .all() as unknown as StoredVersion[];
  const problems: string[] = [];
  const available = new Set<string>();
  for (const version of stored) {
    const expected = hashDefinition("AVRO", version.definition);
    if (!expected.equals(version.hash)) problems.push(`${version.id} has the hash of another`);
    const key = `${version.schemaId} ${expected.toString("hex")}`;
    if (version.status === "AVAILABLE" && available.has(key)) {
      problems.push(`${version.id} is a definition that is AVAILABLE twice`);
    }
    if (version.status === "AVAILABLE") available.add(key);
  }
  const byId = new Map(stored.map((version) => [version.id, version]));
  for (const { schemaVersionId, versionNumber, status, definition } of acknowledged) {
    const version = byId.get(schemaVersionId);
    if (version === undefined) problems.push(`${schemaVersionId} was acknowledged and is lost`);
    else if (
      version.versionNumber !== versionNumber ||
      version.definition !== definition ||
      version.status !== status
    ) {
      problems.push(`${schemaVersionId} is not what was acknowledged`);
    }
  }
  return problems;
}
