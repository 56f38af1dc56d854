import { isJsonArray, isJsonObject, type JsonNode, JsonNumber, member } from "../json-node.ts";
import type { AvroSchema } from "./avro-schema.ts";

/** Nested unions can make the search exponential; no honest default comes near this. */
const maxSteps = 200_000;

const maxInt = 2n ** 31n - 1n;
const maxLong = 2n ** 63n - 1n;

/**
 * Whether a field of this type may have this default. A union takes a value of any branch: 1.11
 * and 1.12 of Avro Java differ here, and this is the lenient one.
 */
export function isValidDefault(
  schema: AvroSchema,
  value: JsonNode,
  budget: { steps: number } = { steps: 0 },
): boolean {
  if (++budget.steps > maxSteps) return false;
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
      return value instanceof JsonNumber || isNumberText(value);
    case "boolean":
      return typeof value === "boolean";
    case "null":
      return value === null;
    case "array":
      return (
        isJsonArray(value) && value.every((item) => isValidDefault(schema.items, item, budget))
      );
    case "map":
      return (
        isJsonObject(value) &&
        Object.values(value).every((item) => isValidDefault(schema.values, item, budget))
      );
    case "union":
      return schema.branches.some((branch) => isValidDefault(branch, value, budget));
    case "record":
      return (
        isJsonObject(value) &&
        [...schema.fields.values()].every((field) => {
          const own = member(value, field.name);
          // A default of the inner field is checked where that field is.
          return own === undefined ? field.hasDefault : isValidDefault(field.type, own, budget);
        })
      );
  }
}

function isIntegral(value: JsonNode, max: bigint): boolean {
  if (!(value instanceof JsonNumber) || !/^-?\d{1,20}$/.test(value.source)) return false;
  const number = BigInt(value.source);
  return number <= max && number >= -max - 1n;
}

/** Avro Java also takes `"NaN"`, `"Infinity"` and numbers written as text. */
function isNumberText(value: JsonNode): boolean {
  if (typeof value !== "string" || value.length > 64) return false;
  return /^\s*[+-]?(NaN|Infinity|\d*\.?\d+(e[+-]?\d+)?|\d+\.)[dDfF]?\s*$/i.test(value);
}
