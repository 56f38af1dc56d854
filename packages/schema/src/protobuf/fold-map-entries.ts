import { mapEntryName } from "./json-names.ts";
import {
  findOption,
  messagesOf,
  type ProtobufField,
  type ProtobufFile,
  type ProtobufMessage,
} from "./protobuf-file.ts";

/**
 * AWS's serializer prints the map `counts` as protoc has it inside: `repeated CountsEntry counts`,
 * and a message CountsEntry with the option map_entry. Both texts are one definition: here it
 * becomes the map again, in place. Names must be resolved before.
 */
export function foldMapEntries({ types }: Pick<ProtobufFile, "types">): void {
  for (const message of messagesOf(types)) {
    const entries = new Map(message.types.filter(isMapEntry).map((type) => [type.fullName, type]));
    for (const field of message.fields) {
      const entry = field.type.kind === "message" ? entries.get(field.type.name) : undefined;
      if (entry === undefined || field.label !== "repeated") continue;
      const folded = mapOf(field, entry);
      if (folded === undefined) continue;
      Object.assign(field, folded);
      (message.types as unknown[]).splice(message.types.indexOf(entry), 1);
    }
  }
}

function isMapEntry(type: ProtobufFile["types"][number]): type is ProtobufMessage {
  return type.kind === "message" && findOption(type.options, "map_entry")?.text === "true";
}

/** The entry must be the one that protoc would make: its name is one of the message indexes. */
function mapOf(
  { name }: ProtobufField,
  entry: ProtobufMessage,
): Pick<ProtobufField, "label" | "type"> | undefined {
  const [key, value, ...more] = [...entry.fields].sort((a, b) => a.number - b.number);
  if (entry.name !== mapEntryName(name) || key?.number !== 1 || value?.number !== 2)
    return undefined;
  if (more.length > 0 || key.type.kind !== "scalar" || value.type.kind === "map") return undefined;
  return { label: "implicit", type: { kind: "map", key: key.type.name, value: value.type } };
}
