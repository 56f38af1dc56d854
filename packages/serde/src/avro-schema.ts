/** The shape of an Avro type, names resolved to numbers: what decoding needs and nothing else. */
export type AvroNode =
  | { readonly kind: "primitive"; readonly type: string; readonly decimalScale?: number }
  | { readonly kind: "record"; readonly id: string; readonly fields: readonly AvroField[] }
  | { readonly kind: "enum"; readonly id: string; readonly symbols: readonly string[] }
  | {
      readonly kind: "fixed";
      readonly id: string;
      readonly size: number;
      readonly decimalScale?: number;
    }
  | { readonly kind: "reference"; readonly id: string }
  | { readonly kind: "array" | "map"; readonly values: AvroNode }
  | { readonly kind: "union"; readonly branches: readonly AvroNode[] };

export interface AvroField {
  readonly name: string;
  readonly type: AvroNode;
}

const primitives = new Set([
  "null",
  "boolean",
  "int",
  "long",
  "float",
  "double",
  "bytes",
  "string",
]);

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads an Avro schema as leniently as Avro for Java does: names may hold any character (a
 * namespace with a dash is common), the order of fields and branches is kept. Throws where the
 * text is not an Avro schema.
 */
export function parseAvroSchema(definition: string): AvroNode {
  const ids = new Map<string, string>();
  return node(JSON.parse(definition), "", ids);
}

function node(schema: unknown, namespace: string, ids: Map<string, string>): AvroNode {
  if (typeof schema === "string") return named(schema, namespace, ids);
  if (Array.isArray(schema)) {
    return { kind: "union", branches: schema.map((branch) => node(branch, namespace, ids)) };
  }
  if (typeof schema !== "object" || schema === null) throw new Error(`not an Avro type: ${schema}`);
  const json: Json = { ...schema };
  const { type } = json;
  switch (type) {
    case "array":
      return { kind: "array", values: node(json.items, namespace, ids) };
    case "map":
      return { kind: "map", values: node(json.values, namespace, ids) };
    case "record":
    case "error":
    case "enum":
    case "fixed":
      return definition(type, json, namespace, ids);
    case "bytes": {
      const scale = decimalScale(json);
      return { kind: "primitive", type, ...(scale === undefined ? {} : { decimalScale: scale }) };
    }
    default:
      return node(type, namespace, ids);
  }
}

function definition(
  type: "record" | "error" | "enum" | "fixed",
  json: Json,
  enclosing: string,
  ids: Map<string, string>,
): AvroNode {
  const fullName = qualify(String(json.name), String(json.namespace ?? enclosing));
  const namespace = fullName.slice(0, Math.max(0, fullName.lastIndexOf(".")));
  const id = `t${ids.size}`;
  if (ids.has(fullName)) throw new Error(`the Avro name ${fullName} is defined twice`);
  ids.set(fullName, id);
  if (type === "enum") return { kind: "enum", id, symbols: listOf(json.symbols).map(String) };
  if (type === "fixed") {
    const scale = decimalScale(json);
    const size = Number(json.size);
    return { kind: "fixed", id, size, ...(scale === undefined ? {} : { decimalScale: scale }) };
  }
  const fields = listOf(json.fields).map((field) => {
    const { name, type: fieldType } = field as Json;
    return { name: String(name), type: node(fieldType, namespace, ids) };
  });
  return { kind: "record", id, fields };
}

function named(name: string, namespace: string, ids: Map<string, string>): AvroNode {
  if (primitives.has(name)) return { kind: "primitive", type: name };
  const id = ids.get(qualify(name, namespace)) ?? ids.get(name);
  if (id === undefined) throw new Error(`the Avro type ${name} is not defined`);
  return { kind: "reference", id };
}

function qualify(name: string, namespace: string): string {
  return name.includes(".") || namespace === "" ? name : `${namespace}.${name}`;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error("not an Avro schema: a list is missing");
  return value;
}

/** Avro's own mark, or Kafka Connect's, whose scale is a parameter in text form. */
function decimalScale(json: Json): number | undefined {
  if (json.logicalType === "decimal") return Number(json.scale ?? 0);
  if (json["connect.name"] !== "org.apache.kafka.connect.data.Decimal") return undefined;
  const parameters = json["connect.parameters"];
  const scale =
    typeof parameters === "object" && parameters !== null
      ? Reflect.get(parameters, "scale")
      : undefined;
  return Number(scale ?? 0);
}
