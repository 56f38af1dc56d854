import protobuf from "protobufjs";
import { setOwn } from "../avro/avro-decoder.ts";

type Long = { readonly toString: () => string };
type Convert = (raw: unknown) => unknown;

interface FieldPlan {
  readonly name: string;
  readonly convert: Convert;
  /** Of a field without presence; undefined where an absent field is left out. */
  readonly absent: (() => unknown) | undefined;
}

/** What was asked of a type once: protobufjs answers each question anew. */
const plans = new WeakMap<protobuf.Type, readonly FieldPlan[]>();

/**
 * A decoded message as a plain object: 64-bit integers exact (bigint beyond 2^53-1), enums by name,
 * bytes as Buffer, maps as objects. A field that tracks presence is there only where it was set;
 * the others have their default.
 */
export function messageToValue(type: protobuf.Type, message: object): object {
  const value = {};
  for (const { name, convert, absent } of planOf(type)) {
    if (Object.hasOwn(message, name)) setOwn(value, name, convert(Reflect.get(message, name)));
    else if (absent !== undefined) setOwn(value, name, absent());
  }
  return value;
}

function planOf(type: protobuf.Type): readonly FieldPlan[] {
  let plan = plans.get(type);
  if (plan === undefined) {
    plan = type.fieldsArray.map(planField);
    plans.set(type, plan);
  }
  return plan;
}

function planField(field: protobuf.Field): FieldPlan {
  const { name } = field;
  if (field instanceof protobuf.MapField) {
    const convert = mapConverter(field);
    return { name, convert, absent: () => convert({}) };
  }
  if (isPrintedMap(field)) {
    const { resolvedType } = field;
    const convert: Convert = (raw) => printedMap(resolvedType, raw as object[]);
    return { name, convert, absent: () => convert([]) };
  }
  const single = singleConverter(field);
  if (field.repeated) {
    return { name, convert: (raw) => (raw as unknown[]).map(single), absent: () => [] };
  }
  const hasPresence = field.hasPresence || field.resolvedType instanceof protobuf.Type;
  return {
    name,
    convert: single,
    absent: hasPresence ? undefined : () => single(field.typeDefault),
  };
}

function mapConverter(field: protobuf.MapField): Convert {
  const single = singleConverter(field);
  return (raw) => {
    const map = {};
    for (const [key, item] of Object.entries(raw as object)) {
      setOwn(map, mapKey(field, key), single(item));
    }
    return map;
  };
}

/**
 * AWS's serializer prints the map `counts` as `repeated CountsEntry counts`, where CountsEntry has
 * the option that protoc sets inside.
 */
export function isPrintedMap(
  field: protobuf.Field,
): field is protobuf.Field & { readonly resolvedType: protobuf.Type } {
  const { resolvedType } = field;
  if (!field.repeated || !(resolvedType instanceof protobuf.Type)) return false;
  return resolvedType.options?.map_entry === true;
}

function printedMap(entryType: protobuf.Type, entries: readonly object[]): object {
  const map = {};
  for (const entry of entries) {
    const { key, value } = messageToValue(entryType, entry) as { key: unknown; value: unknown };
    setOwn(map, String(key), value ?? emptyOf(entryType));
  }
  return map;
}

/** An entry without a value has an empty message, not none. */
function emptyOf(entryType: protobuf.Type): unknown {
  const { resolvedType } = entryType.fields.value ?? {};
  return resolvedType instanceof protobuf.Type ? messageToValue(resolvedType, {}) : undefined;
}

function singleConverter(field: Pick<protobuf.Field, "type" | "resolvedType">): Convert {
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Enum) {
    return (raw) => resolvedType.valuesById[raw as number] ?? raw;
  }
  if (resolvedType instanceof protobuf.Type) {
    return (raw) => messageToValue(resolvedType, raw as object);
  }
  if (isWide(field.type)) return (raw) => wideValue(raw as Long | number);
  if (field.type === "bytes") return (raw) => Buffer.from(raw as Uint8Array);
  return (raw) => raw;
}

export function isWide(type: string): boolean {
  return /^(u?int64|sint64|s?fixed64)$/.test(type);
}

/** protobufjs has them in two halves of 32 bits. */
function wideValue(raw: Long | number): number | bigint {
  if (typeof raw === "number") return raw;
  const { low, high, unsigned } = raw as unknown as {
    low: number;
    high: number;
    unsigned: boolean;
  };
  const number = (unsigned ? high >>> 0 : high) * 2 ** 32 + (low >>> 0);
  return Number.isSafeInteger(number) ? number : BigInt(raw.toString());
}

/** protobufjs keeps a key of 64 bits as the eight characters of its bits. */
function mapKey(field: protobuf.MapField, key: string): string {
  if (!isWide(field.keyType)) return key;
  const unsigned = field.keyType === "uint64" || field.keyType === "fixed64";
  return protobuf.util.longFromHash(key, unsigned).toString();
}
