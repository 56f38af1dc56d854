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
  // Most objects have two or three keywords: those are looked at, not all that there could be.
  for (const key of Object.keys(place.exact)) {
    readKeyword(key, schema, place.exact, place, schemaAt);
  }
}

function readKeyword(
  key: string,
  schema: MutableSchema,
  node: JsonObject,
  place: Place,
  schemaAt: SchemaAt,
): void {
  const value = node[key] as JsonNode;
  const later = schema.draft !== "04";
  const set = <Key extends keyof JsonSchema>(name: Key, read: JsonSchema[Key] | undefined) => {
    if (read !== undefined) schema[name] = read as MutableSchema[Key];
  };
  switch (key) {
    case "type":
      schema.types = kindsOfTypes((isJsonArray(value) ? value : [value]) as readonly JsonType[]);
      break;
    case "enum":
    case "const":
      set("values", readValues(node, later));
      break;
    case "minimum":
    case "exclusiveMinimum":
      set("lower", readBound(node, "minimum", "exclusiveMinimum", 1));
      break;
    case "maximum":
    case "exclusiveMaximum":
      set("upper", readBound(node, "maximum", "exclusiveMaximum", -1));
      break;
    case "multipleOf": {
      const multiple = readNumber(node, key);
      if (multiple !== undefined) schema.multipleOf = { ...multiple, sign: 1 };
      break;
    }
    case "minLength":
    case "maxLength":
    case "minItems":
    case "maxItems":
    case "minProperties":
    case "maxProperties":
      schema[key] = Number(value instanceof JsonNumber ? value.source : value);
      break;
    case "pattern":
      if (typeof value === "string") schema.pattern = value;
      break;
    case "format":
      if (knownFormats[schema.draft].has(String(value))) schema.format = String(value);
      break;
    case "connect.name":
      if (typeof value === "string") schema.connectName = value;
      break;
    case "uniqueItems":
      schema.uniqueItems = value === true;
      break;
    case "items":
      readItems(schema, place, schemaAt);
      break;
    case "properties":
    case "patternProperties":
      set(key, readNamed(place, key, schemaAt));
      break;
    case "required":
      schema.required = readTexts(value);
      break;
    case "dependencies":
      set(key, readDependencies(place, schemaAt));
      break;
    case "allOf":
    case "anyOf":
    case "oneOf":
      set(key, readList(place, key, schemaAt));
      break;
    case "additionalProperties":
    case "not":
      set(key, readInner(place, key, schemaAt));
      break;
    case "contains":
    case "propertyNames":
      if (later) set(key, readInner(place, key, schemaAt));
      break;
    case "if":
      if (schema.draft === "07") set("condition", readCondition(place, schemaAt));
      break;
  }
}

function readInner(place: Place, key: string, schemaAt: SchemaAt): JsonSchema | undefined {
  const inner = enter(place, key);
  return inner === undefined ? undefined : schemaAt(inner);
}

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

function readItems(schema: MutableSchema, place: Place, schemaAt: SchemaAt): void {
  const items = enter(place, "items");
  if (items === undefined) return;
  if (!isJsonArray(items.exact)) {
    schema.rest = schemaAt(items);
    return;
  }
  schema.tuple = readList(place, "items", schemaAt) ?? [];
  const rest = readInner(place, "additionalItems", schemaAt);
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

function readCondition(place: Place, schemaAt: SchemaAt): Condition | undefined {
  const [when, then, otherwise] = ["if", "then", "else"].map((key) =>
    readInner(place, key, schemaAt),
  );
  if (when === undefined || (then === undefined && otherwise === undefined)) return undefined;
  return {
    when,
    ...(then === undefined ? {} : { then }),
    ...(otherwise === undefined ? {} : { otherwise }),
  };
}
