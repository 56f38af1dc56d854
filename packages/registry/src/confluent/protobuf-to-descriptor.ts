import type { ProtobufField, ProtobufFile, ProtobufMessage } from "@weir/schema";

type Types = ProtobufFile["types"];
type Enum = Exclude<Types[number], ProtobufMessage>;
type Options = ProtobufFile["options"];
type Json = Record<string, unknown>;

/** A file as the object form of its descriptor, for protobufjs; custom options are left out. */
export function toDescriptor(file: ProtobufFile): Json {
  const publicDependency = file.imports.flatMap((one, index) => (one.public ? [index] : []));
  return {
    name: "default",
    ...(file.package === "" ? {} : { package: file.package }),
    dependency: file.imports.map(({ path }) => path),
    publicDependency,
    messageType: messagesOf(file.types).map(writeMessage),
    enumType: enumsOf(file.types).map(writeEnum),
    extension: writeExtends(file.extends),
    service: file.services.map(({ name, options, methods }) => ({
      name,
      ...writeOptions(options),
      method: methods.map((method) => ({
        name: method.name,
        inputType: `.${method.request.type}`,
        outputType: `.${method.response.type}`,
        clientStreaming: method.request.stream,
        serverStreaming: method.response.stream,
        ...writeOptions(method.options),
      })),
    })),
    ...writeOptions(file.options),
    // Absent means proto2.
    ...(file.syntax === "proto3" ? { syntax: "proto3" } : {}),
  };
}

function messagesOf(types: Types): ProtobufMessage[] {
  return types.filter((type) => type.kind === "message");
}

function enumsOf(types: Types): Enum[] {
  return types.filter((type) => type.kind === "enum");
}

function writeMessage(message: ProtobufMessage): Json {
  const { name, fields, syntax, fullName, reserved } = message;
  // An `optional` of proto3 stands in a oneof of its own, after those of the file.
  const isExplicit = ({ label, oneof }: ProtobufField) =>
    syntax === "proto3" && label === "optional" && oneof === undefined;
  const explicit = fields.filter(isExplicit);
  const oneofs = [
    ...message.oneofs.map((oneof) => oneof.name),
    ...explicit.map((field) => `_${field.name}`),
  ];
  return {
    name,
    field: fields.map((field) => ({
      ...writeField(field, fullName),
      ...writeOneof(field, oneofs, explicit.includes(field)),
    })),
    nestedType: [
      ...messagesOf(message.types).map(writeMessage),
      ...fields.flatMap((field) => writeMapEntry(field)),
    ],
    enumType: enumsOf(message.types).map(writeEnum),
    extension: writeExtends(message.extends),
    extensionRange: message.extensions.map(writeRange),
    oneofDecl: oneofs.map((oneof) => ({ name: oneof })),
    reservedRange: reserved.ranges.map(writeRange),
    reservedName: [...reserved.names],
    ...writeOptions(message.options),
  };
}

/** Their end is not in them. */
function writeRange([from, to]: readonly [number, number]): Json {
  return { start: from, end: to + 1 };
}

function writeOneof(field: ProtobufField, oneofs: readonly string[], isExplicit: boolean): Json {
  if (isExplicit) return { oneofIndex: oneofs.indexOf(`_${field.name}`), proto3Optional: true };
  return field.oneof === undefined ? {} : { oneofIndex: oneofs.indexOf(field.oneof) };
}

function writeField(field: ProtobufField, around: string): Json {
  const { name, number, label, type, options } = field;
  const isRepeated = label === "repeated" || type.kind === "map";
  const preset = options.find((option) => option.name === "default")?.value;
  const jsonName = options.find((option) => option.name === "json_name")?.value;
  return {
    name,
    number,
    label: isRepeated
      ? "LABEL_REPEATED"
      : label === "required"
        ? "LABEL_REQUIRED"
        : "LABEL_OPTIONAL",
    ...(type.kind === "map"
      ? { type: "TYPE_MESSAGE", typeName: `.${around}.${entryName(name)}` }
      : writeType(type)),
    ...(preset === undefined ? {} : { defaultValue: unquote(preset.text) }),
    ...(jsonName === undefined ? {} : { jsonName: unquote(jsonName.text) }),
    ...writeOptions(
      options.filter((option) => option.name !== "default" && option.name !== "json_name"),
    ),
  };
}

function writeType(type: Exclude<ProtobufField["type"], { kind: "map" }>): Json {
  if (type.kind === "scalar") return { type: `TYPE_${type.name.toUpperCase()}` };
  return { type: `TYPE_${type.kind.toUpperCase()}`, typeName: `.${type.name}` };
}

/** `weight_by_name` is kept as pairs of `WeightByNameEntry`. */
function entryName(field: string): string {
  return `${field.replace(/(^|_)(.)/g, (_all, _gap, letter: string) => letter.toUpperCase())}Entry`;
}

function writeMapEntry({ name, type }: ProtobufField): Json[] {
  if (type.kind !== "map") return [];
  const key = { name: "key", number: 1, label: "LABEL_OPTIONAL" };
  const value = { name: "value", number: 2, label: "LABEL_OPTIONAL" };
  return [
    {
      name: entryName(name),
      field: [
        { ...key, ...writeType({ kind: "scalar", name: type.key }) },
        { ...value, ...writeType(type.value) },
      ],
      options: { mapEntry: true },
    },
  ];
}

function writeEnum({ name, values, reserved, options }: Enum): Json {
  return {
    name,
    value: values.map((value) => ({
      name: value.name,
      number: value.number,
      ...writeOptions(value.options),
    })),
    reservedRange: reserved.ranges.map(([start, end]) => ({ start, end })),
    reservedName: [...reserved.names],
    ...writeOptions(options),
  };
}

function writeExtends(blocks: ProtobufFile["extends"]): Json[] {
  return blocks.flatMap(({ extendee, fields }) =>
    fields.map((field) => ({ ...writeField(field, extendee), extendee: `.${extendee}` })),
  );
}

function writeOptions(options: Options): Json {
  const known = options.filter(
    ({ name, value }) => !/[().]/.test(name) && value.kind !== "aggregate",
  );
  if (known.length === 0) return {};
  return {
    options: Object.fromEntries(
      known.map(({ name, value }) => [
        name.replace(/_(.)/g, (_all, letter: string) => letter.toUpperCase()),
        ["true", "false"].includes(value.text) ? value.text === "true" : unquote(value.text),
      ]),
    ),
  };
}

function unquote(text: string): string {
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}
