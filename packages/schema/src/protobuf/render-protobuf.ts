import type {
  FieldType,
  NumberRange,
  ProtobufEnum,
  ProtobufExtend,
  ProtobufField,
  ProtobufFile,
  ProtobufMessage,
  ProtobufMethod,
  ProtobufOption,
  ProtobufReserved,
  ProtobufType,
} from "./protobuf-file.ts";

/**
 * The text of a file: one spelling per definition. The order of fields, values and types counts, as
 * it does where AWS's clients print a schema; what stands between them (nested types before or
 * after fields, oneofs), comments, white space, quotes and the way a type is named do not.
 */
export function renderProtobuf(file: ProtobufFile): string {
  const head = [`syntax = "${file.syntax}";`];
  if (file.package !== "") head.push(`package ${file.package};`);
  const blocks = [
    ...file.imports.map(
      ({ path, public: isPublic }) => `import ${isPublic ? "public " : ""}${JSON.stringify(path)};`,
    ),
    ...optionLines(file.options),
    ...file.types.flatMap((type) => ["", ...renderType(type)]),
    ...file.extends.flatMap((block) => ["", ...renderExtend(block)]),
    ...file.services.flatMap(({ name, options, methods }) => [
      "",
      ...block(`service ${name}`, [...optionLines(options), ...methods.flatMap(renderMethod)]),
    ]),
  ];
  return `${[...head, ...blocks].join("\n")}\n`;
}

function block(head: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? [`${head} {}`]
    : [`${head} {`, ...lines.map((line) => (line === "" ? "" : `  ${line}`)), "}"];
}

function optionLines(options: readonly ProtobufOption[]): string[] {
  return options.map((option) => `option ${renderOption(option)};`);
}

function renderOption({ name, value }: ProtobufOption): string {
  return `${name} = ${value.text}`;
}

function inlineOptions(options: readonly ProtobufOption[]): string {
  return options.length === 0 ? "" : ` [${options.map(renderOption).join(", ")}]`;
}

function renderType(type: ProtobufType): string[] {
  return type.kind === "enum" ? renderEnum(type) : renderMessage(type);
}

function renderMessage(message: ProtobufMessage): string[] {
  const { name, options, fields, oneofs, types, reserved, extensions } = message;
  return block(`message ${name}`, [
    ...optionLines(options),
    ...reservedLines(reserved),
    ...fields.filter((field) => field.oneof === undefined).map(renderField),
    ...oneofs.flatMap((oneof) =>
      block(`oneof ${oneof.name}`, [
        ...optionLines(oneof.options),
        ...fields.filter((field) => field.oneof === oneof.name).map(renderField),
      ]),
    ),
    ...extensions.map((range) => `extensions ${renderRange(range)};`),
    ...message.extends.flatMap(renderExtend),
    ...types.flatMap(renderType),
  ]);
}

function renderField({ name, number, label, type, oneof, options }: ProtobufField): string {
  const words = label === "implicit" || oneof !== undefined ? "" : `${label} `;
  return `${words}${renderFieldType(type)} ${name} = ${number}${inlineOptions(options)};`;
}

/** With a leading dot: the name means the same in every scope. */
function renderFieldType(type: FieldType): string {
  if (type.kind === "map") return `map<${type.key}, ${renderFieldType(type.value)}>`;
  return type.kind === "scalar" ? type.name : `.${type.name}`;
}

function renderEnum({ name, options, values, reserved }: ProtobufEnum): string[] {
  return block(`enum ${name}`, [
    ...optionLines(options),
    ...reservedLines(reserved),
    ...values.map((value) => `${value.name} = ${value.number}${inlineOptions(value.options)};`),
  ]);
}

function reservedLines({ ranges, names }: ProtobufReserved): string[] {
  const lines: string[] = [];
  if (ranges.length > 0) lines.push(`reserved ${ranges.map(renderRange).join(", ")};`);
  if (names.length > 0) {
    lines.push(`reserved ${names.map((name) => JSON.stringify(name)).join(", ")};`);
  }
  return lines;
}

function renderRange([from, to]: NumberRange): string {
  return from === to ? String(from) : `${from} to ${to}`;
}

function renderExtend({ extendee, fields }: ProtobufExtend): string[] {
  return block(`extend .${extendee}`, fields.map(renderField));
}

function renderMethod({ name, request, response, options }: ProtobufMethod): string[] {
  const [from, to] = [request, response].map(
    ({ type, stream }) => `(${stream ? "stream " : ""}.${type})`,
  );
  const head = `rpc ${name} ${from} returns ${to}`;
  return options.length === 0 ? [`${head};`] : block(head, optionLines(options));
}
