import { isJsonArray, isJsonObject, type JsonNode, JsonNumber } from "../json-node.ts";
import type { Budget } from "./budget.ts";
import { compareDecimals, isMultipleOf, parseDecimal } from "./decimal.ts";
import { kindOfValue, valueKey } from "./json-kind.ts";
import { isNames, type JsonSchema, targetOf } from "./json-schema.ts";
import type { PatternMatcher } from "./pattern.ts";

/** True, false, or undefined where it cannot be told (a format, an expression of Java's). */
export type Answer = boolean | undefined;

/** Values in schemas are small; a recursive schema could ask for ever. */
const maxSteps = 5000;
const maxDepth = 200;

/** Checking one value, apart from its parts. */
const checkSteps = 5;

/** Whether one value, such as a member of an `enum`, is valid under a schema. */
export class ValueCheck {
  readonly #patterns: PatternMatcher;
  readonly #keys = new Map<JsonSchema, ReadonlySet<string>>();
  readonly #budget: Budget;
  #steps = 0;
  #depth = 0;

  constructor(patterns: PatternMatcher, budget: Budget) {
    this.#patterns = patterns;
    this.#budget = budget;
  }

  isValid(value: JsonNode, schema: JsonSchema): Answer {
    this.#steps = 0;
    this.#depth = 0;
    return this.#check(value, schema);
  }

  #check(value: JsonNode, reference: JsonSchema): Answer {
    if (++this.#steps > maxSteps || this.#depth >= maxDepth) return undefined;
    this.#budget.spend(checkSteps);
    this.#depth++;
    const answer = this.#checkHere(value, targetOf(reference));
    this.#depth--;
    return answer;
  }

  #checkHere(value: JsonNode, schema: JsonSchema): Answer {
    if (schema.always !== undefined) return schema.always;
    const kind = kindOfValue(value);
    if (schema.types !== undefined && (schema.types & kind) === 0) return false;
    if (schema.values !== undefined) {
      if (!this.#keysOf(schema, schema.values).has(valueKey(value))) return false;
    }
    const parts: Answer[] = [this.#checkCombined(value, schema)];
    if (value instanceof JsonNumber) parts.push(isValidNumber(value, schema));
    else if (typeof value === "string") parts.push(this.#checkText(value, schema));
    else if (isJsonArray(value)) parts.push(this.#checkItems(value, schema));
    else if (isJsonObject(value)) parts.push(this.#checkMembers(value, schema));
    return all(parts);
  }

  #keysOf(schema: JsonSchema, values: readonly JsonNode[]): ReadonlySet<string> {
    let keys = this.#keys.get(schema);
    if (keys === undefined) {
      keys = new Set(values.map(valueKey));
      this.#keys.set(schema, keys);
    }
    return keys;
  }

  #checkCombined(value: JsonNode, schema: JsonSchema): Answer {
    const answers: Answer[] = schema.allOf.map((part) => this.#check(value, part));
    if (schema.anyOf !== undefined) {
      answers.push(negate(all(schema.anyOf.map((part) => negate(this.#check(value, part))))));
    }
    if (schema.oneOf !== undefined) {
      const found = schema.oneOf.map((part) => this.#check(value, part));
      const yes = found.filter((answer) => answer === true).length;
      const open = found.some((answer) => answer === undefined);
      answers.push(yes > 1 ? false : open ? undefined : yes === 1);
    }
    if (schema.not !== undefined) answers.push(negate(this.#check(value, schema.not)));
    if (schema.condition !== undefined) {
      const { when, then, otherwise } = schema.condition;
      const met = this.#check(value, when);
      const next = met === true ? then : otherwise;
      if (met === undefined) answers.push(undefined);
      else if (next !== undefined) answers.push(this.#check(value, next));
    }
    return all(answers);
  }

  #checkText(value: string, schema: JsonSchema): Answer {
    const length = [...value].length;
    if (length < (schema.minLength ?? 0)) return false;
    if (length > (schema.maxLength ?? Number.POSITIVE_INFINITY)) return false;
    const matches = schema.pattern === undefined || this.#patterns.matches(schema.pattern, value);
    return all([matches, schema.format === undefined ? true : undefined]);
  }

  #checkItems(items: readonly JsonNode[], schema: JsonSchema): Answer {
    if (items.length < (schema.minItems ?? 0)) return false;
    if (items.length > (schema.maxItems ?? Number.POSITIVE_INFINITY)) return false;
    if (schema.uniqueItems && new Set(items.map(valueKey)).size < items.length) return false;
    const answers = items.map((item, index) => {
      const own = schema.tuple?.[index] ?? schema.rest;
      return own === undefined || this.#check(item, own);
    });
    const { contains } = schema;
    if (contains !== undefined) {
      answers.push(negate(all(items.map((item) => negate(this.#check(item, contains))))));
    }
    return all(answers);
  }

  #checkMembers(value: { readonly [name: string]: JsonNode }, schema: JsonSchema): Answer {
    const names = Object.keys(value);
    if (schema.required.some((name) => !Object.hasOwn(value, name))) return false;
    if (names.length < (schema.minProperties ?? 0)) return false;
    if (names.length > (schema.maxProperties ?? Number.POSITIVE_INFINITY)) return false;
    const answers: Answer[] = [];
    for (const name of names) {
      const own = value[name] as JsonNode;
      const named = schema.properties.get(name);
      let covered: Answer = named !== undefined;
      if (named !== undefined) answers.push(this.#check(own, named));
      for (const [pattern, inner] of schema.patternProperties) {
        const matches = this.#patterns.matches(pattern, name);
        if (matches === undefined) {
          answers.push(undefined);
          covered = covered || undefined;
        } else if (matches) {
          covered = true;
          answers.push(this.#check(own, inner));
        }
      }
      const { additionalProperties, propertyNames } = schema;
      if (additionalProperties !== undefined && covered !== true) {
        const valid = this.#check(own, additionalProperties);
        answers.push(covered === undefined && valid !== true ? undefined : valid);
      }
      if (propertyNames !== undefined) answers.push(this.#check(name, propertyNames));
    }
    for (const [name, brought] of schema.dependencies) {
      if (!Object.hasOwn(value, name)) continue;
      if (!isNames(brought)) answers.push(this.#check(value, brought));
      else answers.push(brought.every((other) => Object.hasOwn(value, other)));
    }
    return all(answers);
  }
}

function isValidNumber(value: JsonNumber, schema: JsonSchema): Answer {
  const number = parseDecimal(value.source);
  const { lower, upper, multipleOf } = schema;
  if (lower !== undefined) {
    const order = compareDecimals(number, lower.value);
    if (order < 0 || (order === 0 && lower.exclusive)) return false;
  }
  if (upper !== undefined) {
    const order = compareDecimals(number, upper.value);
    if (order > 0 || (order === 0 && upper.exclusive)) return false;
  }
  return multipleOf === undefined || isMultipleOf(number, multipleOf);
}

function all(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function negate(answer: Answer): Answer {
  return answer === undefined ? undefined : !answer;
}
