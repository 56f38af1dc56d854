import {
  isJsonArray,
  isJsonObject,
  type JsonNode,
  type JsonObject,
  member,
  parseJson,
  renderCanonicalJson,
} from "../json-node.ts";
import type { Expansion } from "./expansion.ts";
import { columnsOnce, type FlatField, isEnvelope } from "./flat-field.ts";

/** The properties of a JSON Schema that the format's parser has taken, `$ref`s into itself followed. */
export function listJsonFields(definition: string, expansion: Expansion): FlatField[] {
  const root = parseJson(definition);
  const fields = fieldsOf(root, "", { root, expansion }, []);
  const title = isJsonObject(root)
    ? [textOf(root, "title"), textOf(root, "connect.name")].join(" ")
    : "";
  const isKey = !isEnvelope(fields.map(({ path }) => path)) && /\bKey\b/.test(title);
  return columnsOnce(isKey ? fields.map((field) => ({ ...field, isColumn: true })) : fields);
}

interface Listing {
  readonly root: JsonNode;
  readonly expansion: Expansion;
}

function fieldsOf(
  node: JsonNode,
  prefix: string,
  listing: Listing,
  around: readonly JsonObject[],
): FlatField[] {
  const { root, expansion } = listing;
  return alternativesOf(node, root).flatMap((schema) => {
    if (!isJsonObject(schema)) return [];
    const properties = member(schema, "properties");
    const keys = isJsonObject(properties) ? Object.keys(properties) : [];
    if (!expansion.enters(schema, keys.length, prefix, around)) return [];
    const inside = [...around, schema];
    const items = member(schema, "items");
    const inItems =
      isJsonObject(items) && prefix !== ""
        ? fieldsOf(items, `${prefix.slice(0, -1)}[].`, listing, inside)
        : [];
    if (!isJsonObject(properties)) return inItems;
    const required = member(schema, "required");
    const names = isJsonArray(required) ? required : [];
    const own = keys.flatMap((name) => {
      const property = member(properties, name) ?? null;
      const path = `${prefix}${name}`;
      return [
        describeProperty(path, property, names.includes(name), root),
        ...fieldsOf(property, `${path}.`, listing, inside),
      ];
    });
    return [...own, ...inItems];
  });
}

function describeProperty(
  path: string,
  property: JsonNode,
  required: boolean,
  root: JsonNode,
): FlatField {
  const value = isJsonObject(property) ? member(property, "default") : undefined;
  const alternatives = alternativesOf(property, root);
  const rest = alternatives.filter((each) => !isNull(each));
  return {
    path,
    isColumn: false,
    type: rest.map(describeType).join(" or ") || "null",
    nullable: rest.length < alternatives.length || rest.some(takesNull),
    default: value === undefined ? undefined : renderCanonicalJson(value),
    properties: { presence: required ? "required" : "optional" },
  };
}

/** What a schema may be: the members of oneOf and anyOf, or itself; each once. */
function alternativesOf(
  node: JsonNode,
  root: JsonNode,
  seen = new Set<JsonNode>(),
): readonly JsonNode[] {
  if (!isJsonObject(node)) return [node];
  if (seen.has(node)) return [];
  seen.add(node);
  const ref = textOf(node, "$ref");
  if (ref !== undefined) {
    const target = follow(ref, root);
    return target === undefined ? [node] : alternativesOf(target, root, seen);
  }
  const combined = member(node, "oneOf") ?? member(node, "anyOf");
  if (!isJsonArray(combined)) return [node];
  return combined.flatMap((each) => alternativesOf(each, root, seen));
}

function follow(ref: string, root: JsonNode): JsonNode | undefined {
  if (!ref.startsWith("#")) return undefined;
  let node: JsonNode | undefined = root;
  for (const step of decodeURIComponent(ref.slice(1)).split("/").filter(Boolean)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    node = isJsonObject(node)
      ? member(node, key)
      : isJsonArray(node)
        ? node[Number(key)]
        : undefined;
  }
  return node;
}

function typesOf(node: JsonNode): readonly string[] {
  const type = isJsonObject(node) ? member(node, "type") : undefined;
  if (typeof type === "string") return [type];
  return isJsonArray(type) ? type.filter((each) => typeof each === "string") : [];
}

function isNull(node: JsonNode): boolean {
  const types = typesOf(node);
  return types.length === 1 && types[0] === "null";
}

function takesNull(node: JsonNode): boolean {
  return typesOf(node).includes("null");
}

/** `integer (int32)`, `string (io.debezium.time.Date)`, `object`. */
function describeType(node: JsonNode): string {
  if (!isJsonObject(node)) return node === false ? "nothing" : "anything";
  const ref = textOf(node, "$ref");
  if (ref !== undefined) return ref;
  const values = member(node, "enum");
  if (isJsonArray(values)) return `one of ${renderCanonicalJson(values)}`;
  const types = typesOf(node).filter((type) => type !== "null");
  const limits = limitKeys.flatMap((key) => {
    const value = member(node, key);
    return value === undefined ? [] : [`${key} ${renderCanonicalJson(value)}`];
  });
  // The name of a record says nothing about its fields.
  const name = types.includes("object") ? undefined : textOf(node, "connect.name");
  const words = [textOf(node, "connect.type"), name, ...limits].filter(Boolean);
  const base = types.join(" or ") || "anything";
  return words.length === 0 ? base : `${base} (${words.join(", ")})`;
}

const limitKeys = ["format", "minimum", "maximum", "minLength", "maxLength", "pattern"];

function textOf(node: JsonObject, key: string): string | undefined {
  const value = member(node, key);
  return typeof value === "string" ? value : undefined;
}
