/**
 * Confluent's server parses an Avro schema and keeps what Avro prints of it, in which a type without
 * attributes is its name alone: `{"type": "string"}` is `"string"`.
 */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

type Json = null | boolean | number | string | object;

/** The text itself where there is nothing to shorten, or where it is no JSON. */
export function plainAvro(text: string): string {
  let changed = false;
  const shorten = (schema: Json): Json => {
    if (typeof schema !== "object" || schema === null) return schema;
    if (Array.isArray(schema)) return schema.map(shorten);
    const members = schema as Readonly<Record<string, Json>>;
    // Anything but a name is no type to Avro's parser, and not ours to repair.
    if (Object.keys(members).length === 1 && typeof members.type === "string") {
      changed = true;
      return members.type;
    }
    return Object.fromEntries(
      Object.entries(members).map(([name, value]) => [name, shortenMember(name, value)]),
    );
  };
  const shortenMember = (name: string, value: Json): Json => {
    if (name === "items" || name === "values") return shorten(value);
    if (name !== "fields" || !Array.isArray(value)) return value;
    return value.map((field: Json) =>
      isObject(field) && Object.hasOwn(field, "type")
        ? { ...field, type: shorten(field.type as Json) }
        : field,
    );
  };
  try {
    const plain = shorten(JSON.parse(text, keepNumber) as Json);
    return changed ? JSON.stringify(plain) : text;
  } catch {
    // The parser of schemas says what is wrong with it.
    return text;
  }
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** 9223372036854775807 is a default that a double would change. */
function keepNumber(_name: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === "number" && context?.source !== undefined
    ? rawJSON(context.source)
    : value;
}
