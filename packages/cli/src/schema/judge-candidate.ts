import { WeirError } from "@weir/core";
import {
  assertValidSchema,
  type Baseline,
  canonicalForm,
  checkCompatibility,
  comparesAll,
  type JsonPolicy,
  type Verdict,
} from "@weir/schema";
import { listVersions, readVersion, type SchemaFacts, type SchemaPlace } from "./read-schema.ts";

/** What the registry would answer to a definition. */
export interface CandidateVerdict extends Omit<Verdict, "mode"> {
  /** The version that it is already; null where it would be a new one. */
  readonly sameAs: number | null;
  /** Version numbers it was compared with. */
  readonly against: readonly number[];
}

/**
 * Judges a definition against a schema as its registry would, without registering it: modes
 * without `_ALL` against the latest AVAILABLE version, the others from the checkpoint on.
 *
 * @throws WeirError SCHEMA_INVALID with the place
 */
export async function judgeCandidate(
  place: SchemaPlace,
  { dataFormat, mode, checkpoint, latest }: SchemaFacts,
  candidate: string,
  jsonPolicy: JsonPolicy,
): Promise<CandidateVerdict> {
  assertValidSchema(dataFormat, candidate);
  const available = (await listVersions(place)).filter(({ status }) => status === "AVAILABLE");
  const baselines: Baseline[] = [];
  const wanted = canonicalForm(dataFormat, candidate);
  for (const { versionNumber } of available) {
    const all = comparesAll(mode) && versionNumber >= checkpoint;
    const { definition } = await readVersion(place, versionNumber);
    if (canonicalForm(dataFormat, definition) === wanted) {
      const rest = { violations: [], warnings: [], against: [] };
      return { compatible: true, sameAs: versionNumber, ...rest };
    }
    if (all || versionNumber === latest) baselines.push({ versionNumber, definition });
  }
  if (mode === "DISABLED" && available.length > 0) {
    return {
      ...{ compatible: false, sameAs: null, violations: [], warnings: [], against: [] },
      remedy: "the mode DISABLED allows no new version: change the schema's compatibility first",
    };
  }
  const { mode: _, ...verdict } = checkCompatibility({
    ...{ dataFormat, mode, candidate, baselines, jsonPolicy },
  });
  return { ...verdict, sameAs: null, against: baselines.map((each) => each.versionNumber) };
}

/** Version numbers as people type them: `3`, or `latest`. Throws USAGE. */
export function parseVersion(text: string, { latest }: SchemaFacts): number {
  if (text === "latest" && latest !== undefined) return latest;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new WeirError("USAGE", `expected a version number or latest, not "${text}"`, {
    remedy: "see the versions with: weir schema history NAME",
  });
}
