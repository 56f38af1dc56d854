import type { ProtobufField, ProtobufFile, ProtobufMessage } from "@weir/schema";
import type {
  EnumDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  MethodDescriptor,
  Named,
  Range,
} from "./file-descriptor.ts";

type Types = ProtobufFile["types"];
type Options = ProtobufFile["options"];
type Extends = ProtobufFile["extends"];
type FieldType = ProtobufField["type"];
type Syntax = ProtobufFile["syntax"];
interface Parent {
  readonly syntax: Syntax;
  readonly fullName: string;
}

/**
 * A descriptor (enums by name) as the plain data of a file. Options that the file's own imports
 * define are not in it.
 */
export function fromDescriptor(file: FileDescriptor): ProtobufFile {
  if (file.edition !== undefined) throw new Error("editions are not known");
  const syntax: Syntax = file.syntax === "proto3" ? "proto3" : "proto2";
  const parent = { syntax, fullName: file.package ?? "" };
  const isPublic = new Set(file.publicDependency ?? []);
  return {
    syntax,
    package: file.package ?? "",
    imports: (file.dependency ?? []).map((path, index) => ({ path, public: isPublic.has(index) })),
    options: readOptions(file.options),
    types: readTypes(file.messageType, file.enumType, parent),
    extends: readExtends(file.extension, parent),
    services: (file.service ?? []).map((service) => ({
      name: nameOf(service),
      options: readOptions(service.options),
      methods: (service.method ?? []).map(readMethod),
    })),
    visible: new Map(),
  };
}

function readTypes(
  messages: readonly MessageDescriptor[] | undefined,
  enums: readonly EnumDescriptor[] | undefined,
  parent: Parent,
): Types {
  const own = (messages ?? []).filter((message) => message.options?.mapEntry !== true);
  return [
    ...own.map((message) => readMessage(message, parent)),
    ...(enums ?? []).map((type) => readEnum(type, parent)),
  ];
}

function readMessage(message: MessageDescriptor, parent: Parent): ProtobufMessage {
  const { syntax } = parent;
  const fullName = join(parent, nameOf(message));
  const here = { syntax, fullName };
  const maps = new Map(
    (message.nestedType ?? [])
      .filter(({ options }) => options?.mapEntry === true)
      .map((entry) => [join(here, nameOf(entry)), entry]),
  );
  const oneofs = (message.oneofDecl ?? []).map(nameOf);
  const fields = (message.field ?? []).map((field) => readField(field, here, maps, oneofs));
  const used = new Set(fields.map(({ oneof }) => oneof));
  return {
    kind: "message",
    name: nameOf(message),
    ...here,
    options: readOptions(message.options),
    fields,
    oneofs: oneofs.filter((name) => used.has(name)).map((name) => ({ name, options: [] })),
    types: readTypes(message.nestedType, message.enumType, here),
    reserved: {
      ranges: (message.reservedRange ?? []).map(readRange),
      names: message.reservedName ?? [],
    },
    extensions: (message.extensionRange ?? []).map(readRange),
    extends: readExtends(message.extension, here),
  };
}

/** Their end is not in them. */
function readRange({ start, end }: Range) {
  return [start ?? 0, (end ?? 1) - 1] as const;
}

function readField(
  field: FieldDescriptor,
  { syntax }: Parent,
  maps: ReadonlyMap<string, MessageDescriptor>,
  oneofs: readonly string[],
): ProtobufField {
  const name = nameOf(field);
  const entry = maps.get(bare(field.typeName));
  const isOptional = field.proto3Optional === true;
  const oneof = isOptional ? undefined : oneofs[field.oneofIndex ?? -1];
  return {
    name,
    number: field.number ?? 0,
    label: entry === undefined ? readLabel(field, syntax) : "implicit",
    type: entry === undefined ? readType(field) : readMap(entry),
    ...(oneof === undefined ? {} : { oneof }),
    options: [...readDefault(field), ...readJsonName(field), ...readOptions(field.options)],
  };
}

