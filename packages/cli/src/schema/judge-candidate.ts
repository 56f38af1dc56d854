import { WeirError } from "@weir/core";
import {
  assertValidSchema,
  type Baseline,
  checkCompatibility,
  comparesAll,
  type JsonPolicy,
  type Verdict,
} from "@weir/schema";
import {
  listVersions,
  readVersion,
  type SchemaFacts,
  type SchemaPlace,
  schemaIdOf,
  unlessMissing,
  type VersionFacts,
} from "./read-schema.ts";

/** What the registry would answer to a definition. */
export interface CandidateVerdict extends Omit<Verdict, "mode"> {
  /** The version that it is already; null where it would be a new one. */
  readonly sameAs: number | null;
  /** Version numbers it was compared with. */
  readonly against: readonly number[];
}

/** The verdict of the registry itself, where it gives one without storing anything. */
export type AskRegistry = (schemaName: string, definition: string) => Promise<Verdict | undefined>;

export interface JudgeOptions {
  readonly jsonPolicy: JsonPolicy;
  /** Absent on AWS: there the verdict is worked out here. */
  readonly ask?: AskRegistry | undefined;
}

/**
 * Judges a definition against a schema as its registry would, without registering it: modes
 * without `_ALL` against the latest AVAILABLE version, the others from the checkpoint on.
 *
 * @throws WeirError SCHEMA_INVALID with the place
 */
export async function judgeCandidate(
  place: SchemaPlace,
  facts: SchemaFacts,
  candidate: string,
  options: JudgeOptions,
): Promise<CandidateVerdict> {
  const { dataFormat, mode } = facts;
  assertValidSchema(dataFormat, candidate);
  const versions = await listVersions(place);
  const known = await unlessMissing(
    place.call("GetSchemaByDefinition", {
      SchemaId: schemaIdOf(place),
      SchemaDefinition: candidate,
    }),
  );
  const none = { violations: [], warnings: [], against: [] };
  if (known?.Status === "AVAILABLE") {
    const same = versions.find((each) => each.schemaVersionId === known.SchemaVersionId);
    return { compatible: true, sameAs: same?.versionNumber ?? null, ...none };
  }
  const available = versions.filter(({ status }) => status === "AVAILABLE");
  if (mode === "DISABLED" && available.length > 0) {
    const remedy =
      "the mode DISABLED allows no new version: change the schema's compatibility first";
    return { compatible: false, sameAs: null, ...none, remedy };
  }
  const numbers = comparedWith(facts, available);
  const { mode: _, ...verdict } =
    (await options.ask?.(place.schemaName, candidate)) ??
    (await judgeHere(place, facts, candidate, numbers, options.jsonPolicy));
  return { ...verdict, sameAs: null, against: numbers };
}

function comparedWith(
  { mode, checkpoint, latest }: SchemaFacts,
  available: readonly VersionFacts[],
): number[] {
  if (mode === "NONE" || mode === "DISABLED") return [];
  return available
    .map(({ versionNumber }) => versionNumber)
    .filter((number) => (comparesAll(mode) ? number >= checkpoint : number === latest));
}

async function judgeHere(
  place: SchemaPlace,
  { dataFormat, mode }: SchemaFacts,
  candidate: string,
  numbers: readonly number[],
  jsonPolicy: JsonPolicy,
): Promise<Verdict> {
  const baselines: Baseline[] = [];
  for (const number of numbers) baselines.push(await readVersion(place, number));
  return checkCompatibility({ dataFormat, mode, candidate, baselines, jsonPolicy });
}

/** Version numbers as people type them: `3`, or `latest`. Throws USAGE, SCHEMA_UNKNOWN. */
export function parseVersion(text: string, { latest }: SchemaFacts): number {
  if (text === "latest") {
    if (latest !== undefined) return latest;
    throw new WeirError(
      "SCHEMA_UNKNOWN",
      "the schema has no AVAILABLE version: there is no latest",
    );
  }
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new WeirError("USAGE", `expected a version number or latest, not "${text}"`, {
    remedy: "see the versions with: weir schema history NAME",
  });
}
