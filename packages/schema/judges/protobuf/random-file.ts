/** Random Protobuf files, and changes as people make them: seeded, so that a difference can be found again. */
import type { Random } from "../../test/protobuf/random.ts";

export interface FieldSpec {
  name: string;
  number: number;
  label: "" | "optional" | "required" | "repeated";
  type: string;
  oneof?: string;
  default?: string;
}

export interface MessageSpec {
  name: string;
  fields: FieldSpec[];
  reserved: number[];
}

export interface EnumSpec {
  name: string;
  values: [name: string, number: number][];
  reserved: number[];
}

export interface FileSpec {
  syntax: "proto2" | "proto3";
  package: string;
  messages: MessageSpec[];
  enums: EnumSpec[];
  services: { name: string; methods: { name: string; from: string; to: string }[] }[];
}

export const scalars = [
  "int32",
  "int64",
  "uint32",
  "uint64",
  "sint32",
  "sint64",
  "fixed32",
  "sfixed32",
  "fixed64",
  "sfixed64",
  "bool",
  "string",
  "bytes",
  "float",
  "double",
] as const;

const words = ["id", "name", "age", "total", "state", "at", "note", "line", "code", "kind", "flag"];

export function randomFile(random: Random, packageName: string): FileSpec {
  const syntax = random.chance(0.5) ? "proto2" : "proto3";
  const messageNames = ["Order", "Line", "Person"].slice(0, random.integer(1, 3));
  const enumNames = ["State", "Kind"].slice(0, random.integer(0, 2));
  const file: FileSpec = { syntax, package: packageName, messages: [], enums: [], services: [] };
  file.enums = enumNames.map((name) => ({
    name,
    values: Array.from({ length: random.integer(1, 4) }, (_, index) => [
      `${name.toUpperCase()}_${index}`,
      index,
    ]),
    reserved: [],
  }));
  file.messages = messageNames.map((name) => ({ name, fields: [], reserved: [] }));
  for (const message of file.messages) {
    const count = random.integer(1, 7);
    for (let index = 0; index < count; index++) addField(file, message, random);
    if (random.chance(0.3)) message.reserved.push(40, 41);
  }
  if (random.chance(0.4)) {
    const methods = ["Get", "Put"].slice(0, random.integer(1, 2)).map((name) => ({
      name,
      from: messageNames[0] as string,
      to: random.chance(0.3) ? `stream ${random.pick(messageNames)}` : random.pick(messageNames),
    }));
    file.services.push({ name: "Orders", methods });
  }
  return file;
}

export function randomType(file: FileSpec, random: Random): string {
  const named = [...file.messages, ...file.enums].map((type) => type.name);
  if (random.chance(0.2)) return random.pick(named);
  if (random.chance(0.08)) {
    const value = random.chance(0.3) ? random.pick(named) : random.pick(scalars);
    return `map<${random.pick(["string", "int32", "uint64", "bool"])}, ${value}>`;
  }
  return random.pick(scalars);
}

/** Adds a field under a number that is free, into a oneof at times. */
export function addField(file: FileSpec, message: MessageSpec, random: Random): void {
  const used = new Set([...message.fields.map((field) => field.number), ...message.reserved]);
  let number = message.fields.length + 1;
  while (used.has(number)) number++;
  const names = new Set(message.fields.map((field) => field.name));
  let name = random.pick(words);
  while (names.has(name)) name = `${name}${random.integer(2, 99)}`;
  const type = randomType(file, random);
  const isMap = type.startsWith("map<");
  const field: FieldSpec = { name, number, label: isMap ? "" : randomLabel(file, random), type };
  if (!isMap && random.chance(0.2)) {
    field.label = "";
    field.oneof = random.pick(["one", "two"]);
  }
  message.fields.push(field);
}

export function randomLabel(file: FileSpec, random: Random): FieldSpec["label"] {
  if (random.chance(0.15)) return "repeated";
  if (file.syntax === "proto3") return random.chance(0.5) ? "optional" : "";
  return random.chance(0.2) ? "required" : "optional";
}

export function renderFile(file: FileSpec): string {
  const blocks = [
    ...file.messages.map((message) => `message ${message.name} {\n${renderBody(message)}}`),
    ...file.enums.map(({ name, values, reserved }) => {
      const lines = values.map(([value, number]) => `  ${value} = ${number};\n`);
      if (reserved.length > 0) lines.push(`  reserved ${reserved.join(", ")};\n`);
      return `enum ${name} {\n${lines.join("")}}`;
    }),
    ...file.services.map(({ name, methods }) => {
      const lines = methods.map(
        ({ name, from, to }) => `  rpc ${name} (${from}) returns (${to});\n`,
      );
      return `service ${name} {\n${lines.join("")}}`;
    }),
  ];
  return `syntax = "${file.syntax}";\npackage ${file.package};\n\n${blocks.join("\n\n")}\n`;
}

function renderBody({ fields, reserved }: MessageSpec): string {
  const line = (field: FieldSpec) => {
    const options = field.default === undefined ? "" : ` [default = ${field.default}]`;
    const label = field.label === "" ? "" : `${field.label} `;
    return `${label}${field.type} ${field.name} = ${field.number}${options};`;
  };
  const lines = fields
    .filter((field) => field.oneof === undefined)
    .map((field) => `  ${line(field)}\n`);
  for (const [oneof, members] of Map.groupBy(fields, (field) => field.oneof)) {
    if (oneof === undefined) continue;
    lines.push(
      `  oneof ${oneof} {\n${members.map((field) => `    ${line(field)}\n`).join("")}  }\n`,
    );
  }
  if (reserved.length > 0) lines.push(`  reserved ${reserved.join(", ")};\n`);
  return lines.join("");
}
