import type { AvroNode, AvroRecordNode, AvroUnionNode } from "./avro-schema.ts";
import { decimalBytes } from "./decimal.ts";

/** Whether a value can be written as this type, all the way down. */
export function acceptsValue(node: AvroNode, value: unknown): boolean {
  switch (node.kind) {
    case "primitive":
    case "fixed":
      return acceptsScalar(node, value);
    case "enum":
      return typeof value === "string" && node.symbols.includes(value);
    case "array":
      return Array.isArray(value) && value.every((item) => acceptsValue(node.values, item));
    case "map":
      return (
        isObject(value) && Object.values(value).every((item) => acceptsValue(node.values, item))
      );
    case "union":
      return chooseBranch(node, value) !== undefined;
    case "record":
      return (
        isObject(value) &&
        node.fields.every((field) => {
          const own = value[field.name];
          if (own === undefined && field.default !== undefined) return true;
          return acceptsValue(field.type, own);
        })
      );
  }
}

/**
 * The branch that a value is written as, and what is written: the first in the schema's order that
 * keeps it exactly. Of several records the one whose fields are the value's own; where they do not
 * tell, `{ "full.Name": value }` says which.
 */
export function chooseBranch(
  { branches }: AvroUnionNode,
  value: unknown,
): { readonly index: number; readonly value: unknown } | undefined {
  if (isObject(value) && branches.filter(isObjectLike).length > 1) {
    const named = branches.findIndex((branch) => isNamedBy(branch, value));
    if (named >= 0) return { index: named, value: Object.values(value)[0] };
    const exact = branches.findIndex(
      (branch) => branch.kind === "record" && hasFieldsOf(branch, value),
    );
    if (exact >= 0 && acceptsValue(branches[exact] as AvroNode, value)) {
      return { index: exact, value };
    }
  }
  const accepting = branches.flatMap((branch, index) =>
    acceptsValue(branch, value) ? [{ index, branch }] : [],
  );
  const found = accepting.find(({ branch }) => keepsExactly(branch, value)) ?? accepting[0];
  return found && { index: found.index, value };
}

/** A float rounds what a double, a long or an int would keep. */
function keepsExactly(branch: AvroNode, value: unknown): boolean {
  if (branch.kind !== "primitive" || branch.type !== "float") return true;
  return typeof value !== "number" || Number.isNaN(value) || Math.fround(value) === value;
}

function isObjectLike(node: AvroNode): boolean {
  return node.kind === "record" || node.kind === "map";
}

function isNamedBy(branch: AvroNode, value: Record<string, unknown>): boolean {
  if (branch.kind !== "record") return false;
  const [key, ...more] = Object.keys(value);
  return key === branch.fullName && more.length === 0 && acceptsValue(branch, value[key]);
}

function hasFieldsOf(record: AvroRecordNode, value: Record<string, unknown>): boolean {
  const keys = Object.keys(value);
  if (keys.length !== record.fields.length) return false;
  return record.fields.every((field) => Object.hasOwn(value, field.name));
}

function acceptsScalar(
  node: Extract<AvroNode, { kind: "primitive" | "fixed" }>,
  value: unknown,
): boolean {
  if (node.kind === "fixed") {
    if (value instanceof Uint8Array) return value.length === node.size;
    return toDecimal(value, node.decimalScale, node.size) !== undefined;
  }
  switch (node.type) {
    case "null":
      return value === null || value === undefined;
    case "boolean":
    case "string":
      return typeof value === node.type;
    case "int":
      return typeof value === "number" && (value | 0) === value;
    case "long":
      return isLong(value);
    case "float":
    case "double":
      return typeof value === "number";
    case "bytes":
      return value instanceof Uint8Array || toDecimal(value, node.decimalScale) !== undefined;
  }
}

export function isLong(value: unknown): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value);
  return typeof value === "bigint" && BigInt.asIntN(64, value) === value;
}

/** The bytes of a decimal given as text, number or bigint. */
export function toDecimal(
  value: unknown,
  scale: number | undefined,
  size?: number,
): Buffer | undefined {
  if (scale === undefined) return undefined;
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "bigint") {
    return undefined;
  }
  return decimalBytes(value, scale, size);
}

/** What may stand for a record or a map; a Map has no members, and would be written as empty. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof Map) &&
    !(value instanceof Date)
  );
}
