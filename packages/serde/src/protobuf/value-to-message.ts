import { WeirError } from "@weir/core";
import protobuf from "protobufjs";
import { isObject } from "../avro/accept-value.ts";
import { isPrintedMap, isWide } from "./message-to-value.ts";

/**
 * A plain object as protobufjs writes it. Strict where protobufjs converts: a text is no number, and
 * a field that the message does not have is an error and not lost. Null and undefined are absent.
 * Throws WeirError ENCODE_FAILED with the place.
 */
export function valueToMessage(type: protobuf.Type, value: unknown, path = ""): object {
  if (!isObject(value)) throw misfit(path, `message ${type.fullName.slice(1)}`, value);
  const message = type.create();
  for (const [name, own] of Object.entries(value)) {
    const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    const where = inside(path, name);
    if (field === undefined) throw misfit(where, `no such field in ${type.fullName.slice(1)}`, own);
    if (own === null || own === undefined) continue;
    Reflect.set(message, name, fieldMessage(field, own, where));
  }
  for (const oneof of type.oneofsArray) {
    const set = oneof.fieldsArray.filter(({ name }) => Object.hasOwn(message, name));
    if (set.length > 1) {
      const names = set.map(({ name }) => name).join(" and ");
      throw misfit(inside(path, oneof.name), "one of its fields", names);
    }
  }
  for (const field of type.fieldsArray) {
    if (field.required && !Object.hasOwn(message, field.name)) {
      throw misfit(inside(path, field.name), `a value: ${field.type} is required`, undefined);
    }
  }
  return message;
}

export function fieldMessage(field: protobuf.Field, value: unknown, path: string): unknown {
  if (field instanceof protobuf.MapField) {
    if (!isObject(value)) throw misfit(path, "a map", value);
    const { keyType } = field;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        mapKey(keyType, key, path),
        single(field, item, `${path}.${key}`),
      ]),
    );
  }
  if (isPrintedMap(field)) return entriesOf(field.resolvedType, value, path);
  if (!field.repeated) return single(field, value, path);
  if (!Array.isArray(value)) throw misfit(path, "an array", value);
  return value.map((item, index) => single(field, item, `${path}[${index}]`));
}

/** The same bytes as those of a map. */
function entriesOf(entryType: protobuf.Type, value: unknown, path: string): object[] {
  if (!isObject(value)) throw misfit(path, "a map", value);
  const keyType = entryType.fields.key?.type ?? "string";
  return Object.entries(value).map(([key, item]) => {
    const own = keyType === "string" ? key : keyOf(keyType, key, path);
    return valueToMessage(entryType, { key: own, value: item }, `${path}.${key}`);
  });
}

function single(field: protobuf.Field, value: unknown, path: string): unknown {
  const { resolvedType, type } = field;
  if (resolvedType instanceof protobuf.Type) return valueToMessage(resolvedType, value, path);
  if (resolvedType instanceof protobuf.Enum) {
    const number = typeof value === "string" ? resolvedType.values[value] : value;
    if (isIn(number, -(2 ** 31), 2 ** 31 - 1)) return number;
    throw misfit(path, `a value of enum ${resolvedType.name}`, value);
  }
  const converted = scalar(type, value);
  if (converted === undefined) throw misfit(path, type, value);
  return converted;
}

function scalar(type: string, value: unknown): unknown {
  if (isWide(type)) return wide(type, value);
  switch (type) {
    case "double":
    case "float":
      return typeof value === "number" ? value : undefined;
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "string":
      return typeof value === "string" ? value : undefined;
    case "bytes":
      return value instanceof Uint8Array ? value : undefined;
    case "uint32":
    case "fixed32":
      return isIn(value, 0, 2 ** 32 - 1) ? value : undefined;
    default:
      return isIn(value, -(2 ** 31), 2 ** 31 - 1) ? value : undefined;
  }
}

function isIn(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

function wide(type: string, value: unknown): unknown {
  const unsigned = type === "uint64" || type === "fixed64";
  const number = typeof value === "bigint" ? Number(value) : value;
  // protobufjs writes a number exactly up to 2^53-1.
  if (Number.isSafeInteger(number)) return unsigned && (number as number) < 0 ? undefined : number;
  if (typeof value !== "bigint") return undefined;
  const exact = value;
  const fits = unsigned ? BigInt.asUintN(64, exact) : BigInt.asIntN(64, exact);
  if (fits !== exact) return undefined;
  const low = Number(BigInt.asUintN(32, exact));
  const high = Number(BigInt.asUintN(32, exact >> 32n));
  return new protobuf.util.LongBits(low, high).toLong(unsigned);
}

/** protobufjs keeps a key of 64 bits as the eight characters of its bits. */
function mapKey(keyType: string, key: string, path: string): string {
  if (keyType === "string") return key;
  const own = keyOf(keyType, key, path);
  return isWide(keyType) ? protobuf.util.longToHash(scalar(keyType, own) as number) : key;
}

/** What an object has as text. */
function keyOf(keyType: string, key: string, path: string): number | bigint | boolean {
  if (keyType === "bool" && (key === "true" || key === "false")) return key === "true";
  if (keyType !== "bool" && /^-?\d{1,20}$/.test(key)) {
    const own = isWide(keyType) ? BigInt(key) : Number(key);
    if (scalar(keyType, own) !== undefined) return own;
  }
  throw misfit(path, `keys of ${keyType}`, key);
}

function inside(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function misfit(path: string, expected: string, value: unknown): WeirError {
  const where = path === "" ? "the value" : `the field ${path}`;
  const kind = value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
  const received = typeof value === "string" && value.length <= 40 ? JSON.stringify(value) : kind;
  return new WeirError(
    "ENCODE_FAILED",
    `${where} does not fit the schema: expected ${expected}, received ${received}`,
    { details: { path, expected, received } },
  );
}
