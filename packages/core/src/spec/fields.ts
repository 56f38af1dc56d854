import { platformJsonSchema } from "./json-schema.ts";
import { isRecord, type SpecPath } from "./path.ts";

/** One field of the spec, as the reference page and the environment know it. */
export interface SpecField {
  /** Steps; `*` stands for a key that the user chooses. */
  readonly path: readonly string[];
  /** Such as `string`, `integer`, `"avro" | "json"`, `string[]`. */
  readonly type: string;
  readonly description: string;
  /** JSON text of the default; undefined where there is none. */
  readonly default: string | undefined;
  readonly required: boolean;
  /** The optional section inside which it is required; undefined where it is required always. */
  readonly requiredWith: string | undefined;
  /** The JSON Schema type of a single value, undefined for lists and maps. */
  readonly scalar: "string" | "integer" | "number" | "boolean" | undefined;
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** Every field of the spec in the order of the spec, sections left out. */
export function specFields(): SpecField[] {
  return fieldsOf(platformJsonSchema(), [], true, undefined);
}

/** The keys that a section may have, or undefined where the user chooses them (or nothing is known). */
export function knownKeys(path: SpecPath): string[] | undefined {
  let schema: JsonSchema | undefined = platformJsonSchema();
  for (const step of path) {
    const properties: unknown = schema?.properties;
    const next: unknown =
      (isRecord(properties) ? properties[step] : undefined) ?? schema?.additionalProperties;
    schema = isRecord(next) ? next : undefined;
  }
  return isRecord(schema?.properties) ? Object.keys(schema.properties) : undefined;
}

function fieldsOf(
  schema: JsonSchema,
  path: readonly string[],
  required: boolean,
  section: string | undefined,
): SpecField[] {
  if (isRecord(schema.properties)) {
    const requiredKeys = Array.isArray(schema.required) ? schema.required : [];
    const optional = !required && schema.default === undefined;
    const inner = optional ? path.join(".") : section;
    return Object.entries(schema.properties).flatMap(([key, child]) =>
      key !== "$schema" && isRecord(child)
        ? fieldsOf(child, [...path, key], requiredKeys.includes(key), inner)
        : [],
    );
  }
  const entries = schema.additionalProperties;
  if (isRecord(entries) && isRecord(entries.properties)) {
    return fieldsOf(entries, [...path, "*"], true, section);
  }
  return [
    {
      path,
      type: typeText(schema),
      description: String(schema.description ?? ""),
      default: schema.default === undefined ? undefined : JSON.stringify(schema.default),
      required,
      requiredWith: required ? section : undefined,
      scalar: scalarOf(schema),
    },
  ];
}

function scalarOf({ type }: JsonSchema): SpecField["scalar"] {
  return type === "string" || type === "integer" || type === "number" || type === "boolean"
    ? type
    : undefined;
}

function typeText(schema: JsonSchema): string {
  if (Array.isArray(schema.enum)) return schema.enum.map((v) => JSON.stringify(v)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (isRecord(schema.items)) return `${typeText(schema.items)}[]`;
  if (isRecord(schema.additionalProperties)) {
    return `map of ${typeText(schema.additionalProperties)}`;
  }
  const types = schema.anyOf;
  if (Array.isArray(types))
    return types.map((t) => (isRecord(t) ? typeText(t) : "any")).join(" | ");
  const name = Array.isArray(schema.type) ? schema.type.join(" | ") : String(schema.type ?? "any");
  const { minimum, maximum } = schema;
  if (typeof minimum === "number" && typeof maximum === "number") {
    return `${name}, ${minimum} to ${maximum}`;
  }
  return name;
}
