/** Values for a message of protobufjs, extremes among them. */
import protobuf from "protobufjs";
import type { Random } from "../../test/protobuf/random.ts";

export type Value =
  | bigint
  | number
  | string
  | boolean
  | Uint8Array
  | Message
  | Value[]
  | Map<string, Value>;
/** By field number. */
export type Message = { readonly fields: Map<number, Value> };

const integers: Readonly<Record<string, readonly bigint[]>> = {
  int32: [0n, 1n, -1n, 2n ** 31n - 1n, -(2n ** 31n)],
  uint32: [0n, 1n, 2n ** 31n, 2n ** 32n - 1n],
  int64: [0n, -1n, 2n ** 40n, 2n ** 63n - 1n, -(2n ** 63n)],
  uint64: [0n, 1n, 2n ** 33n, 2n ** 64n - 1n],
};
const widths: Readonly<Record<string, string>> = {
  sint32: "int32",
  sfixed32: "int32",
  fixed32: "uint32",
  sint64: "int64",
  sfixed64: "int64",
  fixed64: "uint64",
};

function randomScalar(type: string, random: Random): Value {
  const whole = integers[widths[type] ?? type];
  if (whole !== undefined) return random.pick(whole);
  if (type === "bool") return random.chance(0.6);
  if (type === "string") return random.pick(["a", "日本語", "x".repeat(200)]);
  if (type === "bytes")
    return random.pick([[255, 254], [1], [0xc3, 0x28, 7]].map((bytes) => Uint8Array.from(bytes)));
  return random.pick([1.5, -0.25, 2 ** 20]);
}

function randomSingle(field: protobuf.Field, random: Random, depth: number): Value {
  const type = field.resolvedType;
  if (type instanceof protobuf.Enum) return BigInt(random.pick(Object.values(type.values)));
  if (type instanceof protobuf.Type) return randomMessage(type, random, depth + 1);
  return randomScalar(field.type, random);
}

/** A message that requires itself: no bytes can hold it. */
export class EndlessMessage extends Error {}

/** Of the package that protobufjs brings, whose types leave these out. */
export const Long = protobuf.util.Long as unknown as {
  fromString(text: string, isUnsigned?: boolean): protobuf.Long;
  isLong(value: unknown): boolean;
};

/** Every field is set that may be; of a oneof, one. */
export function randomMessage(type: protobuf.Type, random: Random, depth = 0): Message {
  const fields = new Map<number, Value>();
  const chosen = new Map(
    type.oneofsArray
      .filter((oneof) => oneof.fieldsArray.length > 0)
      .map((oneof) => [oneof, random.pick(oneof.fieldsArray)] as const),
  );
  for (const field of type.fieldsArray) {
    field.resolve();
    const holdsMessage = field.resolvedType instanceof protobuf.Type;
    if (holdsMessage && depth > 2 && !field.required) continue;
    if (depth > 12) throw new EndlessMessage();
    if (field.partOf !== null && chosen.get(field.partOf) !== field) continue;
    if (field instanceof protobuf.MapField) {
      const key = String(randomScalar(field.keyType, random));
      fields.set(field.id, new Map([[key, randomSingle(field, random, depth)]]));
    } else if (field.repeated) {
      const count = random.integer(2, 3);
      const items = Array.from({ length: count }, () => randomSingle(field, random, depth));
      fields.set(field.id, items);
    } else fields.set(field.id, randomSingle(field, random, depth));
  }
  return { fields };
}

/** As protobufjs takes it. */
export function toPlain(message: Message, type: protobuf.Type): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [number, value] of message.fields) {
    const field = type.fieldsById[number];
    if (field !== undefined) plain[field.name] = plainValue(value, field);
  }
  return plain;
}

function plainValue(value: Value, field: protobuf.Field): unknown {
  if (Array.isArray(value)) return value.map((item) => plainValue(item, field));
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, item]) => [key, plainValue(item, field)]));
  }
  if (typeof value === "bigint") {
    if (field.resolvedType instanceof protobuf.Enum) return Number(value);
    return /64$/.test(field.type)
      ? Long.fromString(String(value), /^(?:u|f)/.test(field.type))
      : Number(value);
  }
  if (typeof value === "object" && "fields" in value) {
    return toPlain(value, field.resolvedType as protobuf.Type);
  }
  return value;
}
