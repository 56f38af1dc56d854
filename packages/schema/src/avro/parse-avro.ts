/**
 * Avro schema text to a resolved graph, as lenient as Avro Java 1.11's `Schema.Parser`: namespaces
 * are not checked, unknown members and bad logical types are ignored.
 * https://avro.apache.org/docs/1.11.1/specification/
 */
import {
  isJsonArray,
  isJsonObject,
  type JsonNode,
  JsonNumber,
  type JsonObject,
  member,
  parseJson,
} from "../json-node.ts";
import type { AvroEnum, AvroField, AvroFixed, AvroRecord, AvroSchema } from "./avro-schema.ts";
import { isValidDefault } from "./default-value.ts";
import { fail, type Path } from "./invalid.ts";
import { assertName, isPrimitiveName, NamedTypes, resolveName } from "./names.ts";

/** What a type sees of the types around it. */
interface Scope {
  readonly types: NamedTypes<AvroRecord | AvroEnum | AvroFixed>;
  /** Checks that need the whole graph: a default may be of a type whose fields come later. */
  readonly checks: (() => void)[];
  readonly namespace: string | undefined;
}

/**
 * @throws WeirError SCHEMA_INVALID; the message ends with the place, `details.path` holds it
 * (`/fields/2/type`).
 */
export function parseAvroSchema(text: string): AvroSchema {
  const scope: Scope = {
    types: new NamedTypes(),
    checks: [],
    namespace: undefined,
  };
  const schema = parseType(parseJson(text), scope, []);
  for (const check of scope.checks) check();
  return schema;
}

function parseType(node: JsonNode | undefined, scope: Scope, path: Path): AvroSchema {
  if (path.length > 1000) fail("nested deeper than 1000 levels", path.slice(0, 8));
  if (typeof node === "string") return parseReference(node, scope, path);
  if (isJsonArray(node)) return parseUnion(node, scope, path);
  if (!isJsonObject(node)) fail(`no type: expected a name, an object or an array`, path);
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
      return parseReference(type, scope, [...path, "type"]);
  }
}

function parseReference(written: string, scope: Scope, path: Path): AvroSchema {
  // A fresh object per place: two columns of one primitive type are two places to explain.
  if (isPrimitiveName(written)) return { type: written };
  return (
    scope.types.find(written, scope.namespace) ??
    fail(`${JSON.stringify(written)} is not a defined name; define it before it is used`, path)
  );
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

function parseHead(node: JsonObject, scope: Scope, path: Path) {
  const ownNamespace = member(node, "namespace");
  const { name, namespace, fullName } = resolveName(
    requiredText(node, "name", path),
    typeof ownNamespace === "string" ? ownNamespace : scope.namespace,
    [...path, "name"],
  );
  const aliases = parseAliases(node, path).map((alias) =>
    alias.includes(".") || namespace === undefined ? alias : `${namespace}.${alias}`,
  );
  return { head: { name, fullName, aliases }, inner: { ...scope, namespace } };
}

function parseRecord(node: JsonObject, scope: Scope, path: Path): AvroRecord {
  const { head, inner } = parseHead(node, scope, path);
  const fields = new Map<string, AvroField>();
  const record: AvroRecord = { type: "record", ...head, fields };
  // Defined before its fields are read: they may refer to it.
  scope.types.define(record, path);
  const nodes = member(node, "fields");
  if (!isJsonArray(nodes)) fail("record has no fields", path);
  for (const [index, fieldNode] of nodes.entries()) {
    const field = parseField(fieldNode, index, inner, [...path, "fields", index]);
    if (fields.has(field.name)) {
      fail(`duplicate field ${field.name} in record ${head.fullName}`, [...path, "fields", index]);
    }
    fields.set(field.name, field);
  }
  return record;
}

function parseField(node: JsonNode, index: number, scope: Scope, path: Path): AvroField {
  if (!isJsonObject(node)) fail("a field is no object", path);
  const name = assertName(requiredText(node, "name", path), [...path, "name"]);
  if (member(node, "type") === undefined) fail("no field type", path);
  const order = member(node, "order");
  if (typeof order === "string" && !/^(ascending|descending|ignore)$/i.test(order)) {
    fail(`order ${JSON.stringify(order)} is not ascending, descending or ignore`, path);
  }
  const type = parseType(member(node, "type"), scope, [...path, "type"]);
  const value = member(node, "default");
  const aliases = parseAliases(node, path);
  const field: AvroField = { name, aliases, index, type, hasDefault: value !== undefined };
  if (value !== undefined) {
    scope.checks.push(() => {
      if (!isValidDefault(type, value)) {
        fail(`invalid default for field ${name}: not a ${type.type}`, [...path, "default"]);
      }
    });
  }
  return field;
}

function parseEnum(node: JsonObject, scope: Scope, path: Path): AvroEnum {
  const { head } = parseHead(node, scope, path);
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
  const { head } = parseHead(node, scope, path);
  const size = member(node, "size");
  if (!(size instanceof JsonNumber) || !/^\d{1,10}$/.test(size.source)) {
    fail("invalid or no size", path);
  }
  const schema: AvroFixed = { type: "fixed", ...head, size: Number(size.source) };
  scope.types.define(schema, path);
  return schema;
}

function parseAliases(node: JsonObject, path: Path): readonly string[] {
  const aliases = member(node, "aliases");
  if (aliases === undefined || aliases === null) return [];
  if (!isJsonArray(aliases)) fail("aliases are no array", path);
  return aliases.map((alias) =>
    typeof alias === "string" ? alias : fail("alias is no text", [...path, "aliases"]),
  );
}

function requiredText(node: JsonObject, key: string, path: Path): string {
  const value = member(node, key);
  return typeof value === "string" ? value : fail(`no ${key}`, path);
}
