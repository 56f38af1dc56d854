import {
  isJsonArray,
  isJsonObject,
  type JsonNode,
  JsonNumber,
  type JsonObject,
  member,
} from "../json-node.ts";
import type { AvroRecord, AvroSchema } from "./avro-schema.ts";

/** A default of many small records for a type of many fields; no honest one comes near this. */
const maxSteps = 200_000;

const maxInt = 2n ** 31n - 1n;
const maxLong = 2n ** 63n - 1n;

/** What a default is judged with. */
export interface DefaultCheck {
  /** Records whose fields are still being read: Avro Java takes no default of such a type. */
  readonly open: ReadonlySet<AvroSchema>;
  steps: number;
}

/** Whether a field of this type may have this default; a union's is of its first branch. */
export function isValidDefault(schema: AvroSchema, value: JsonNode, check: DefaultCheck): boolean {
  if (++check.steps > maxSteps) return false;
  switch (schema.type) {
    case "string":
    case "bytes":
    case "enum":
    case "fixed":
      return typeof value === "string";
    case "int":
      return isIntegral(value, maxInt);
    case "long":
      return isIntegral(value, maxLong);
    case "float":
    case "double":
      return value instanceof JsonNumber;
    case "boolean":
      return typeof value === "boolean";
    case "null":
      return value === null;
    case "array":
      return isJsonArray(value) && value.every((item) => isValidDefault(schema.items, item, check));
    case "map":
      return (
        isJsonObject(value) &&
        Object.values(value).every((item) => isValidDefault(schema.values, item, check))
      );
    case "union": {
      const [first] = schema.branches;
      return first !== undefined && isValidDefault(first, value, check);
    }
    case "record":
      return isJsonObject(value) && isRecordDefault(schema, value, check);
  }
}

function isRecordDefault(schema: AvroRecord, value: JsonObject, check: DefaultCheck): boolean {
  if (check.open.has(schema)) return false;
  check.steps += schema.fields.size;
  return [...schema.fields.values()].every((field) => {
    const own = member(value, field.name);
    // A default of the inner field is checked where that field is.
    return own === undefined ? field.hasDefault : isValidDefault(field.type, own, check);
  });
}

function isIntegral(value: JsonNode, max: bigint): boolean {
  if (!(value instanceof JsonNumber) || !/^-?\d{1,20}$/.test(value.source)) return false;
  const number = BigInt(value.source);
  return number <= max && number >= -max - 1n;
}

/** Java's `Double.valueOf`. */
const doubleText =
  /^[+-]?(NaN|Infinity|(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[dDfF]?|0[xX]([\da-fA-F]+\.?|[\da-fA-F]*\.[\da-fA-F]+)[pP][+-]?\d+[dDfF]?)$/;

/** A float or double field (not a union) also takes `"NaN"`, `"Infinity"` and numbers as text. */
export function isDoubleText(schema: AvroSchema, value: JsonNode): boolean {
  const takesText = schema.type === "float" || schema.type === "double";
  return takesText && typeof value === "string" && doubleText.test(value.trim());
}
