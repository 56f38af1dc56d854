import {
  checkCompatibility,
  diffSchemas,
  type JsonPolicy,
  type SchemaChange,
  type Violation,
} from "@weir/schema";
import {
  type DefinedVersion,
  listVersions,
  readVersion,
  type SchemaFacts,
  type SchemaPlace,
  type VersionFacts,
} from "./read-schema.ts";

/** A version with what it changed and, where it was refused, why. */
export interface HistoryEntry extends VersionFacts {
  readonly isCheckpoint: boolean;
  /** The AVAILABLE version before it; null for the first. */
  readonly comparedWith: number | null;
  readonly changes: readonly SchemaChange[];
  /** Null where it was not refused, and where nobody knows why any more. */
  readonly violations: readonly Violation[] | null;
}

/** Why a version was refused, where the registry has kept it: by schema version id. */
export type KeptVerdicts = ReadonlyMap<string, readonly Violation[]>;

/** Every version, newest first. Where the registry has kept no reason, it is worked out anew. */
export async function readHistory(
  place: SchemaPlace,
  { dataFormat, mode, checkpoint }: SchemaFacts,
  jsonPolicy: JsonPolicy,
  kept: KeptVerdicts,
): Promise<HistoryEntry[]> {
  const versions: DefinedVersion[] = [];
  // One after the other: Glue throttles by account, and connectors need its rate.
  for (const { versionNumber } of await listVersions(place)) {
    versions.push(await readVersion(place, versionNumber));
  }
  return versions.map(({ definition, ...facts }, index) => {
    const before = versions.slice(index + 1).find(({ status }) => status === "AVAILABLE");
    const isCheckpoint = facts.versionNumber === checkpoint;
    const entry = { ...facts, isCheckpoint, comparedWith: before?.versionNumber ?? null };
    if (before === undefined) return { ...entry, changes: [], violations: null };
    const changes = diffSchemas({ dataFormat, before: before.definition, after: definition });
    if (facts.status !== "FAILURE") return { ...entry, changes, violations: null };
    const known = kept.get(facts.schemaVersionId);
    if (known !== undefined) return { ...entry, changes, violations: known };
    const baselines = versions
      .slice(index + 1)
      .filter(({ status, versionNumber }) => status === "AVAILABLE" && versionNumber >= checkpoint);
    const { violations } = checkCompatibility({
      ...{ dataFormat, mode, candidate: definition, jsonPolicy },
      baselines: baselines.length === 0 ? [before] : baselines,
    });
    return { ...entry, changes, violations: violations.length === 0 ? null : violations };
  });
}
