import type { Budget } from "./budget.ts";
import { decimalKey } from "./decimal.ts";
import { valueKey } from "./json-kind.ts";
import { type Bound, isNames, type JsonSchema } from "./json-schema.ts";

/** Deeper schemas are compared keyword by keyword instead. */
const maxDepth = 100;

type Named = ReadonlyMap<string, JsonSchema | readonly string[]>;

/**
 * Whether two schemas say the same. Most columns of two versions do: they need no comparison. Schemas
 * with a `$ref` inside are never the same here, for these may be cyclic.
 */
export class SameSchemas {
  readonly #budget: Budget;
  /** Of objects: what is asked at every level would be answered at every level below. */
  readonly #known = new Map<JsonSchema, Map<JsonSchema, boolean>>();

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  areSame(a: JsonSchema, b: JsonSchema): boolean {
    return this.#compare(a, b, 0);
  }

  #compare(a: JsonSchema, b: JsonSchema, depth: number): boolean {
    if (a.target !== undefined || b.target !== undefined || depth > maxDepth) return false;
    this.#budget.spend(1);
    if (!areSameScalars(a, b) || !areOfOneShape(a, b)) return false;
    const leaf = isLeaf(a);
    if (leaf || isLeaf(b)) return leaf && isLeaf(b);
    if (a.properties.size === 0) return this.#haveSameParts(a, b, depth + 1);
    let known = this.#known.get(a);
    if (known === undefined) {
      known = new Map();
      this.#known.set(a, known);
    }
    let same = known.get(b);
    if (same === undefined) {
      same = this.#haveSameParts(a, b, depth + 1);
      known.set(b, same);
    }
    return same;
  }

  #haveSameParts(a: JsonSchema, b: JsonSchema, depth: number): boolean {
    const one = (own: JsonSchema | undefined, other: JsonSchema | undefined) =>
      own === undefined || other === undefined ? own === other : this.#compare(own, other, depth);
    const list = (own: readonly JsonSchema[] = [], other: readonly JsonSchema[] = []) =>
      own.length === other.length && own.every((part, index) => one(part, other[index]));
    const named = (own: Named, other: Named) => {
      for (const [name, part] of own) {
        const twin = other.get(name);
        if (twin === undefined || isNames(part) !== isNames(twin)) return false;
        if (isNames(part)) {
          if (!areSameTexts(part, twin as readonly string[])) return false;
        } else if (!this.#compare(part, twin as JsonSchema, depth)) return false;
      }
      return own.size === other.size;
    };
    return (
      named(a.properties, b.properties) &&
      list(a.oneOf, b.oneOf) &&
      list(a.anyOf, b.anyOf) &&
      list(a.allOf, b.allOf) &&
      list(a.tuple, b.tuple) &&
      one(a.rest, b.rest) &&
      one(a.additionalProperties, b.additionalProperties) &&
      one(a.not, b.not) &&
      one(a.contains, b.contains) &&
      one(a.propertyNames, b.propertyNames) &&
      named(a.patternProperties, b.patternProperties) &&
      named(a.dependencies, b.dependencies) &&
      one(a.condition?.when, b.condition?.when) &&
      one(a.condition?.then, b.condition?.then) &&
      one(a.condition?.otherwise, b.condition?.otherwise)
    );
  }
}

/** Keywords without schemas in them. */
function areSameScalars(a: JsonSchema, b: JsonSchema): boolean {
  return (
    a.types === b.types &&
    a.always === b.always &&
    a.hasDefault === b.hasDefault &&
    a.pattern === b.pattern &&
    a.format === b.format &&
    a.minLength === b.minLength &&
    a.maxLength === b.maxLength &&
    a.minItems === b.minItems &&
    a.maxItems === b.maxItems &&
    a.minProperties === b.minProperties &&
    a.maxProperties === b.maxProperties &&
    a.uniqueItems === b.uniqueItems &&
    areSameTexts(a.required, b.required) &&
    areSame(a.lower, b.lower, boundKey) &&
    areSame(a.upper, b.upper, boundKey) &&
    areSame(a.multipleOf, b.multipleOf, decimalKey) &&
    areSame(a.values, b.values, valuesKey)
  );
}

/** Whether both have the same keywords with as many schemas. */
function areOfOneShape(a: JsonSchema, b: JsonSchema): boolean {
  return (
    a.properties.size === b.properties.size &&
    a.oneOf?.length === b.oneOf?.length &&
    a.anyOf?.length === b.anyOf?.length &&
    a.allOf.length === b.allOf.length &&
    a.tuple?.length === b.tuple?.length
  );
}

function isLeaf(schema: JsonSchema): boolean {
  return (
    schema.properties.size === 0 &&
    schema.oneOf === undefined &&
    schema.anyOf === undefined &&
    schema.allOf.length === 0 &&
    schema.rest === undefined &&
    schema.tuple === undefined &&
    schema.additionalProperties === undefined &&
    schema.not === undefined &&
    schema.contains === undefined &&
    schema.propertyNames === undefined &&
    schema.patternProperties.size === 0 &&
    schema.dependencies.size === 0 &&
    schema.condition === undefined
  );
}

function areSame<T>(a: T | undefined, b: T | undefined, keyOf: (value: T) => string): boolean {
  if (a === undefined || b === undefined) return a === b;
  return keyOf(a) === keyOf(b);
}

function areSameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

function boundKey({ value, exclusive }: Bound): string {
  return `${decimalKey(value)}${exclusive ? "!" : ""}`;
}

function valuesKey(values: NonNullable<JsonSchema["values"]>): string {
  return values.map(valueKey).sort().join();
}
