/**
 * Avro schema text to a resolved graph, as lenient as Avro Java 1.11's `Schema.Parser`: namespaces
 * are not checked, unknown members and bad logical types are ignored.
 * https://avro.apache.org/docs/1.11.1/specification/
 */
import type { SchemaReference } from "../data-format.ts";
import {
  isJsonArray,
  isJsonObject,
  type JsonNode,
  type JsonObject,
  maxDepth,
  member,
} from "../json-node.ts";
import { parseAvroJson } from "./avro-json.ts";
import type { AvroEnum, AvroField, AvroFixed, AvroRecord, AvroSchema } from "./avro-schema.ts";
import { isDoubleText, isValidDefault } from "./default-value.ts";
import { fail, type Path } from "./invalid.ts";
import {
  assertOrder,
  parseAliases,
  parseHead,
  parseMeaning,
  parseSize,
  requiredText,
} from "./members.ts";
import { assertName, isPrimitiveName, NamedTypes } from "./names.ts";
import { orderReferences } from "./references.ts";

/** What a type sees of the types around it. */
interface Scope {
  readonly types: NamedTypes<AvroRecord | AvroEnum | AvroFixed>;
  /** Records whose fields are being read. */
  readonly open: Set<AvroSchema>;
  readonly namespace: string | undefined;
}

/**
 * The types of `references`, and of theirs, are defined before.
 *
 * @throws WeirError SCHEMA_INVALID; the message ends with the place, `details.path` holds it
 * (`/fields/2/type`).
 */
export function parseAvroSchema(
  text: string,
  references: readonly SchemaReference[] = [],
): AvroSchema {
  const scope: Scope = { types: new NamedTypes(), open: new Set(), namespace: undefined };
  for (const { name, definition } of orderReferences(references)) {
    parseType(parseAvroJson(definition), scope, ["references", name]);
  }
  return parseType(parseAvroJson(text), scope, []);
}

function parseType(node: JsonNode | undefined, scope: Scope, path: Path): AvroSchema {
  if (path.length > maxDepth) fail(`nested deeper than ${maxDepth} levels`, path.slice(0, 8));
  if (typeof node === "string") {
    // A fresh object per place: two columns of one primitive type are two places to explain.
    if (isPrimitiveName(node)) return { type: node };
    return scope.types.find(node, scope.namespace) ?? failUnknown(node, path);
  }
  if (isJsonArray(node)) return parseUnion(node, scope, path);
  if (!isJsonObject(node)) fail("no type: expected a name, an object or an array", path);
  const type = requiredText(node, "type", path);
  switch (type) {
    case "record":
    case "error":
      return parseRecord(node, scope, path);
    case "enum":
      return parseEnum(node, scope, path);
    case "fixed":
      return parseFixed(node, scope, path);
    case "array":
      if (member(node, "items") === undefined) fail("array has no items type", path);
      return { type, items: parseType(member(node, "items"), scope, [...path, "items"]) };
    case "map":
      if (member(node, "values") === undefined) fail("map has no values type", path);
      return { type, values: parseType(member(node, "values"), scope, [...path, "values"]) };
    default:
      if (isPrimitiveName(type)) return { type, ...parseMeaning(node) };
      return (
        scope.types.findInNamespace(type, scope.namespace) ?? failUnknown(type, [...path, "type"])
      );
  }
}

function failUnknown(written: string, path: Path): never {
  const name = JSON.stringify(written);
  fail(`${name} is not a defined name; define it before it is used, or reference its schema`, path);
}

function parseUnion(nodes: readonly JsonNode[], scope: Scope, path: Path): AvroSchema {
  const branches: AvroSchema[] = [];
  const seen = new Set<string>();
  for (const [index, node] of nodes.entries()) {
    const branch = parseType(node, scope, [...path, index]);
    if (branch.type === "union") fail("nested union", [...path, index]);
    const name = "fullName" in branch ? branch.fullName : branch.type;
    if (seen.has(name)) fail(`duplicate in union: ${name}`, [...path, index]);
    seen.add(name);
    branches.push(branch);
  }
  return { type: "union", branches };
}

function parseRecord(node: JsonObject, scope: Scope, path: Path): AvroRecord {
  const { head, namespace } = parseHead(node, scope.namespace, path);
  const inner = { ...scope, namespace };
  const fields = new Map<string, AvroField>();
  const record: AvroRecord = { type: "record", ...head, fields };
  // Defined before its fields are read: they may refer to it.
  scope.types.define(record, path);
  scope.open.add(record);
  const nodes = member(node, "fields");
  if (!isJsonArray(nodes)) fail("record has no fields", path);
  for (const [index, fieldNode] of nodes.entries()) {
    const field = parseField(fieldNode, index, inner, [...path, "fields", index]);
    if (fields.has(field.name)) {
      fail(`duplicate field ${field.name} in record ${head.fullName}`, [...path, "fields", index]);
    }
    fields.set(field.name, field);
  }
  scope.open.delete(record);
  return record;
}

function parseField(node: JsonNode, index: number, scope: Scope, path: Path): AvroField {
  if (!isJsonObject(node)) fail("a field is no object", path);
  const name = assertName(requiredText(node, "name", path), [...path, "name"]);
  if (member(node, "type") === undefined) fail("no field type", path);
  assertOrder(member(node, "order"), [...path, "order"]);
  const type = parseType(member(node, "type"), scope, [...path, "type"]);
  const value = member(node, "default");
  if (value !== undefined && !isDoubleText(type, value)) {
    if (!isValidDefault(type, value, { open: scope.open, steps: 0 })) {
      const wanted = type.type === "union" ? "of the union's first branch" : `a ${type.type}`;
      fail(`invalid default for field ${name}: not ${wanted}`, [...path, "default"]);
    }
  }
  return { name, aliases: parseAliases(node, path), index, type, hasDefault: value !== undefined };
}

function parseEnum(node: JsonObject, scope: Scope, path: Path): AvroEnum {
  const { head } = parseHead(node, scope.namespace, path);
  const nodes = member(node, "symbols");
  if (!isJsonArray(nodes)) fail("enum has no symbols", path);
  const symbols = nodes.map((symbol, index) => {
    const at = [...path, "symbols", index];
    return typeof symbol === "string" ? assertName(symbol, at) : fail("symbol is no text", at);
  });
  if (new Set(symbols).size < symbols.length) fail("duplicate enum symbol", [...path, "symbols"]);
  const value = member(node, "default");
  if (typeof value === "string" && !symbols.includes(value)) {
    fail(`the enum default ${value} is not among its symbols`, [...path, "default"]);
  }
  const own = typeof value === "string" ? { default: value } : {};
  const schema: AvroEnum = { type: "enum", ...head, symbols, ...own };
  scope.types.define(schema, path);
  return schema;
}

function parseFixed(node: JsonObject, scope: Scope, path: Path): AvroFixed {
  const { head } = parseHead(node, scope.namespace, path);
  const size = parseSize(node, path);
  const schema: AvroFixed = { type: "fixed", ...head, size, ...parseMeaning(node) };
  scope.types.define(schema, path);
  return schema;
}
