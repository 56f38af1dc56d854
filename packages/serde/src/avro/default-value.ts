import type { AvroNode } from "./avro-schema.ts";
import { decimalText } from "./decimal.ts";

/**
 * The default of a field, which the schema has as JSON, in the form that decoding gives: bytes are
 * written as text of the code points 0 to 255 there, and a union's default is of a branch that
 * takes it. Throws where no branch does.
 */
export function defaultValue(node: AvroNode, json: unknown): unknown {
  switch (node.kind) {
    case "primitive":
      if (node.type === "bytes") return defaultBytes(json, node.decimalScale);
      return node.type === "float" || node.type === "double" ? Number(json) : json;
    case "fixed":
      return defaultBytes(json, node.decimalScale);
    case "enum":
      return json;
    case "array":
      return (json as unknown[]).map((item) => defaultValue(node.values, item));
    case "map":
      return Object.fromEntries(
        Object.entries(json as object).map(([key, item]) => [key, defaultValue(node.values, item)]),
      );
    case "record":
      return Object.fromEntries(
        node.fields.map(({ name, type, default: own }) => {
          const members = json as Record<string, unknown>;
          return [name, defaultValue(type, Object.hasOwn(members, name) ? members[name] : own)];
        }),
      );
    case "union": {
      const branch = node.branches.find((candidate) => takesDefault(candidate, json));
      if (branch === undefined) throw new Error("a default fits no branch of its union");
      return defaultValue(branch, json);
    }
  }
}

function defaultBytes(json: unknown, scale: number | undefined): unknown {
  const bytes = Buffer.from(String(json), "latin1");
  return scale === undefined ? bytes : decimalText(bytes, scale);
}

function takesDefault(node: AvroNode, json: unknown): boolean {
  switch (node.kind) {
    case "primitive":
      return takesPrimitive(node.type, json);
    case "fixed":
      return typeof json === "string";
    case "enum":
      return typeof json === "string" && node.symbols.includes(json);
    case "array":
      return Array.isArray(json);
    case "union":
      return node.branches.some((branch) => takesDefault(branch, json));
    default:
      return typeof json === "object" && json !== null && !Array.isArray(json);
  }
}

function takesPrimitive(type: string, json: unknown): boolean {
  if (json === null) return type === "null";
  if (typeof json === "boolean") return type === "boolean";
  if (typeof json === "string") return type === "string" || type === "bytes";
  if (typeof json === "bigint") return type === "long" || type === "double" || type === "float";
  if (typeof json !== "number") return false;
  if (type === "int") return (json | 0) === json;
  return type === "long" ? Number.isInteger(json) : type === "double" || type === "float";
}
