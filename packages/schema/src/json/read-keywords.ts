import {
  isJsonArray,
  isJsonObject,
  type JsonNode,
  JsonNumber,
  type JsonObject,
  member,
} from "../json-node.ts";
import { compareDecimals, type Decimal, parseDecimal } from "./decimal.ts";
import { enter, exactValue, type Place } from "./json-document.ts";
import { type JsonType, kindsOfTypes, valueKey } from "./json-kind.ts";
import type { Bound, Condition, JsonSchema, MutableSchema } from "./json-schema.ts";
import { knownFormats } from "./known-formats.ts";

type SchemaAt = (place: Place) => JsonSchema;

/** Puts a schema object's keywords, which have been checked, into their common form. */
export function readKeywords(schema: MutableSchema, place: Place, schemaAt: SchemaAt): void {
  if (!isJsonObject(place.exact)) return;
  const node = place.exact;
  const at = (key: string): JsonSchema | undefined => {
    const inner = enter(place, key);
    return inner === undefined ? undefined : schemaAt(inner);
  };
  const set = <Key extends keyof JsonSchema>(key: Key, value: JsonSchema[Key] | undefined) => {
    if (value !== undefined) schema[key] = value as MutableSchema[Key];
  };
  const types = member(node, "type");
  if (types !== undefined) {
    set("types", kindsOfTypes((isJsonArray(types) ? types : [types]) as readonly JsonType[]));
  }
  const later = schema.draft !== "04";
  set("values", readValues(node, later));
  set("lower", readBound(node, "minimum", "exclusiveMinimum", 1));
  set("upper", readBound(node, "maximum", "exclusiveMaximum", -1));
  const multiple = readNumber(node, "multipleOf");
  if (multiple !== undefined) set("multipleOf", { ...multiple, sign: 1 });
  for (const key of sizes) {
    const size = member(node, key);
    if (size !== undefined) set(key, Number(size instanceof JsonNumber ? size.source : size));
  }
  for (const key of ["pattern", "format"] as const) {
    const text = member(node, key);
    const counts = key === "pattern" || knownFormats[schema.draft].has(String(text));
    if (typeof text === "string" && counts) set(key, text);
  }
  const name = member(node, "connect.name");
  if (typeof name === "string") set("connectName", name);
  readItems(schema, place, schemaAt, at);
  for (const key of ["properties", "patternProperties"] as const) {
    set(key, readNamed(place, key, schemaAt));
  }
  set("additionalProperties", at("additionalProperties"));
  if (member(node, "required") !== undefined) set("required", readTexts(member(node, "required")));
  set("dependencies", readDependencies(place, schemaAt));
  set("allOf", readList(place, "allOf", schemaAt));
  set("anyOf", readList(place, "anyOf", schemaAt));
  set("oneOf", readList(place, "oneOf", schemaAt));
  set("not", at("not"));
  if (!later) return;
  set("contains", at("contains"));
  set("propertyNames", at("propertyNames"));
  if (schema.draft === "07") set("condition", readCondition(at));
}

const sizes = [
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
] as const;

/** `enum` and `const` together: only what is in both. */
function readValues(node: JsonObject, withConst: boolean): readonly JsonNode[] | undefined {
  const listed = member(node, "enum");
  const constant = withConst ? member(node, "const") : undefined;
  const only = constant === undefined ? undefined : exactValue(constant);
  const values = isJsonArray(listed) ? listed.map(exactValue) : undefined;
  if (only === undefined) return values;
  if (values === undefined) return [only];
  return values.some((value) => valueKey(value) === valueKey(only)) ? [only] : [];
}

function readNumber(node: JsonObject, key: string): Decimal | undefined {
  const number = member(node, key);
  const exact = number === undefined ? undefined : exactValue(number);
  return exact instanceof JsonNumber ? parseDecimal(exact.source) : undefined;
}

/** Draft-04's boolean beside the bound, or the later drafts' second bound; the tighter one counts. */
function readBound(node: JsonObject, plain: string, strict: string, tighter: 1 | -1) {
  const bound = readNumber(node, plain);
  const other = readNumber(node, strict);
  const own: Bound | undefined =
    bound === undefined ? undefined : { value: bound, exclusive: member(node, strict) === true };
  if (other === undefined) return own;
  const exclusive: Bound = { value: other, exclusive: true };
  if (own === undefined) return exclusive;
  return compareDecimals(exclusive.value, own.value) * tighter >= 0 ? exclusive : own;
}

function readItems(
  schema: MutableSchema,
  place: Place,
  schemaAt: SchemaAt,
  at: (key: string) => JsonSchema | undefined,
): void {
  const items = enter(place, "items");
  schema.uniqueItems = isJsonObject(place.exact) && member(place.exact, "uniqueItems") === true;
  if (items === undefined) return;
  if (!isJsonArray(items.exact)) {
    schema.rest = schemaAt(items);
    return;
  }
  schema.tuple = readList(place, "items", schemaAt) ?? [];
  const rest = at("additionalItems");
  if (rest !== undefined) schema.rest = rest;
}

function readList(place: Place, key: string, schemaAt: SchemaAt): JsonSchema[] | undefined {
  const list = enter(place, key);
  if (list === undefined || !isJsonArray(list.exact)) return undefined;
  return [...list.exact.keys()].map((index) => schemaAt(enter(list, index) as Place));
}

function readNamed(place: Place, key: string, schemaAt: SchemaAt) {
  const named = enter(place, key);
  if (named === undefined || !isJsonObject(named.exact)) return undefined;
  return new Map(
    Object.keys(named.exact).map((name) => [name, schemaAt(enter(named, name) as Place)]),
  );
}

function readDependencies(place: Place, schemaAt: SchemaAt) {
  const named = enter(place, "dependencies");
  if (named === undefined || !isJsonObject(named.exact)) return undefined;
  return new Map(
    Object.keys(named.exact).map((name) => {
      const inner = enter(named, name) as Place;
      return [name, isJsonArray(inner.exact) ? readTexts(inner.exact) : schemaAt(inner)] as const;
    }),
  ) as JsonSchema["dependencies"];
}

function readTexts(node: JsonNode | undefined): readonly string[] {
  return isJsonArray(node) ? node.filter((item) => typeof item === "string") : [];
}

function readCondition(at: (key: string) => JsonSchema | undefined): Condition | undefined {
  const [when, then, otherwise] = [at("if"), at("then"), at("else")];
  if (when === undefined || (then === undefined && otherwise === undefined)) return undefined;
  return {
    when,
    ...(then === undefined ? {} : { then }),
    ...(otherwise === undefined ? {} : { otherwise }),
  };
}
