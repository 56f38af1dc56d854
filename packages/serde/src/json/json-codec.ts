/** JSON after the header is the text of the data alone, in UTF-8. */
import { WeirError } from "@weir/core";
import type { SchemaReference } from "@weir/schema";
import type { Decode } from "../avro/avro-decoder.ts";
import type { Encode } from "../avro/avro-encoder.ts";
import { parseExactJson } from "../exact-json.ts";
import { compileJsonValidator, type Validate } from "./json-validator.ts";

/** Integers that a number cannot hold are bigint. Validates where `validate` is given. */
export function jsonDecoder(validate?: Validate): Decode {
  return (payload) => {
    const text = utf8.decode(payload);
    const problem = validate?.(JSON.parse(text));
    if (problem !== undefined) throw new Error(`the JSON does not fit its schema: ${problem}`);
    return parseExactJson(text);
  };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Validates what is written, not what was given: dates and bigints have become text by then. */
export function compileJsonEncoder(
  definition: string,
  references: readonly SchemaReference[] = [],
): Encode {
  const validate = compileJsonValidator(definition, references);
  return (value, header) => {
    const text = writeJson(value);
    const problem = validate(JSON.parse(text));
    if (problem !== undefined) {
      throw new WeirError("ENCODE_FAILED", `the value does not fit the schema: ${problem}`);
    }
    return Buffer.concat([header, Buffer.from(text, "utf8")]);
  };
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
