/** A Protobuf file as plain data; type names are resolved to full names without a leading dot. */
export interface ProtobufFile {
  readonly syntax: ProtobufSyntax;
  /** `a.b`; empty without a package. */
  readonly package: string;
  readonly imports: readonly ProtobufImport[];
  readonly options: readonly ProtobufOption[];
  /** Messages and enums in their order. */
  readonly types: readonly ProtobufType[];
  readonly extends: readonly ProtobufExtend[];
  readonly services: readonly ProtobufService[];
  /** What type names of this file can mean: its own types and those of its imports, by full name. */
  readonly visible: ReadonlyMap<string, VisibleType>;
}

export type ProtobufSyntax = "proto2" | "proto3";

export interface ProtobufImport {
  readonly path: string;
  readonly public: boolean;
}

/** A message or an enum; one of a well-known file is known by its name only. */
export type VisibleType =
  | ProtobufType
  | { readonly kind: "message" | "enum"; readonly fullName: string; readonly wellKnown: true };

export type ProtobufType = ProtobufMessage | ProtobufEnum;

export interface ProtobufMessage {
  readonly kind: "message";
  readonly name: string;
  readonly fullName: string;
  readonly syntax: ProtobufSyntax;
  readonly options: readonly ProtobufOption[];
  readonly fields: readonly ProtobufField[];
  readonly oneofs: readonly ProtobufOneof[];
  readonly types: readonly ProtobufType[];
  readonly reserved: ProtobufReserved;
  readonly extensions: readonly NumberRange[];
  readonly extends: readonly ProtobufExtend[];
}

export interface ProtobufField {
  readonly name: string;
  readonly number: number;
  /** `implicit`: proto3 without a label, where absent and zero are one; also maps. */
  readonly label: "required" | "optional" | "repeated" | "implicit";
  readonly type: FieldType;
  /** Name of the oneof around it. */
  readonly oneof?: string;
  readonly options: readonly ProtobufOption[];
}

export const scalarTypes = [
  "double",
  "float",
  "int32",
  "int64",
  "uint32",
  "uint64",
  "sint32",
  "sint64",
  "fixed32",
  "fixed64",
  "sfixed32",
  "sfixed64",
  "bool",
  "string",
  "bytes",
] as const;

export type ScalarType = (typeof scalarTypes)[number];

export type SingleType =
  | { readonly kind: "scalar"; readonly name: ScalarType }
  | { readonly kind: "message" | "enum"; readonly name: string };

export type FieldType =
  | SingleType
  | { readonly kind: "map"; readonly key: ScalarType; readonly value: SingleType };

export interface ProtobufOneof {
  readonly name: string;
  readonly options: readonly ProtobufOption[];
}

export interface ProtobufEnum {
  readonly kind: "enum";
  readonly name: string;
  readonly fullName: string;
  readonly syntax: ProtobufSyntax;
  readonly options: readonly ProtobufOption[];
  readonly values: readonly ProtobufEnumValue[];
  readonly reserved: ProtobufReserved;
}

export interface ProtobufEnumValue {
  readonly name: string;
  readonly number: number;
  readonly options: readonly ProtobufOption[];
}

/** Both ends are in the range. */
export type NumberRange = readonly [from: number, to: number];

export interface ProtobufReserved {
  readonly ranges: readonly NumberRange[];
  readonly names: readonly string[];
}

/** An `extend` block: it is kept in the text, and no part of any verdict. */
export interface ProtobufExtend {
  /** Full name of the extended message. */
  readonly extendee: string;
  readonly fields: readonly ProtobufField[];
}

export interface ProtobufService {
  readonly name: string;
  readonly options: readonly ProtobufOption[];
  readonly methods: readonly ProtobufMethod[];
}

export interface ProtobufMethod {
  readonly name: string;
  readonly request: ProtobufRpcType;
  readonly response: ProtobufRpcType;
  readonly options: readonly ProtobufOption[];
}

export interface ProtobufRpcType {
  readonly type: string;
  readonly stream: boolean;
}

export interface ProtobufOption {
  /** `deprecated`, `(metadata.metadata_key)`, `(a).b`. */
  readonly name: string;
  readonly value: ProtobufValue;
}

/** A literal by its normalised text: 2^63-1 keeps every digit. */
export interface ProtobufValue {
  readonly kind: "name" | "integer" | "float" | "string" | "aggregate";
  readonly text: string;
}

/** Every message among the types, nested ones after the one around them. */
export function* messagesOf(types: readonly ProtobufType[]): Generator<ProtobufMessage> {
  for (const type of types) {
    if (type.kind === "enum") continue;
    yield type;
    yield* messagesOf(type.types);
  }
}

/** Every enum among the types, at any depth. */
export function* enumsOf(types: readonly ProtobufType[]): Generator<ProtobufEnum> {
  for (const type of types) {
    if (type.kind === "enum") yield type;
    else yield* enumsOf(type.types);
  }
}

export function findOption(
  options: readonly ProtobufOption[],
  name: string,
): ProtobufValue | undefined {
  return options.find((option) => option.name === name)?.value;
}

/** Full name without the package: what stays when a package is renamed. */
export function localName(fullName: string, packageName: string): string {
  return packageName !== "" && fullName.startsWith(`${packageName}.`)
    ? fullName.slice(packageName.length + 1)
    : fullName;
}

/** A type as a sentence names it: `int32`, `message Value`, `map<string, int64>`. */
export function describeFieldType(type: FieldType): string {
  if (type.kind === "map") return `map<${type.key}, ${describeFieldType(type.value)}>`;
  return type.kind === "scalar" ? type.name : `${type.kind} ${type.name.split(".").at(-1)}`;
}
