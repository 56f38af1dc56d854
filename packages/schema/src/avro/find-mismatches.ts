/**
 * The places where data written with one schema cannot be read with another. Avro Java stops at a
 * union ("reader union lacking writer type: RECORD"); this goes on into the branch that was meant.
 */
import type { Profile } from "../data-format.ts";
import { maxDepth } from "../json-node.ts";
import {
  type AvroField,
  type AvroRecord,
  type AvroSchema,
  type AvroUnion,
  isNamed,
} from "./avro-schema.ts";
import { findWriterField, missingSymbols, ReadCheck, sameName } from "./can-read.ts";
import type { Path } from "./invalid.ts";
import { PairSet } from "./pair-set.ts";

/** Avro Java's `SchemaIncompatibilityType`, in its spelling. */
export type AvroRule =
  | "FIXED_SIZE_MISMATCH"
  | "MISSING_ENUM_SYMBOLS"
  | "MISSING_UNION_BRANCH"
  | "NAME_MISMATCH"
  | "READER_FIELD_MISSING_DEFAULT_VALUE"
  | "TYPE_MISMATCH";

export interface Mismatch {
  readonly rule: AvroRule;
  /** In the reader schema; a reference is followed as if the type stood there. */
  readonly path: Path;
  /** Names of the fields from the root to the place. */
  readonly fields: readonly string[];
  readonly reader: AvroSchema;
  /** Absent where the writer has no such field. */
  readonly writer?: AvroSchema;
}

interface Place {
  readonly path: Path;
  readonly fields: readonly string[];
}

interface Search {
  readonly profile: Profile;
  readonly check: ReadCheck;
  /** A record that is used twice (before and after) is explained once. */
  readonly explained: PairSet;
  readonly mismatches: Mismatch[];
}

/** Empty exactly where `writer`'s data can be read with `reader`. */
export function findMismatches(
  reader: AvroSchema,
  writer: AvroSchema,
  profile: Profile,
): readonly Mismatch[] {
  const search: Search = {
    profile,
    check: new ReadCheck(profile),
    explained: new PairSet(),
    mismatches: [],
  };
  explain(reader, writer, { path: [], fields: [] }, search);
  return search.mismatches;
}

function explain(reader: AvroSchema, writer: AvroSchema, place: Place, search: Search): void {
  if (search.check.canRead(reader, writer) || !search.explained.add(reader, writer)) return;
  const report = (rule: AvroRule, step?: string) =>
    search.mismatches.push({
      rule,
      path: step === undefined ? place.path : [...place.path, step],
      fields: place.fields,
      reader,
      writer,
    });
  if (place.path.length > maxDepth) {
    report("TYPE_MISMATCH");
  } else if (writer.type === "union") {
    for (const branch of writer.branches) explain(reader, branch, place, search);
  } else if (reader.type === "union") {
    const meant = meantBranch(reader, writer);
    const branch = reader.branches[meant];
    if (branch === undefined) report("MISSING_UNION_BRANCH");
    else explain(branch, writer, { ...place, path: [...place.path, meant] }, search);
  } else if (reader.type === "record" && writer.type === "record") {
    if (search.profile === "confluent" && !sameName(reader, writer))
      report("NAME_MISMATCH", "name");
    explainRecords(reader, writer, place, search);
  } else if (reader.type === "array" && writer.type === "array") {
    explain(reader.items, writer.items, { ...place, path: [...place.path, "items"] }, search);
  } else if (reader.type === "map" && writer.type === "map") {
    explain(reader.values, writer.values, { ...place, path: [...place.path, "values"] }, search);
  } else if (reader.type === "fixed" && writer.type === "fixed") {
    if (!sameName(reader, writer)) report("NAME_MISMATCH", "name");
    if (reader.size !== writer.size) report("FIXED_SIZE_MISMATCH", "size");
  } else if (reader.type === "enum" && writer.type === "enum") {
    if (!sameName(reader, writer)) report("NAME_MISMATCH", "name");
    if (missingSymbols(reader, writer).length > 0) report("MISSING_ENUM_SYMBOLS", "symbols");
  } else report("TYPE_MISMATCH");
}

function explainRecords(
  reader: AvroRecord,
  writer: AvroRecord,
  place: Place,
  search: Search,
): void {
  for (const field of reader.fields.values()) {
    const found = findWriterField(field, writer);
    const at: Place = {
      path: [...place.path, "fields", field.index],
      fields: [...place.fields, field.name],
    };
    const [only] = found;
    if (only === undefined) {
      if (!field.hasDefault) search.mismatches.push(missingDefault(field, at));
    } else if (found.length > 1) {
      const path = [...at.path, "aliases"];
      search.mismatches.push({ ...at, rule: "NAME_MISMATCH", path, reader: field.type, writer });
    } else explain(field.type, only.type, { ...at, path: [...at.path, "type"] }, search);
  }
}

function missingDefault(field: AvroField, place: Place): Mismatch {
  return { ...place, rule: "READER_FIELD_MISSING_DEFAULT_VALUE", reader: field.type };
}

/** Position of the branch that the writer's type became: same name, else the only one of its kind. */
export function meantBranch(reader: AvroUnion, writer: AvroSchema): number {
  const { branches } = reader;
  if (isNamed(writer)) {
    const kin = (same: (name: { name: string; fullName: string }) => boolean) =>
      branches.findIndex(
        (branch) => branch.type === writer.type && isNamed(branch) && same(branch),
      );
    const byFullName = kin((branch) => branch.fullName === writer.fullName);
    if (byFullName >= 0) return byFullName;
    const byName = kin((branch) => branch.name === writer.name);
    if (byName >= 0) return byName;
  }
  const ofKind = branches.flatMap((branch, index) => (branch.type === writer.type ? [index] : []));
  return ofKind.length === 1 ? (ofKind[0] as number) : -1;
}
