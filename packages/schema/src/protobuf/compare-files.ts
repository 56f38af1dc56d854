import { compareEnums } from "./compare-enums.ts";
import { byLocalName, compareMessages } from "./compare-messages.ts";
import { compareServices } from "./compare-services.ts";
import { Comparison, type Difference } from "./comparison.ts";
import { enumsOf, messagesOf, type ProtobufFile } from "./protobuf-file.ts";

/**
 * Everything in which `reader` differs from what `writer` wrote, types matched by their names
 * without the package: every message can be the one a record holds.
 */
export function compareFiles(reader: ProtobufFile, writer: ProtobufFile): readonly Difference[] {
  const comparison = new Comparison(reader, writer);
  if (reader.package !== writer.package) comparison.report("PACKAGE_CHANGED", ["package"], {});
  const used = new Set(usedTypes(writer));
  const messages = byLocalName(messagesOf(reader.types), reader.package);
  for (const [name, message] of byLocalName(messagesOf(writer.types), writer.package)) {
    const own = messages.get(name);
    if (own !== undefined) compareMessages(own, message, comparison);
    else {
      const isRoot = !used.has(message.fullName) && !name.includes(".");
      comparison.report("MESSAGE_REMOVED", name.split("."), { message: name, isRoot });
    }
  }
  const enums = byLocalName(enumsOf(reader.types), reader.package);
  for (const [name, definition] of byLocalName(enumsOf(writer.types), writer.package)) {
    const own = enums.get(name);
    if (own !== undefined) compareEnums(own, definition, comparison);
  }
  compareServices(comparison);
  return comparison.differences;
}

function* usedTypes(file: ProtobufFile): Generator<string> {
  for (const { fields } of messagesOf(file.types)) {
    for (const { type } of fields) yield type.kind === "map" ? type.value.name : type.name;
  }
  for (const { methods } of file.services) {
    for (const { request, response } of methods) yield* [request.type, response.type];
  }
}
