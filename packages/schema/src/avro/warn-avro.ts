/**
 * What Avro allows and yet loses or misreads data: a renamed column, values of another meaning, and
 * a record name that AWS does not compare while Avro's own readers may.
 */
import type { Profile } from "../data-format.ts";
import { maxDepth } from "../json-node.ts";
import type { Warning } from "../verdict.ts";
import { type AvroRecord, type AvroSchema, describeAvroType, withoutNull } from "./avro-schema.ts";
import { findWriterField, sameName } from "./can-read.ts";
import { meantBranch } from "./find-mismatches.ts";
import { type Path, renderPath } from "./invalid.ts";
import { PairSet } from "./pair-set.ts";
import { findRenames } from "./rename.ts";
import { type Kind, sharedKind, subjectOf } from "./subject.ts";

interface Place {
  readonly path: Path;
  readonly fields: readonly string[];
}

interface Walk {
  readonly kind: Kind;
  readonly profile: Profile;
  readonly seen: PairSet;
  readonly warnings: Warning[];
  steps: number;
}

/** Hostile schemas only; an honest one is far below. */
const maxSteps = 100_000;

export function warnAvro(
  candidate: AvroSchema,
  earlier: AvroSchema,
  profile: Profile,
): readonly Warning[] {
  const kind = sharedKind(candidate, earlier);
  const walk: Walk = { kind, profile, seen: new PairSet(), warnings: [], steps: 0 };
  compare(candidate, earlier, { path: [], fields: [] }, walk);
  return walk.warnings;
}

function compare(candidate: AvroSchema, earlier: AvroSchema, place: Place, walk: Walk): void {
  if (++walk.steps > maxSteps || place.path.length > maxDepth) return;
  const inside = (step: string | number): Place => ({ ...place, path: [...place.path, step] });
  if (earlier.type === "union") {
    for (const branch of earlier.branches) compare(candidate, branch, place, walk);
  } else if (candidate.type === "union") {
    const meant = meantBranch(candidate, earlier);
    const branch = candidate.branches[meant];
    if (branch !== undefined) compare(branch, earlier, inside(meant), walk);
  } else if (candidate.type === "record" && earlier.type === "record") {
    if (walk.seen.add(candidate, earlier)) compareRecords(candidate, earlier, place, walk);
  } else if (candidate.type === "array" && earlier.type === "array") {
    compare(candidate.items, earlier.items, inside("items"), walk);
  } else if (candidate.type === "map" && earlier.type === "map") {
    compare(candidate.values, earlier.values, inside("values"), walk);
  } else if (candidate.type === earlier.type) compareMeaning(candidate, earlier, place, walk);
}

function compareRecords(
  candidate: AvroRecord,
  earlier: AvroRecord,
  place: Place,
  walk: Walk,
): void {
  if (walk.profile === "aws" && !sameName(candidate, earlier)) {
    warn(place, walk, ({ text }) => {
      const names = `${describeAvroType(candidate)} and was ${describeAvroType(earlier)}`;
      return `${text} is ${names}: AWS Glue does not compare the names of records, Avro's SchemaCompatibility does`;
    });
  }
  for (const { from, to } of findRenames(candidate, earlier)) {
    warn(enter(place, to), walk, ({ noun, text }) => {
      const type = describeAvroType(withoutNull(to.type));
      const old = `${noun} ${JSON.stringify(from.name)} of the same type (${type}) was dropped`;
      const advice = noun === "field" ? `; the alias ${JSON.stringify(from.name)} keeps them` : "";
      return `${text} was added and ${old}: if that is a rename, readers lose the values under the other name${advice}`;
    });
  }
  for (const field of candidate.fields.values()) {
    const [only, another] = findWriterField(field, earlier);
    if (only === undefined || another !== undefined) continue;
    const at = enter(place, field);
    compare(field.type, only.type, { ...at, path: [...at.path, "type"] }, walk);
  }
}

function compareMeaning(
  candidate: AvroSchema,
  earlier: AvroSchema,
  place: Place,
  walk: Walk,
): void {
  const [now, before] = [candidate, earlier].map(meaningOf);
  if (now === before) return;
  warn(
    place,
    walk,
    ({ text }) =>
      `${text} changed from ${describeAvroType(earlier)} to ${describeAvroType(candidate)}: a reader of the one schema takes the other's values for something else, without an error`,
  );
}

function meaningOf(schema: AvroSchema): string | undefined {
  return "meaning" in schema ? schema.meaning : undefined;
}

function enter(place: Place, field: { name: string; index: number }): Place {
  return {
    path: [...place.path, "fields", field.index],
    fields: [...place.fields, field.name],
  };
}

function warn(
  { path, fields }: Place,
  { kind, warnings }: Walk,
  words: (subject: ReturnType<typeof subjectOf>) => string,
): void {
  warnings.push({ path: renderPath(path), message: words(subjectOf(fields, kind)) });
}
