/**
 * What the keywords of one schema object must look like: the meta-schemas of the drafts without
 * their recursion (a place that nothing refers to is not looked at) and without what Everit, the
 * parser of AWS's clients, does not ask for: `required` and `enum` may be empty or hold a value
 * twice, sizes may be negative.
 */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { Draft } from "./json-schema.ts";

const text = { type: "string" };
const size = { type: "integer" };
const number = { type: "number" };
const texts = { type: "array", items: text };
const types = {
  enum: ["array", "boolean", "integer", "null", "number", "object", "string"],
};

function rulesOf(draft: Draft): object {
  const schema = { type: draft === "04" ? ["object"] : ["object", "boolean"] };
  const either = { type: ["object", "boolean"] };
  const schemas = { type: "array", items: schema };
  // Everit takes `"a": true` among the properties of draft-04 as well.
  const named = { type: "object", additionalProperties: either };
  const later = {
    const: {},
    contains: either,
    propertyNames: either,
    exclusiveMinimum: number,
    exclusiveMaximum: number,
    $id: text,
  };
  const only07 = Object.fromEntries(["if", "then", "else"].map((keyword) => [keyword, either]));
  const draft04 = {
    exclusiveMinimum: { type: "boolean" },
    exclusiveMaximum: { type: "boolean" },
    id: text,
  };
  return {
    type: "object",
    properties: {
      title: text,
      description: text,
      type: { anyOf: [types, { type: "array", items: types }] },
      multipleOf: { type: "number", not: { const: 0 } },
      minimum: number,
      maximum: number,
      minLength: size,
      maxLength: size,
      pattern: text,
      format: text,
      items: { anyOf: [schema, schemas] },
      additionalItems: either,
      minItems: size,
      maxItems: size,
      uniqueItems: { type: "boolean" },
      properties: named,
      patternProperties: named,
      additionalProperties: either,
      required: texts,
      minProperties: size,
      maxProperties: size,
      dependencies: { type: "object", additionalProperties: { anyOf: [schema, texts] } },
      enum: { type: "array" },
      allOf: { type: "array", items: either },
      anyOf: { type: "array", items: either },
      oneOf: { type: "array", items: either },
      not: either,
      ...(draft === "04" ? draft04 : later),
      ...(draft === "07" ? only07 : {}),
    },
  };
}

const compiled = new Map<Draft, ValidateFunction>();

/** Compiled on first use: importing this must cost nothing. */
function validatorOf(draft: Draft): ValidateFunction {
  const known = compiled.get(draft);
  if (known !== undefined) return known;
  // A number beyond a double is a number all the same.
  const ajv = new Ajv({ strict: false, strictNumbers: false, meta: false, validateSchema: false });
  const validator = ajv.compile(rulesOf(draft));
  compiled.set(draft, validator);
  return validator;
}

/** The first keyword that is not what the draft wants: its place and what is wrong; else undefined. */
export function findBadKeyword(
  node: unknown,
  draft: Draft,
): { readonly place: readonly string[]; readonly problem: string } | undefined {
  const validate = validatorOf(draft);
  if (validate(node)) return undefined;
  const { instancePath, message = "is not valid", keyword, params } = firstOf(validate.errors);
  const place = instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const allowed = keyword === "enum" ? `: ${params.allowedValues.join(", ")}` : "";
  return { place, problem: `${message}${allowed}` };
}

/** The deepest: of `anyOf`, the alternative that came furthest. */
function firstOf(errors: ErrorObject[] | null | undefined): ErrorObject {
  const depth = (error: ErrorObject) => error.instancePath.split("/").length;
  return (errors ?? []).reduce((best, error) => (depth(error) > depth(best) ? error : best));
}
