import { type AvroField, type AvroRecord, describeAvroType, withoutNull } from "./avro-schema.ts";
import { findWriterField } from "./can-read.ts";

export interface Rename {
  readonly from: AvroField;
  readonly to: AvroField;
}

/**
 * Fields that went and came in one step with one type, at the same place first: probably renamed.
 * One with an alias for its earlier name is no rename here, for Avro follows it.
 */
export function findRenames(candidate: AvroRecord, earlier: AvroRecord): readonly Rename[] {
  const kept = new Set<AvroField>();
  const added: AvroField[] = [];
  for (const field of candidate.fields.values()) {
    const found = findWriterField(field, earlier);
    if (found.length === 0) added.push(field);
    for (const one of found) kept.add(one);
  }
  const dropped = [...earlier.fields.values()].filter((field) => !kept.has(field));
  if (added.length === 0 || dropped.length === 0) return [];
  return pair(dropped, added);
}

function pair(dropped: readonly AvroField[], added: readonly AvroField[]): readonly Rename[] {
  const waiting = Map.groupBy(added, typeOf);
  const renames: Rename[] = [];
  for (const from of dropped) {
    const candidates = waiting.get(typeOf(from));
    if (candidates === undefined || candidates.length === 0) continue;
    const samePlace = candidates.findIndex((field) => field.index === from.index);
    const [to] = candidates.splice(Math.max(samePlace, 0), 1);
    if (to !== undefined) renames.push({ from, to });
  }
  return renames;
}

function typeOf(field: AvroField): string {
  return describeAvroType(withoutNull(field.type));
}
