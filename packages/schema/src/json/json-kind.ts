import { isJsonArray, isJsonObject, type JsonNode, JsonNumber } from "../json-node.ts";
import { decimalKey, isIntegral, parseDecimal } from "./decimal.ts";

/** The disjoint kinds of values, as bits: `number` is `integer` and `fraction`. */
export const kinds = {
  null: 1,
  boolean: 2,
  object: 4,
  array: 8,
  string: 16,
  integer: 32,
  fraction: 64,
} as const;

export const numberKinds = kinds.integer | kinds.fraction;
export const allKinds = 127;

export const jsonTypes = [
  "null",
  "boolean",
  "object",
  "array",
  "string",
  "integer",
  "number",
] as const;

export type JsonType = (typeof jsonTypes)[number];

/** The kinds that a `type` keyword allows. */
export function kindsOfTypes(types: readonly JsonType[]): number {
  return types.reduce(
    (mask, type) => mask | (type === "number" ? numberKinds : kinds[type]),
    0 as number,
  );
}

export function kindOfValue(value: JsonNode): number {
  if (value === null) return kinds.null;
  if (typeof value === "boolean") return kinds.boolean;
  if (typeof value === "string") return kinds.string;
  if (isJsonArray(value)) return kinds.array;
  if (!(value instanceof JsonNumber)) return kinds.object;
  return isIntegral(parseDecimal(value.source)) ? kinds.integer : kinds.fraction;
}

/** Each kind of a mask as a mask of its own. */
export function splitKinds(mask: number): readonly number[] {
  return Object.values(kinds).filter((kind) => (mask & kind) !== 0);
}

/** `["string", "number"]` of a mask, in the order in which people name them. */
export function describeKinds(mask: number): readonly string[] {
  const names: string[] = [];
  const both = (mask & numberKinds) === numberKinds;
  for (const [name, kind] of Object.entries(kinds).toReversed()) {
    if ((mask & kind) === 0) continue;
    if (name === "fraction") names.push(both ? "number" : "fractional number");
    else if (name !== "integer" || !both) names.push(name);
  }
  return names;
}

/** One text for equal values, whatever the order of members or the spelling of numbers. */
export function valueKey(value: JsonNode): string {
  if (value instanceof JsonNumber) return decimalKey(parseDecimal(value.source));
  if (isJsonArray(value)) return `[${value.map(valueKey).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, own]) => [JSON.stringify(key), valueKey(own)]);
  return `{${members
    .map((pair) => pair.join(":"))
    .sort()
    .join(",")}}`;
}
