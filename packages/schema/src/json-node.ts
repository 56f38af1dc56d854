import { WeirError } from "@weir/core";

/** A JSON number by its text: `9223372036854775807` and `1.0` keep what a double would lose. */
export class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type JsonObject = { readonly [key: string]: JsonNode };
export type JsonNode = null | boolean | string | JsonNumber | readonly JsonNode[] | JsonObject;

/** Jackson's limit, which the AWS clients and Avro Java live with. */
export const maxDepth = 1000;

/**
 * Reads JSON with the text of its numbers.
 *
 * @throws WeirError SCHEMA_INVALID where it is no JSON, or nested deeper than 1000 levels.
 */
export function parseJson(text: string): JsonNode {
  try {
    if (oddNumber.test(text)) return JSON.parse(text, keepNumberText) as JsonNode;
    return wrapNumbers(JSON.parse(text));
  } catch (cause) {
    const reason =
      cause instanceof RangeError
        ? `nested deeper than ${maxDepth} levels`
        : `not JSON: ${cause instanceof Error ? cause.message : cause}`;
    throw new WeirError("SCHEMA_INVALID", reason, { cause });
  }
}

/** Numbers that a double would not give back as they stand; also finds some inside of texts. */
const oddNumber = /(?:^|[[:,])\s*(?:-0|-?\d+[.eE]|-?\d{16})/;

/** What a reviver does, four times as fast. */
function wrapNumbers(node: unknown): JsonNode {
  if (typeof node === "number") return new JsonNumber(String(node));
  if (typeof node === "object" && node !== null) {
    const members = node as Record<string, unknown>;
    for (const key of Object.keys(members)) {
      const value = members[key];
      if (typeof value === "number" || typeof value === "object") members[key] = wrapNumbers(value);
    }
  }
  return node as JsonNode;
}

function keepNumberText(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === "number" ? new JsonNumber(context?.source ?? String(value)) : value;
}

/** JSON without white space, object keys sorted by code unit, arrays in their order. */
export function renderCanonicalJson(node: JsonNode, depth = 0): string {
  if (depth > maxDepth) {
    throw new WeirError("SCHEMA_INVALID", `nested deeper than ${maxDepth} levels`);
  }
  if (node instanceof JsonNumber) return node.source;
  if (typeof node === "string") return quote(node);
  if (node === null || typeof node !== "object") return String(node);
  let text = "";
  if (isJsonArray(node)) {
    for (const item of node) text += `${text && ","}${renderCanonicalJson(item, depth + 1)}`;
    return `[${text}]`;
  }
  for (const key of Object.keys(node).sort()) {
    const value = renderCanonicalJson(member(node, key) ?? null, depth + 1);
    text += `${text && ","}${quote(key)}:${value}`;
  }
  return `{${text}}`;
}

/** As JSON.stringify does, which takes longer for a short text than the look into it. */
function quote(text: string): string {
  return plainText.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Nothing in it is escaped. */
const plainText = /^[\w ./:-]*$/;

export function isJsonArray(node: JsonNode | undefined): node is readonly JsonNode[] {
  return Array.isArray(node);
}

export function isJsonObject(node: JsonNode | undefined): node is JsonObject {
  return (
    typeof node === "object" && node !== null && !isJsonArray(node) && !(node instanceof JsonNumber)
  );
}

/** An object's own member; a schema may hold keys such as `constructor`. */
export function member(node: JsonObject, key: string): JsonNode | undefined {
  return Object.hasOwn(node, key) ? node[key] : undefined;
}
