import { boundOf, type End, isWhole, isWithin, isWithinWhole } from "./bounds.ts";
import type { Conjunction } from "./conjunction.ts";
import { sizeOf } from "./content-model.ts";
import { type Decimal, decimalKey, isMultipleOf, parseDecimal } from "./decimal.ts";
import type { Comparer, Demand } from "./demand.ts";
import { allKinds, describeKinds, kinds, numberKinds, valueKey } from "./json-kind.ts";
import type { JsonRule } from "./json-rule.ts";
import type { Bound, JsonSchema } from "./json-schema.ts";

/** Demands of `type`, `enum`, `const` and of the keywords for numbers and strings. */
export function* scalarDemands(
  schema: JsonSchema,
  writer: Conjunction,
  comparer: Comparer,
): Iterable<Demand> {
  if (schema.types !== undefined) yield typeDemand(schema.types, writer);
  if (schema.values !== undefined) yield enumDemand(schema, writer);
  if ((writer.mask & numberKinds) !== 0) yield* numberDemands(schema, writer);
  if ((writer.mask & kinds.string) !== 0) yield* stringDemands(schema, writer, comparer);
}

function typeDemand(types: number, writer: Conjunction): Demand {
  const changed = (writer.mask & types) === 0 && (types & numberKinds) === 0;
  const narrowed = !changed && ((writer.mask & types) !== 0 || (writer.mask & numberKinds) !== 0);
  return {
    rule: narrowed ? "TYPE_NARROWED" : "TYPE_CHANGED",
    step: ["type"],
    met: () => (writer.mask & ~types) === 0,
    get sides() {
      return { reader: describeMask(types), writer: describeMask(writer.mask) };
    },
  };
}

export function describeMask(mask: number): string {
  return mask === allKinds ? "anything" : describeKinds(mask).join(" or ") || "nothing";
}

function enumDemand(schema: JsonSchema, writer: Conjunction): Demand {
  const keys = new Set(schema.values?.map(valueKey));
  const lost = writer.values?.filter((value) => !keys.has(valueKey(value)));
  return {
    rule: lost === undefined ? "ENUM_ARRAY_ADDED" : "ENUM_ARRAY_NARROWED",
    step: ["enum"],
    met: () => lost?.length === 0,
    sides: { reader: "", writer: (lost ?? []).map(valueText).join(", ") },
  };
}

function valueText(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => inner?.source ?? inner);
}

function* numberDemands(schema: JsonSchema, writer: Conjunction): Iterable<Demand> {
  if (schema.lower !== undefined) yield boundDemand(schema.lower, writer, 1);
  if (schema.upper !== undefined) yield boundDemand(schema.upper, writer, -1);
  const { multipleOf } = schema;
  if (multipleOf === undefined) return;
  const own = writer.atoms.flatMap((atom) =>
    atom.multipleOf === undefined ? [] : [atom.multipleOf],
  );
  if (isWhole(writer)) own.push(parseDecimal("1"));
  yield {
    rule: own.length === 0 ? "MULTIPLE_OF_ADDED" : "MULTIPLE_OF_CHANGED",
    step: ["multipleOf"],
    met: () => own.some((divisor) => isMultipleOf(divisor, multipleOf) === true),
    sides: { reader: decimalText(multipleOf), writer: own.map(decimalText).join(" and ") },
  };
}

function boundDemand(wanted: Bound, writer: Conjunction, end: End): Demand {
  const own = boundOf(writer, end);
  const name = end === 1 ? "MINIMUM" : "MAXIMUM";
  const change = own === undefined ? "ADDED" : end === 1 ? "INCREASED" : "DECREASED";
  const rule = `${wanted.exclusive ? "EXCLUSIVE_" : ""}${name}_${change}` as JsonRule;
  const within = isWhole(writer) ? isWithinWhole : isWithin;
  return {
    rule,
    step: [end === 1 ? "minimum" : "maximum"],
    met: () => own !== undefined && within(own, wanted, end),
    sides: { reader: boundText(wanted), writer: own === undefined ? "" : boundText(own) },
  };
}

function boundText({ value, exclusive }: Bound): string {
  return `${decimalText(value)}${exclusive ? " (exclusive)" : ""}`;
}

function decimalText(value: Decimal): string {
  const number = Number(decimalKey(value));
  return Number.isSafeInteger(number) || value.digits.length < 16
    ? String(number)
    : decimalKey(value);
}

function* stringDemands(
  schema: JsonSchema,
  writer: Conjunction,
  comparer: Comparer,
): Iterable<Demand> {
  yield* sizeDemands(schema, writer, "Length");
  const { pattern, format } = schema;
  if (pattern !== undefined) {
    const own = writer.atoms.flatMap((atom) => atom.pattern ?? []);
    yield {
      rule: own.length === 0 ? "PATTERN_ADDED" : "PATTERN_CHANGED",
      step: ["pattern"],
      met: () => own.includes(pattern),
      sides: {
        reader: JSON.stringify(pattern),
        writer: own.map((p) => JSON.stringify(p)).join(" and "),
      },
    };
  }
  if (format === undefined || comparer.options.ignoreFormats) return;
  const own = writer.atoms.flatMap((atom) => atom.format ?? []);
  yield {
    rule: own.length === 0 ? "FORMAT_ADDED" : "FORMAT_CHANGED",
    step: ["format"],
    met: () => own.includes(format),
    sides: { reader: format, writer: own.join(" and ") },
  };
}

/** Demands of the least and the greatest size. */
export function* sizeDemands(
  schema: JsonSchema,
  writer: Conjunction,
  what: "Items" | "Length" | "Properties",
): Iterable<Demand> {
  const wantedLeast = schema[`min${what}`];
  const wantedMost = schema[`max${what}`];
  if (wantedLeast === undefined && wantedMost === undefined) return;
  const { least, most } = sizeOf(writer, what);
  const rule = (end: "MIN" | "MAX", change: string) =>
    `${end}_${what.toUpperCase()}_${change}` as JsonRule;
  if (wantedLeast !== undefined) {
    yield {
      rule: rule("MIN", least > 0 ? "INCREASED" : "ADDED"),
      step: [`min${what}`],
      met: () => least >= wantedLeast,
      sides: { reader: String(wantedLeast), writer: least > 0 ? String(least) : "" },
    };
  }
  if (wantedMost === undefined) return;
  const limited = most < Number.POSITIVE_INFINITY;
  yield {
    rule: rule("MAX", limited ? "DECREASED" : "ADDED"),
    step: [`max${what}`],
    met: () => most <= wantedMost,
    sides: { reader: String(wantedMost), writer: limited ? String(most) : "" },
  };
}
