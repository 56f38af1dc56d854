import { findOption, messagesOf, type ProtobufField, type ProtobufFile } from "./protobuf-file.ts";

const envelopeFields = ["before", "after", "op", "source"];

export type DebeziumKind = "envelope" | "key" | "other";

/** Debezium's schemas by their shape: names follow the topic. */
export function kindOf(file: ProtobufFile): DebeziumKind {
  if (rowTypes(file).size === 0) return "other";
  return isKey(file) ? "key" : "envelope";
}

/** Full names of the messages whose fields are a table's columns. */
export function rowTypes(file: ProtobufFile): ReadonlySet<string> {
  if (isKey(file)) return new Set(file.types.map((type) => type.fullName));
  const rows = new Set<string>();
  for (const { fields } of messagesOf(file.types)) {
    const byName = new Map(fields.map((field) => [field.name, field]));
    if (!envelopeFields.every((name) => byName.has(name))) continue;
    for (const name of ["before", "after"]) {
      const type = byName.get(name)?.type;
      if (type?.kind === "message") rows.add(type.name);
    }
  }
  return rows;
}

function isKey({ types }: ProtobufFile): boolean {
  return types.length === 1 && types[0]?.kind === "message" && types[0].name === "Key";
}

/** The column's own name: the JSON name where the field's had to be made an identifier. */
export function columnName(field: ProtobufField): string {
  const json = findOption(field.options, "json_name");
  return json === undefined ? field.name : (JSON.parse(json.text) as string);
}
