import { mapEntryName } from "./json-names.ts";
import { messagesOf, type ProtobufFile, type ProtobufMessage } from "./protobuf-file.ts";

/**
 * Full names of all messages of a file, those of map entries among them, in the order by which AWS's
 * serializer numbers them: that of Java's String. The position of a name is its message index.
 */
export function protobufMessageIndex(file: ProtobufFile): readonly string[] {
  return [...messagesOf(file.types)].flatMap(namesOf).sort();
}

function namesOf({ fullName, fields }: ProtobufMessage): readonly string[] {
  const entries = fields
    .filter((field) => field.type.kind === "map")
    .map((field) => `${fullName}.${mapEntryName(field.name)}`);
  return [fullName, ...entries];
}
