import { sizeDemands } from "./check-scalar.ts";
import type { Conjunction } from "./conjunction.ts";
import { type Origin, sizeOf } from "./content-model.ts";
import type { Comparer, Demand } from "./demand.ts";
import { kinds } from "./json-kind.ts";
import type { JsonRule } from "./json-rule.ts";
import type { JsonSchema } from "./json-schema.ts";

/** Demands of the keywords for arrays. */
export function* arrayDemands(
  schema: JsonSchema,
  anyKind: Conjunction,
  comparer: Comparer,
): Iterable<Demand> {
  const writer = comparer.conjunctions.with(anyKind, { mask: kinds.array });
  yield* sizeDemands(schema, writer, "Items");
  if (schema.uniqueItems) {
    yield {
      rule: "UNIQUE_ITEMS_ADDED",
      step: ["uniqueItems"],
      met: () => writer.atoms.some((atom) => atom.uniqueItems) || sizeOf(writer, "Items").most <= 1,
    };
  }
  if (schema.contains !== undefined) yield containsDemand(schema.contains, writer, comparer);
  if (schema.tuple !== undefined || schema.rest !== undefined) {
    yield* itemDemands(schema, writer, comparer);
  }
}

/** Each position of a tuple, then all positions after the longest. */
function* itemDemands(
  schema: JsonSchema,
  writer: Conjunction,
  comparer: Comparer,
): Iterable<Demand> {
  const own = schema.tuple?.length ?? 0;
  const longest = writer.atoms.reduce((most, atom) => Math.max(most, atom.tuple?.length ?? 0), own);
  const { most } = sizeOf(writer, "Items");
  for (let position = 0; position <= Math.min(longest, most - 1); position++) {
    const reader = schema.tuple?.[position] ?? schema.rest;
    if (reader === undefined) continue;
    const { origin, value } = comparer.model.item(writer, position);
    if (origin === "closed") continue;
    const additional = schema.tuple !== undefined && position >= own;
    const descends = origin === "declared" && (!additional || reader.always !== false);
    yield {
      rule: itemRule(reader, origin, additional, position === longest),
      step: additional ? ["additionalItems"] : schema.tuple ? ["items", position] : ["items"],
      met: () => comparer.coversPart(reader, value),
      member: "[]",
      value,
      ...(descends || (!additional && schema.tuple === undefined && origin !== "open")
        ? { inner: { reader, writer: value } }
        : {}),
    };
  }
}

function itemRule(
  reader: JsonSchema,
  origin: Origin,
  additional: boolean,
  last: boolean,
): JsonRule {
  if (additional && last) {
    return reader.always === false ? "ADDITIONAL_ITEMS_REMOVED" : "ADDITIONAL_ITEMS_NARROWED";
  }
  if (additional) {
    return reader.always === false
      ? "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL"
      : "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL";
  }
  return origin === "open"
    ? "ITEM_ADDED_TO_OPEN_CONTENT_MODEL"
    : "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL";
}

function containsDemand(contains: JsonSchema, writer: Conjunction, comparer: Comparer): Demand {
  const own = writer.atoms.flatMap((atom) => atom.contains ?? []);
  const first = () => {
    const { least } = sizeOf(writer, "Items");
    return least > 0 && comparer.coversPart(contains, comparer.model.item(writer, 0).value);
  };
  return {
    rule: own.length === 0 ? "CONTAINS_ADDED" : "CONTAINS_CHANGED",
    step: ["contains"],
    met: () =>
      own.some((known) => comparer.coversPart(contains, comparer.conjunctions.of(known))) ||
      first(),
  };
}
