import type { SchemaReference } from "../data-format.ts";
import { columnName } from "../protobuf/debezium-rows.ts";
import { parseProtobuf } from "../protobuf/parse-protobuf.ts";
import {
  describeFieldType,
  findOption,
  messagesOf,
  type ProtobufField,
  type ProtobufFile,
  type ProtobufMessage,
} from "../protobuf/protobuf-file.ts";
import type { Expansion } from "./expansion.ts";
import { columnsOnce, type FlatField, isEnvelope } from "./flat-field.ts";

/**
 * The fields of the messages that no other one holds, each with those of the messages inside. What
 * may be NULL a Protobuf text does not say.
 */
export function listProtobufFields(
  definition: string,
  expansion: Expansion,
  references: readonly SchemaReference[],
): FlatField[] {
  const file = parseProtobuf(definition, references);
  const roots = rootsOf(file);
  const single = roots.length === 1;
  return roots.flatMap((root) => {
    const prefix = single ? "" : `${root.name}.`;
    const fields = fieldsOf(root, prefix, { file, expansion }, []);
    if (!single) return fields;
    const isKey = root.name === "Key" && !isEnvelope(root.fields.map(({ name }) => name));
    return columnsOnce(isKey ? fields.map((field) => ({ ...field, isColumn: true })) : fields);
  });
}

function rootsOf({ types }: ProtobufFile): ProtobufMessage[] {
  const messages = [...messagesOf(types)];
  const byName = new Map(messages.map((message) => [message.fullName, message]));
  const held = new Set(
    messages.flatMap(({ fullName, fields }) =>
      fields.map(messageNameOf).filter((name) => name !== fullName),
    ),
  );
  const reached = new Set<ProtobufMessage>();
  const reach = (message: ProtobufMessage | undefined) => {
    if (message === undefined || reached.has(message)) return;
    reached.add(message);
    for (const field of message.fields) reach(byName.get(messageNameOf(field) ?? ""));
  };
  const roots = messages.filter(({ fullName }) => !held.has(fullName));
  for (const root of roots) reach(root);
  // Messages that hold each other in a circle are all held.
  for (const message of messages) {
    if (!reached.has(message)) roots.push(message);
    reach(message);
  }
  return roots;
}

function messageNameOf({ type }: ProtobufField): string | undefined {
  const single = type.kind === "map" ? type.value : type;
  return single.kind === "message" ? single.name : undefined;
}

interface Listing {
  readonly file: ProtobufFile;
  readonly expansion: Expansion;
}

function fieldsOf(
  message: ProtobufMessage,
  prefix: string,
  listing: Listing,
  around: readonly ProtobufMessage[],
): FlatField[] {
  const { file, expansion } = listing;
  if (!expansion.enters(message, message.fields.length, prefix, around)) return [];
  return message.fields.flatMap((field) => {
    const path = `${prefix}${columnName(field)}`;
    const value = findOption(field.options, "default");
    const own: FlatField = {
      path,
      isColumn: false,
      type: describeType(field, file),
      nullable: undefined,
      default: value?.text,
      properties: {
        "field number": String(field.number),
        ...(field.label === "implicit" ? {} : { label: field.label }),
        ...(field.oneof === undefined ? {} : { oneof: field.oneof }),
      },
    };
    const inner = file.visible.get(messageNameOf(field) ?? "");
    if (inner?.kind !== "message" || "wellKnown" in inner) return [own];
    const step = field.label === "repeated" || field.type.kind === "map" ? "[]." : ".";
    return [own, ...fieldsOf(inner, `${path}${step}`, listing, [...around, message])];
  });
}

function describeType({ type }: ProtobufField, file: ProtobufFile): string {
  const known = type.kind === "enum" ? file.visible.get(type.name) : undefined;
  if (known?.kind !== "enum" || "wellKnown" in known) return describeFieldType(type);
  return `enum of ${known.values.map(({ name }) => name).join(", ")}`;
}
