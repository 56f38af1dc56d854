import { parseExactJson } from "../exact-json.ts";

/** The shape of an Avro type: what reading and writing its bytes needs. */
export type AvroNode =
  | AvroPrimitiveNode
  | AvroRecordNode
  | AvroEnumNode
  | AvroFixedNode
  | AvroCollectionNode
  | AvroUnionNode;

export interface AvroPrimitiveNode {
  readonly kind: "primitive";
  readonly type: AvroPrimitiveName;
  readonly decimalScale?: number;
}

/** What record, enum and fixed have in common. */
interface AvroNamedNode {
  readonly fullName: string;
  /** Full names. */
  readonly aliases: readonly string[];
}

export interface AvroRecordNode extends AvroNamedNode {
  readonly kind: "record";
  readonly fields: readonly AvroField[];
}

export interface AvroEnumNode extends AvroNamedNode {
  readonly kind: "enum";
  readonly symbols: readonly string[];
  readonly default?: string;
}

export interface AvroFixedNode extends AvroNamedNode {
  readonly kind: "fixed";
  readonly size: number;
  readonly decimalScale?: number;
}

export interface AvroCollectionNode {
  readonly kind: "array" | "map";
  readonly values: AvroNode;
}

export interface AvroUnionNode {
  readonly kind: "union";
  readonly branches: readonly AvroNode[];
}

export interface AvroField {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: AvroNode;
  /** As the JSON of the schema has it; undefined where there is none. */
  readonly default: unknown;
}

const primitiveNames = [
  "null",
  "boolean",
  "int",
  "long",
  "float",
  "double",
  "bytes",
  "string",
] as const;

export type AvroPrimitiveName = (typeof primitiveNames)[number];

const primitives: ReadonlySet<string> = new Set(primitiveNames);

/** A schema whose names another one uses. */
export interface AvroReference {
  readonly definition: string;
  readonly references?: readonly AvroReference[];
}

type Json = Readonly<Record<string, unknown>>;
type Named = Map<string, AvroRecordNode | AvroEnumNode | AvroFixedNode>;

/**
 * Reads an Avro schema as leniently as Avro for Java does: names may hold any character (a
 * namespace with a dash is common), the order of fields and branches is kept. A type that is named
 * again is the same node, so a record that holds itself is a cycle. Throws where the text is not
 * an Avro schema.
 */
export function parseAvroSchema(
  definition: string,
  references: readonly AvroReference[] = [],
): AvroNode {
  const named: Named = new Map();
  const seen = new Set<string>();
  const addReferences = (some: readonly AvroReference[]) => {
    for (const { definition: text, references: inner = [] } of some) {
      addReferences(inner);
      // Two schemas may name the same third one.
      if (!seen.has(text)) parseNode(parseExactJson(text), "", named);
      seen.add(text);
    }
  };
  addReferences(references);
  return parseNode(parseExactJson(definition), "", named);
}

function parseNode(schema: unknown, namespace: string, named: Named): AvroNode {
  if (typeof schema === "string") return parseName(schema, namespace, named);
  if (Array.isArray(schema)) {
    return { kind: "union", branches: schema.map((branch) => parseNode(branch, namespace, named)) };
  }
  if (typeof schema !== "object" || schema === null) throw new Error(`not an Avro type: ${schema}`);
  const json: Json = { ...schema };
  const { type } = json;
  switch (type) {
    case "array":
      return { kind: "array", values: parseNode(json.items, namespace, named) };
    case "map":
      return { kind: "map", values: parseNode(json.values, namespace, named) };
    case "record":
    case "error":
    case "enum":
    case "fixed":
      return parseDefinition(type, json, namespace, named);
    case "bytes": {
      const scale = decimalScale(json);
      return { kind: "primitive", type, ...(scale === undefined ? {} : { decimalScale: scale }) };
    }
    default:
      return parseNode(type, namespace, named);
  }
}

function parseDefinition(
  type: "record" | "error" | "enum" | "fixed",
  json: Json,
  enclosing: string,
  named: Named,
): AvroNode {
  const fullName = qualify(String(json.name), String(json.namespace ?? enclosing));
  const namespace = fullName.slice(0, Math.max(0, fullName.lastIndexOf(".")));
  const aliases = namesOf(json.aliases).map((alias) => qualify(alias, namespace));
  if (named.has(fullName)) throw new Error(`the Avro name ${fullName} is defined twice`);
  if (type === "enum") {
    const node: AvroEnumNode = {
      kind: "enum",
      fullName,
      aliases,
      symbols: listOf(json.symbols).map(String),
      ...(typeof json.default === "string" ? { default: json.default } : {}),
    };
    named.set(fullName, node);
    return node;
  }
  if (type === "fixed") {
    const scale = decimalScale(json);
    const size = Number(json.size);
    if (!Number.isSafeInteger(size) || size < 0) throw new Error(`not an Avro size: ${json.size}`);
    const own = scale === undefined ? {} : { decimalScale: scale };
    const node: AvroFixedNode = { kind: "fixed", fullName, aliases, size, ...own };
    named.set(fullName, node);
    return node;
  }
  const fields: AvroField[] = [];
  const node: AvroRecordNode = { kind: "record", fullName, aliases, fields };
  // Known before its fields are read: they may refer to it.
  named.set(fullName, node);
  for (const field of listOf(json.fields)) fields.push(parseField(field as Json, namespace, named));
  const names = new Set(fields.map((field) => field.name));
  if (names.size < fields.length) throw new Error(`two fields of ${fullName} have one name`);
  return node;
}

function parseField(json: Json, namespace: string, named: Named): AvroField {
  return {
    name: String(json.name),
    aliases: namesOf(json.aliases),
    type: parseNode(json.type, namespace, named),
    default: json.default,
  };
}

function parseName(name: string, namespace: string, named: Named): AvroNode {
  if (primitives.has(name)) return { kind: "primitive", type: name as AvroPrimitiveName };
  const found = named.get(qualify(name, namespace)) ?? named.get(name);
  if (found === undefined) throw new Error(`the Avro type ${name} is not defined`);
  return found;
}

function qualify(name: string, namespace: string): string {
  return name.includes(".") || namespace === "" ? name : `${namespace}.${name}`;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error("not an Avro schema: a list is missing");
  return value;
}

function namesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Avro's own mark, or Kafka Connect's, whose scale is a parameter in text form. */
function decimalScale(json: Json): number | undefined {
  if (json.logicalType === "decimal") return scaleOf(json.scale);
  if (json["connect.name"] !== "org.apache.kafka.connect.data.Decimal") return undefined;
  const parameters = json["connect.parameters"];
  return scaleOf(
    typeof parameters === "object" && parameters !== null
      ? Reflect.get(parameters, "scale")
      : undefined,
  );
}

/** A mark that makes no sense is no mark, as in Java. */
function scaleOf(scale: unknown): number | undefined {
  const number = Number(scale ?? 0);
  return Number.isSafeInteger(number) && Math.abs(number) <= 10_000 ? number : undefined;
}
