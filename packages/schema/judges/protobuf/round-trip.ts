/** Bytes of the writer read by the reader: what is lost of the fields that both have. */
import protobuf from "protobufjs";
import type { Random } from "../../test/protobuf/random.ts";
import {
  EndlessMessage,
  Long,
  type Message,
  randomMessage,
  toPlain,
  type Value,
} from "./random-data.ts";

/** Places where the reader does not see what the writer wrote; empty where nothing is lost. */
export function findLosses(
  writerText: string,
  readerText: string,
  random: Random,
  rounds: number,
): readonly string[] {
  const writer = topLevel(writerText);
  const reader = topLevel(readerText);
  const losses: string[] = [];
  for (const [name, type] of writer) {
    const other = reader.get(name);
    if (other === undefined) continue;
    for (let round = 0; round < rounds; round++) {
      const message = dataOf(type, random);
      if (message === undefined) break;
      const bytes = type.encode(type.fromObject(toPlain(message, type))).finish();
      try {
        const decoded = other.decode(bytes);
        compareMessage(message, type, decoded as unknown as Decoded, other, name, losses);
      } catch (error) {
        losses.push(`${name}: ${(error as Error).message}`);
      }
    }
  }
  return losses;
}

function dataOf(type: protobuf.Type, random: Random): Message | undefined {
  try {
    return randomMessage(type, random);
  } catch (error) {
    if (error instanceof EndlessMessage) return undefined;
    throw error;
  }
}

type Decoded = { readonly [name: string]: unknown };

function topLevel(text: string): Map<string, protobuf.Type> {
  const { root, package: name } = protobuf.parse(text, { keepCase: true });
  root.resolveAll();
  const scope = name === undefined ? root : (root.lookup(name) as protobuf.Namespace);
  const types = scope.nestedArray.filter((nested) => nested instanceof protobuf.Type);
  return new Map(types.map((type) => [type.name, type]));
}

function compareMessage(
  written: Message,
  writer: protobuf.Type,
  decoded: Decoded,
  reader: protobuf.Type,
  path: string,
  losses: string[],
): void {
  for (const oneof of reader.oneofsArray) {
    // protobufjs keeps both; a real oneof keeps the last.
    const set = oneof.fieldsArray.filter((field) => Object.hasOwn(decoded, field.name));
    if (set.length > 1) losses.push(`${path}.${oneof.name}: ${set.length} fields of a oneof`);
  }
  for (const [number, value] of written.fields) {
    const field = reader.fieldsById[number];
    const origin = writer.fieldsById[number] as protobuf.Field;
    const at = `${path}.${origin.name}`;
    const namesake = reader.fields[origin.name];
    if (namesake !== undefined && namesake.id !== number)
      losses.push(`${at}: under another number`);
    if (field === undefined) continue;
    // A zero without presence is not in the bytes: a reader has it all the same, or, with presence,
    // nothing, of which we warn.
    if (isZero(value) && !origin.hasPresence && decoded[field.name] == null) continue;
    compareValue(value, origin, decoded[field.name], field, at, losses);
  }
}

function compareValue(
  value: Value,
  writer: protobuf.Field,
  decoded: unknown,
  reader: protobuf.Field,
  path: string,
  losses: string[],
): void {
  if (value instanceof Map) {
    for (const [key, item] of value) {
      const own = (decoded as Decoded | undefined)?.[mapKey(key, reader)];
      compareValue(item, writer, own, reader, `${path}[${key}]`, losses);
    }
  } else if (Array.isArray(value)) {
    const items = Array.isArray(decoded) ? decoded : [decoded];
    if (items.length !== value.length)
      losses.push(`${path}: ${items.length} of ${value.length} items`);
    else {
      for (const [index, item] of value.entries()) {
        compareValue(item, writer, items[index], reader, `${path}[${index}]`, losses);
      }
    }
  } else if (Array.isArray(decoded)) {
    if (decoded.length !== 1) losses.push(`${path}: ${decoded.length} items for one value`);
    else compareValue(value, writer, decoded[0], reader, path, losses);
  } else if (typeof value === "object" && "fields" in value) {
    const types = [writer.resolvedType, reader.resolvedType];
    if (!(types[1] instanceof protobuf.Type) || typeof decoded !== "object") {
      losses.push(`${path}: no message`);
    } else {
      const [from, to] = types as [protobuf.Type, protobuf.Type];
      compareMessage(value, from, decoded as Decoded, to, path, losses);
    }
  } else if (!isSame(value, decoded, reader)) {
    losses.push(`${path}: ${String(value)} became ${String(decoded)}`);
  }
}

function isZero(value: Value): boolean {
  return value === 0n || value === false;
}

/** protobufjs keys a map of 64-bit integers by the eight characters of its hash. */
function mapKey(key: string, reader: protobuf.Field): string {
  if (!(reader instanceof protobuf.MapField) || !/64$/.test(reader.keyType)) return key;
  const isUnsigned = /^(?:u|f)/.test(reader.keyType);
  return protobuf.util.longToHash(Long.fromString(key, isUnsigned));
}

function isSame(value: Value, decoded: unknown, reader: protobuf.Field): boolean {
  if (value instanceof Uint8Array || reader.type === "bytes") {
    const bytes = typeof value === "string" ? Buffer.from(value) : (value as Uint8Array);
    return decoded instanceof Uint8Array && Buffer.from(bytes).equals(decoded);
  }
  if (typeof value === "bigint" || typeof value === "boolean") {
    if (typeof decoded === "boolean" && typeof value === "boolean") return value === decoded;
    const isNumber = typeof decoded === "number" || Long.isLong(decoded);
    return isNumber && String(decoded) === String(BigInt(value));
  }
  return value === decoded;
}
