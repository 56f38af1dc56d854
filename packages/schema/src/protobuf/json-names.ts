/** `first_name` as `firstName`: the name in JSON that protoc gives a field. */
export function jsonNameOf(field: string): string {
  return field.replaceAll(/_+([^_]?)/g, (_, letter: string) => letter.toUpperCase());
}

/** The name of the message that a map field stands for, as protoc makes it. */
export function mapEntryName(field: string): string {
  const camel = jsonNameOf(field);
  return `${camel.charAt(0).toUpperCase()}${camel.slice(1)}Entry`;
}