function readLabel(
  { label, proto3Optional, oneofIndex }: FieldDescriptor,
  syntax: Syntax,
): ProtobufField["label"] {
  if (label === "LABEL_REPEATED") return "repeated";
  if (label === "LABEL_REQUIRED") return "required";
  const isPlain = syntax === "proto2" && oneofIndex === undefined;
  return isPlain || proto3Optional === true ? "optional" : "implicit";
}

function readType({ type, typeName }: FieldDescriptor): Exclude<FieldType, { kind: "map" }> {
  const name = String(type)
    .replace(/^TYPE_/, "")
    .toLowerCase();
  if (name === "group") throw new Error("groups are not known");
  if (name === "message" || name === "enum") return { kind: name, name: bare(typeName) };
  return { kind: "scalar", name } as Exclude<FieldType, { kind: "map" }>;
}

function readMap(entry: MessageDescriptor): FieldType {
  const [key, value] = (entry.field ?? []).map(readType);
  if (key?.kind !== "scalar" || value === undefined) throw new Error("a map without key or value");
  return { kind: "map", key: key.name, value };
}

function readDefault({ defaultValue, type }: FieldDescriptor): Options {
  if (defaultValue === undefined) return [];
  const isText = type === "TYPE_STRING" || type === "TYPE_BYTES";
  // The default of bytes is escaped already.
  const quoted = type === "TYPE_BYTES" ? `"${defaultValue}"` : JSON.stringify(defaultValue);
  const kind = isText ? "string" : /^-?[\d.]/.test(defaultValue) ? "float" : "name";
  return [{ name: "default", value: { kind, text: isText ? quoted : defaultValue } }];
}

/** Only one that is not what Protobuf would derive. */
function readJsonName({ jsonName, name }: FieldDescriptor): Options {
  const derived = (name ?? "").replace(/_+(.)/g, (_all, letter: string) => letter.toUpperCase());
  if (!jsonName || jsonName === derived) return [];
  return [{ name: "json_name", value: { kind: "string", text: JSON.stringify(jsonName) } }];
}

function readEnum(type: EnumDescriptor, parent: Parent): Types[number] {
  return {
    kind: "enum",
    name: nameOf(type),
    fullName: join(parent, nameOf(type)),
    syntax: parent.syntax,
    options: readOptions(type.options),
    values: (type.value ?? []).map((value) => ({
      name: nameOf(value),
      number: value.number ?? 0,
      options: readOptions(value.options),
    })),
    reserved: {
      // Unlike those of messages, their end is in them.
      ranges: (type.reservedRange ?? []).map(({ start, end }) => [start ?? 0, end ?? 0] as const),
      names: type.reservedName ?? [],
    },
  };
}

function readExtends(fields: readonly FieldDescriptor[] | undefined, parent: Parent): Extends {
  return (fields ?? []).map((field) => ({
    extendee: bare(field.extendee),
    fields: [readField(field, parent, new Map(), [])],
  }));
}

function readMethod(method: MethodDescriptor) {
  return {
    name: nameOf(method),
    request: { type: bare(method.inputType), stream: method.clientStreaming === true },
    response: { type: bare(method.outputType), stream: method.serverStreaming === true },
    options: readOptions(method.options),
  };
}

function readOptions(options: Named["options"]): Options {
  return Object.entries(options ?? {}).flatMap(([key, value]) => {
    const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (typeof value === "boolean") return [{ name, value: { kind: "name", text: `${value}` } }];
    if (typeof value !== "string") return [];
    // Enums come by their names, which are in capitals as no other option's value is meant to be.
    const isName = ["optimizeFor", "ctype", "jstype", "idempotencyLevel"].includes(key);
    return [
      isName
        ? { name, value: { kind: "name", text: value } }
        : { name, value: { kind: "string", text: JSON.stringify(value) } },
    ];
  });
}

function nameOf({ name }: Named): string {
  if (!name) throw new Error("something in it has no name");
  return name;
}

function bare(typeName: string | undefined): string {
  return (typeName ?? "").replace(/^\./, "");
}

function join({ fullName }: Parent, name: string): string {
  return fullName === "" ? name : `${fullName}.${name}`;
}
