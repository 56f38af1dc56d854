/** JSON after the header is the text of the data alone, in UTF-8. */
import { isUtf8 } from "node:buffer";
import { describeError, WeirError } from "@weir/core";
import type { SchemaReference } from "@weir/schema";
import type { Decode } from "../avro/avro-decoder.ts";
import type { Encode } from "../avro/avro-encoder.ts";
import { parseExactJson } from "../exact-json.ts";
import { compileJsonValidator, type Validate } from "./json-validator.ts";
import { mayHoldLongInteger } from "./long-integers.ts";

/** Integers that a number cannot hold are bigint. Validates where `validate` is given. */
export function jsonDecoder(validate?: Validate): Decode {
  return (payload, start = 0) => {
    const text = payload.toString("utf8", start);
    // What toString reads of other bytes looks like text.
    if (text.includes(replacement) && !isUtf8(payload.subarray(start))) {
      throw new Error("the JSON is not UTF-8");
    }
    // To look at each number's text takes four times as long.
    const isExact = !mayHoldLongInteger(payload, start);
    const value = isExact ? JSON.parse(text) : parseExactJson(text);
    const problem = validate?.(isExact ? value : JSON.parse(text));
    if (problem !== undefined) throw new Error(`the JSON does not fit its schema: ${problem}`);
    return value;
  };
}

const replacement = "\ufffd";

/** Validates what is written, not what was given: dates and bigints have become text by then. */
export function compileJsonEncoder(
  definition: string,
  references: readonly SchemaReference[] = [],
): Encode {
  const validate = compileJsonValidator(definition, references);
  return (value, header) => {
    const { isPlain, text } = stringify(value);
    const problem = validate(isPlain ? value : JSON.parse(text));
    if (problem !== undefined) {
      throw new WeirError("ENCODE_FAILED", `the value does not fit the schema: ${problem}`);
    }
    const bytes = Buffer.allocUnsafe(header.length + Buffer.byteLength(text));
    bytes.set(header);
    bytes.write(text, header.length);
    return bytes;
  };
}

function stringify(value: unknown): { isPlain: boolean; text: string } {
  try {
    const isPlain = isPlainJson(value);
    return { isPlain, text: isPlain ? JSON.stringify(value) : writeJson(value) };
  } catch (cause) {
    if (cause instanceof WeirError) throw cause;
    // Such as one that holds itself.
    const reason = describeError(cause);
    throw new WeirError("ENCODE_FAILED", `the value cannot be written: ${reason}`, { cause });
  }
}

/** JSON text with every digit of a bigint, and bytes in base64. */
export function writeJson(value: unknown): string {
  const text = JSON.stringify(value, function exact(this: object, key, plain: unknown) {
    if (typeof plain === "bigint") return rawJson(String(plain));
    const own = Reflect.get(this, key);
    return own instanceof Uint8Array ? Buffer.from(own).toString("base64") : plain;
  });
  if (text === undefined) throw new WeirError("ENCODE_FAILED", `${typeof value} is no JSON value`);
  return text;
}

/** In Node since 21, and not yet in TypeScript's library. */
const { rawJSON: rawJson } = JSON as typeof JSON & { rawJSON: (text: string) => object };

/** Whether JSON text says all of the value, and nothing else. */
function isPlainJson(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      if (value === null) return true;
      if (Array.isArray(value)) return value.every(isPlainJson);
      return isPlainObject(value);
    default:
      return false;
  }
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) {
    if (key === "toJSON" || !isPlainJson((value as Record<string, unknown>)[key])) return false;
  }
  return true;
}
