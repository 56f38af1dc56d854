import protobuf from "protobufjs";
import { setOwn } from "../avro/avro-decoder.ts";

type Long = { readonly toString: () => string };

/**
 * A decoded message as a plain object: 64-bit integers exact (bigint beyond 2^53-1), enums by name,
 * bytes as Buffer, maps as objects. A field that tracks presence is there only where it was set;
 * the others have their default.
 */
export function messageToValue(type: protobuf.Type, message: object): object {
  const value = {};
  for (const field of type.fieldsArray) {
    const raw: unknown = Object.hasOwn(message, field.name)
      ? Reflect.get(message, field.name)
      : undefined;
    const converted = fieldValue(field, raw);
    if (converted !== undefined) setOwn(value, field.name, converted);
  }
  return value;
}

function fieldValue(field: protobuf.Field, raw: unknown): unknown {
  if (field instanceof protobuf.MapField) {
    const map = {};
    for (const [key, item] of Object.entries(raw ?? {})) {
      setOwn(map, mapKey(field, key), singleValue(field, item));
    }
    return map;
  }
  if (isPrintedMap(field)) return printedMap(field.resolvedType, raw as object[] | undefined);
  if (field.repeated) return ((raw ?? []) as unknown[]).map((item) => singleValue(field, item));
  if (raw !== undefined && raw !== null) return singleValue(field, raw);
  const hasPresence = field.hasPresence || field.resolvedType instanceof protobuf.Type;
  return hasPresence ? undefined : singleValue(field, field.typeDefault);
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

function printedMap(entryType: protobuf.Type, entries: readonly object[] = []): object {
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

function singleValue(field: protobuf.Field, raw: unknown): unknown {
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Enum) {
    return resolvedType.valuesById[raw as number] ?? raw;
  }
  if (resolvedType instanceof protobuf.Type) return messageToValue(resolvedType, raw as object);
  if (isWide(field.type)) return wideValue(raw as Long);
  if (field.type === "bytes") return Buffer.from(raw as Uint8Array);
  return raw;
}

export function isWide(type: string): boolean {
  return /^(u?int64|sint64|s?fixed64)$/.test(type);
}

function wideValue(raw: Long): number | bigint {
  const exact = BigInt(raw.toString());
  const number = Number(exact);
  return Number.isSafeInteger(number) ? number : exact;
}

/** protobufjs keeps a key of 64 bits as the eight characters of its bits. */
function mapKey(field: protobuf.MapField, key: string): string {
  if (!isWide(field.keyType)) return key;
  const unsigned = field.keyType === "uint64" || field.keyType === "fixed64";
  return protobuf.util.longFromHash(key, unsigned).toString();
}
