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
import { columnsOnce, type FlatField } from "./flat-field.ts";

type Named = Map<string, JsonObject>;

/** The fields of an Avro schema that `parseAvroSchema` has taken; read from its text, which keeps defaults. */
export function listAvroFields(definition: string, expansion: Expansion): FlatField[] {
  const node = parseJson(definition);
  const named: Named = new Map();
  collectNamed(node, "", named);
  const fields = fieldsOf(node, "", { named, expansion }, []);
  const isKey = isJsonObject(node) && member(node, "name") === "Key";
  return columnsOnce(isKey ? fields.map((field) => ({ ...field, isColumn: true })) : fields);
}

function collectNamed(node: JsonNode | undefined, namespace: string, named: Named): void {
  if (isJsonArray(node)) {
    for (const item of node) collectNamed(item, namespace, named);
    return;
  }
  if (!isJsonObject(node)) return;
  const name = textOf(node, "name");
  const space = textOf(node, "namespace") ?? namespace;
  if (
    name !== undefined &&
    ["record", "error", "enum", "fixed"].includes(textOf(node, "type") ?? "")
  ) {
    named.set(name.includes(".") || space === "" ? name : `${space}.${name}`, node);
    named.set(name.slice(name.lastIndexOf(".") + 1), node);
  }
  const fields = member(node, "fields");
  for (const field of isJsonArray(fields) ? fields : []) {
    if (isJsonObject(field)) collectNamed(member(field, "type"), space, named);
  }
  for (const key of ["type", "items", "values"]) collectNamed(member(node, key), space, named);
}

function resolve(node: JsonNode, named: Named): JsonNode {
  if (typeof node === "string") return named.get(node) ?? node;
  if (!isJsonObject(node)) return node;
  const type = member(node, "type");
  return type !== undefined && typeof type !== "string" ? type : node;
}

interface Listing {
  readonly named: Named;
  readonly expansion: Expansion;
}

function fieldsOf(
  node: JsonNode,
  prefix: string,
  listing: Listing,
  around: readonly JsonObject[],
): FlatField[] {
  const { named, expansion } = listing;
  const record = resolve(node, named);
  if (isJsonArray(record)) {
    return record.flatMap((branch) => fieldsOf(branch, prefix, listing, around));
  }
  if (!isJsonObject(record)) return [];
  const inner = member(record, "items") ?? member(record, "values");
  if (inner !== undefined)
    return fieldsOf(inner, `${prefix}[].`.replace(".[]", "[]"), listing, around);
  const fields = member(record, "fields");
  if (!isJsonArray(fields) || !expansion.enters(record, fields.length, prefix, around)) return [];
  return fields.filter(isJsonObject).flatMap((field) => {
    const path = `${prefix}${textOf(field, "name") ?? ""}`;
    const type = member(field, "type") ?? "null";
    const value = member(field, "default");
    const own: FlatField = {
      path,
      isColumn: false,
      type: describeType(type, named),
      nullable: branchesOf(type, named).some(isNull),
      default: value === undefined ? undefined : renderCanonicalJson(value),
      properties: {},
    };
    return [own, ...fieldsOf(type, `${path}.`, listing, [...around, record])];
  });
}

function branchesOf(type: JsonNode, named: Named): readonly JsonNode[] {
  const resolved = resolve(type, named);
  return isJsonArray(resolved) ? resolved : [resolved];
}

function isNull(node: JsonNode): boolean {
  return node === "null" || (isJsonObject(node) && member(node, "type") === "null");
}

/** `int`, `long (io.debezium.time.Timestamp)`, `array of string`, `record Value`. */
function describeType(node: JsonNode, named: Named): string {
  const resolved = resolve(node, named);
  if (typeof resolved === "string") return resolved;
  if (isJsonArray(resolved)) {
    const branches = resolved.filter((branch) => !isNull(branch));
    return branches.map((branch) => describeType(branch, named)).join(" or ") || "null";
  }
  if (!isJsonObject(resolved)) return "unknown";
  const type = textOf(resolved, "type") ?? "unknown";
  if (type === "array") return `array of ${describeType(member(resolved, "items") ?? "", named)}`;
  if (type === "map") return `map of ${describeType(member(resolved, "values") ?? "", named)}`;
  const name = textOf(resolved, "name");
  const short = name?.slice(name.lastIndexOf(".") + 1);
  if (type === "record" || type === "error") return `record ${short}`;
  if (type === "enum") return `enum of ${renderCanonicalJson(member(resolved, "symbols") ?? [])}`;
  const base =
    type === "fixed"
      ? `fixed of ${renderCanonicalJson(member(resolved, "size") ?? null)} bytes`
      : type;
  return base + meaningOf(resolved);
}

/** What Kafka Connect and Avro say beyond the type: a date is an int. */
function meaningOf(node: JsonObject): string {
  const logical = textOf(node, "logicalType");
  const digits = ["precision", "scale"].flatMap((key) => {
    const value = member(node, key);
    return value === undefined ? [] : [`${key} ${renderCanonicalJson(value)}`];
  });
  const parameters = member(node, "connect.parameters");
  const given = isJsonObject(parameters) ? [renderCanonicalJson(parameters)] : [];
  const words = [textOf(node, "connect.name"), logical, ...digits, ...given].filter(Boolean);
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}

function textOf(node: JsonObject, key: string): string | undefined {
  const value = member(node, key);
  return typeof value === "string" ? value : undefined;
}
