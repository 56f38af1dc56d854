import { isNames } from "./conjunction.ts";
import { decimalKey } from "./decimal.ts";
import { valueKey } from "./json-kind.ts";
import type { Bound, JsonSchema } from "./json-schema.ts";

/** Deeper schemas are compared keyword by keyword instead. */
const maxDepth = 100;

/**
 * Numbers that two schemas share exactly where they say the same. Most columns of two versions do:
 * they need no comparison. Schemas with a `$ref` inside have none.
 */
export class Fingerprints {
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<JsonSchema, number | undefined>();

  areSame(a: JsonSchema, b: JsonSchema): boolean {
    const own = this.of(a, 0);
    return own !== undefined && own === this.of(b, 0);
  }

  of(schema: JsonSchema, depth: number): number | undefined {
    if (this.#known.has(schema)) return this.#known.get(schema);
    if (schema.target !== undefined || depth > maxDepth) return undefined;
    // Found again while under way, it is recursive.
    this.#known.set(schema, undefined);
    const text = this.#render(schema, depth + 1);
    if (text === undefined) return undefined;
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    this.#known.set(schema, number);
    return number;
  }

  #render(schema: JsonSchema, depth: number): string | undefined {
    let complete = true;
    const inner = (part: JsonSchema) => {
      const number = this.of(part, depth);
      if (number === undefined) complete = false;
      return number;
    };
    const list = (parts: readonly JsonSchema[]) => `[${parts.map(inner).join()}]`;
    const named = (parts: ReadonlyMap<string, JsonSchema>) =>
      `{${[...parts].map(([name, part]) => `${JSON.stringify(name)}:${inner(part)}`).join()}}`;
    let text = schema.hasDefault ? "default" : "";
    for (const key in schema) {
      const rendered = renderKeyword(key as keyof JsonSchema, schema, inner, list, named);
      if (rendered !== "") text += ` ${key}=${rendered}`;
      if (!complete) return undefined;
    }
    return text;
  }
}

function renderKeyword(
  key: keyof JsonSchema,
  schema: JsonSchema,
  inner: (part: JsonSchema) => number | undefined,
  list: (parts: readonly JsonSchema[]) => string,
  named: (parts: ReadonlyMap<string, JsonSchema>) => string,
): string {
  switch (key) {
    case "draft":
    case "path":
    case "document":
    case "target":
    case "hasDefault":
    case "connectName":
      return "";
    case "always":
    case "types":
    case "minLength":
    case "maxLength":
    case "minItems":
    case "maxItems":
    case "minProperties":
    case "maxProperties":
      return String(schema[key]);
    case "uniqueItems":
      return schema.uniqueItems ? "true" : "";
    case "pattern":
    case "format":
      return JSON.stringify(schema[key]);
    case "values":
      return (schema.values ?? []).map(valueKey).sort().join();
    case "lower":
    case "upper":
      return renderBound(schema[key] as Bound);
    case "multipleOf":
      return schema.multipleOf === undefined ? "" : decimalKey(schema.multipleOf);
    case "properties":
    case "patternProperties":
      return schema[key].size === 0 ? "" : named(schema[key]);
    case "dependencies":
      return [...schema.dependencies]
        .map(([name, brought]) =>
          JSON.stringify([name, isNames(brought) ? brought : inner(brought)]),
        )
        .join();
    case "required":
      return schema.required.length === 0 ? "" : JSON.stringify(schema.required);
    case "condition": {
      const { when, then, otherwise } = schema.condition ?? {};
      return [when, then, otherwise].map((part) => (part ? inner(part) : "")).join();
    }
    case "tuple":
    case "allOf":
    case "anyOf":
    case "oneOf": {
      const parts = schema[key] ?? [];
      return key === "allOf" && parts.length === 0 ? "" : list(parts);
    }
    case "rest":
    case "contains":
    case "additionalProperties":
    case "propertyNames":
    case "not":
      return String(inner(schema[key] as JsonSchema));
  }
}

function renderBound({ value, exclusive }: Bound): string {
  return `${decimalKey(value)}${exclusive ? "!" : ""}`;
}
