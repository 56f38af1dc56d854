import { sizeDemands } from "./check-scalar.ts";
import type { Conjunction } from "./conjunction.ts";
import type { Origin } from "./content-model.ts";
import type { Comparer, Demand } from "./demand.ts";
import { kinds } from "./json-kind.ts";
import type { JsonRule } from "./json-rule.ts";
import { isNames, type JsonSchema, targetOf } from "./json-schema.ts";

/** Demands of the keywords for objects. */
export function* objectDemands(
  schema: JsonSchema,
  anyKind: Conjunction,
  comparer: Comparer,
): Iterable<Demand> {
  const writer =
    anyKind.mask === kinds.object
      ? anyKind
      : comparer.conjunctions.with(anyKind, { mask: kinds.object });
  yield* propertyDemands(schema, writer, comparer);
  yield* requiredDemands(schema, writer, comparer);
  yield* sizeDemands(schema, writer, "Properties");
  yield* dependencyDemands(schema, writer, comparer);
  if (schema.propertyNames !== undefined) yield namesDemand(schema.propertyNames, writer, comparer);
}

function* propertyDemands(
  schema: JsonSchema,
  writer: Conjunction,
  comparer: Comparer,
): Iterable<Demand> {
  const { properties, patternProperties, additionalProperties } = schema;
  const names = new Set(properties.keys());
  if (patternProperties.size > 0 || (additionalProperties?.always ?? false) === false) {
    const matters = patternProperties.size > 0 || additionalProperties !== undefined;
    if (matters)
      for (const atom of writer.atoms) for (const name of atom.properties.keys()) names.add(name);
  }
  // What is not declared here may be in an alternative that is not looked at yet.
  const lenient = comparer.options.openProperties && writer.choices.length === 0;
  for (const name of names) {
    if (isUnchanged(name, schema, writer, comparer)) continue;
    const { origin, value } = comparer.model.property(writer, name);
    if (origin === "closed") continue;
    for (const { keyword, schema: reader } of comparer.model.requirements(schema, name)) {
      if (keyword === "properties" && origin === "open" && lenient) continue;
      const descends = origin === "declared" && keyword !== "additionalProperties";
      yield {
        rule: propertyRule(keyword, origin, reader),
        step: keyword === "properties" ? [keyword, name] : [keyword],
        met: () => comparer.coversPart(reader, value),
        member: name,
        value,
        ...(descends ? { inner: { reader, writer: value } } : {}),
      };
    }
  }
  yield* otherDemands(schema, writer, comparer);
}

/** Nearly every column of two versions: nothing need be known of it. */
function isUnchanged(
  name: string,
  reader: JsonSchema,
  writer: Conjunction,
  { same }: Comparer,
): boolean {
  const own = reader.properties.get(name);
  if (own === undefined || reader.patternProperties.size > 0) return false;
  for (const atom of writer.atoms) {
    const other = atom.properties.get(name);
    if (other !== undefined && same.areSame(own, other)) return true;
  }
  return false;
}

function propertyRule(keyword: string, origin: Origin, reader: JsonSchema): JsonRule {
  if (keyword === "patternProperties") return "PATTERN_PROPERTIES_NARROWED";
  if (keyword === "properties") {
    return origin === "open"
      ? "PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL"
      : "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL";
  }
  return reader.always === false
    ? "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL"
    : "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL";
}

/** Properties that neither side names. */
function* otherDemands(
  schema: JsonSchema,
  writer: Conjunction,
  comparer: Comparer,
): Iterable<Demand> {
  const { patternProperties, additionalProperties: rest } = schema;
  const covered = (reader: JsonSchema, apart: (pattern: string) => boolean) =>
    comparer.model
      .otherProperties(writer, apart)
      .some((cases) => cases.every((value) => comparer.coversPart(reader, value)));
  for (const [pattern, reader] of patternProperties) {
    const same = writer.atoms.flatMap((atom) => atom.patternProperties.get(pattern) ?? []);
    yield {
      rule: same.length === 0 ? "PATTERN_PROPERTIES_ADDED" : "PATTERN_PROPERTIES_NARROWED",
      step: ["patternProperties", pattern],
      met: () =>
        (same.length > 0 && comparer.coversPart(reader, comparer.conjunctions.of(...same))) ||
        covered(reader, () => false),
    };
  }
  if (rest === undefined) return;
  yield {
    rule:
      rest.always === false ? "ADDITIONAL_PROPERTIES_REMOVED" : "ADDITIONAL_PROPERTIES_NARROWED",
    step: ["additionalProperties"],
    met: () => covered(rest, (pattern) => patternProperties.has(pattern)),
  };
}

function* requiredDemands(
  schema: JsonSchema,
  writer: Conjunction,
  { model, options }: Comparer,
): Iterable<Demand> {
  for (const name of schema.required) {
    if (writer.required.has(name)) continue;
    const own = schema.properties.get(name);
    const defaulted = own !== undefined && (own.hasDefault || targetOf(own).hasDefault);
    if (defaulted && options.requiredDefaults) continue;
    const { origin } = model.property(writer, name);
    const added = own !== undefined && (origin === "closed" || origin === "covered");
    yield {
      rule: added ? "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL" : "REQUIRED_ATTRIBUTE_ADDED",
      step: ["required"],
      met: () => false,
      member: name,
    };
  }
}

function* dependencyDemands(
  schema: JsonSchema,
  writer: Conjunction,
  comparer: Comparer,
): Iterable<Demand> {
  for (const [name, wanted] of schema.dependencies) {
    const present = comparer.conjunctions.with(writer, { required: [name] });
    const known = writer.atoms.some((atom) => atom.dependencies.has(name));
    const absent = () => comparer.isEmpty(present);
    const step = ["dependencies", name];
    if (isNames(wanted)) {
      const missing = wanted.filter((other) => !present.required.has(other));
      yield {
        rule: known ? "DEPENDENCY_ARRAY_EXTENDED" : "DEPENDENCY_ARRAY_ADDED",
        step,
        met: () => missing.length === 0 || absent(),
        sides: { reader: missing.map((other) => JSON.stringify(other)).join(", "), writer: name },
      };
    } else {
      yield {
        rule: known ? "DEPENDENCY_SCHEMA_CHANGED" : "DEPENDENCY_SCHEMA_ADDED",
        step,
        met: () => comparer.covers(wanted, present),
        sides: { reader: "", writer: name },
      };
    }
  }
}

function namesDemand(wanted: JsonSchema, writer: Conjunction, comparer: Comparer): Demand {
  const { conjunctions } = comparer;
  const own = writer.atoms.flatMap((atom) => atom.propertyNames ?? []);
  const closed = writer.atoms.find(
    (atom) => atom.additionalProperties?.always === false && atom.patternProperties.size === 0,
  );
  const named = () =>
    closed !== undefined &&
    [...closed.properties.keys()].every(
      (name) =>
        comparer.model.property(writer, name).origin === "closed" ||
        comparer.model.isName(name, wanted),
    );
  return {
    rule: own.length === 0 ? "PROPERTY_NAMES_ADDED" : "PROPERTY_NAMES_CHANGED",
    step: ["propertyNames"],
    met: () =>
      comparer.coversPart(
        wanted,
        conjunctions.with(conjunctions.of(...own), { mask: kinds.string }),
      ) || named(),
  };
}
