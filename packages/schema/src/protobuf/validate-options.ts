/** Options that protoc and AWS's parser know, and values that fit their fields. */
import { fail, typeSteps } from "./invalid.ts";
import {
  enumsOf,
  messagesOf,
  type ProtobufField,
  type ProtobufFile,
  type ProtobufOption,
  type ProtobufSyntax,
  type ProtobufValue,
  type ScalarType,
} from "./protobuf-file.ts";

/** Of google/protobuf/descriptor.proto 3.25, by what they are written on. */
const known = {
  file: "java_package java_outer_classname java_multiple_files java_generate_equals_and_hash java_string_check_utf8 optimize_for go_package cc_generic_services java_generic_services py_generic_services php_generic_services deprecated cc_enable_arenas objc_class_prefix csharp_namespace swift_prefix php_class_prefix php_namespace php_metadata_namespace ruby_package",
  // protoc refuses map_entry; AWS's serializer prints every map as a repeated message with it.
  message:
    "message_set_wire_format no_standard_descriptor_accessor map_entry deprecated deprecated_legacy_json_field_conflicts",
  field:
    "ctype packed jstype lazy unverified_lazy deprecated weak debug_redact retention targets default json_name",
  oneof: "",
  enum: "allow_alias deprecated deprecated_legacy_json_field_conflicts",
  value: "deprecated debug_redact",
  service: "deprecated",
  method: "deprecated idempotency_level",
} as const;

type Place = keyof typeof known;

const knownNames = new Map(
  Object.entries(known).map(([place, names]) => [place, new Set(names.split(" "))] as const),
);

function validateOptions(
  options: readonly ProtobufOption[],
  place: Place,
  steps: readonly string[],
): void {
  const seen = new Set<string>();
  for (const { name } of options) {
    if (name.startsWith("(")) continue;
    if (!knownNames.get(place)?.has(name.split(".", 1)[0] as string)) {
      fail(`${JSON.stringify(name)} is no option of a ${place}`, steps);
    }
    if (seen.has(name)) fail(`the option ${name} is set twice`, steps);
    seen.add(name);
  }
}

/** Everything but the options of fields. */
export function validateFileOptions(file: ProtobufFile): void {
  validateOptions(file.options, "file", ["options"]);
  for (const message of messagesOf(file.types)) {
    const steps = typeSteps(message.fullName, file.package);
    validateOptions(message.options, "message", steps);
    for (const { name, options } of message.oneofs) {
      validateOptions(options, "oneof", [...steps, "oneofs", name]);
    }
  }
  for (const definition of enumsOf(file.types)) {
    const steps = typeSteps(definition.fullName, file.package);
    validateOptions(definition.options, "enum", steps);
    for (const { name, options } of definition.values) {
      validateOptions(options, "value", [...steps, "values", name]);
    }
  }
  for (const service of file.services) {
    validateOptions(service.options, "service", [service.name]);
    for (const { name, options } of service.methods) {
      validateOptions(options, "method", [service.name, "methods", name]);
    }
  }
  validateEnumDefaults(file);
}

export function validateFieldOptions(
  field: ProtobufField,
  syntax: ProtobufSyntax,
  steps: readonly string[],
): void {
  validateOptions(field.options, "field", steps);
  for (const { name, value } of field.options) {
    if (name === "default") validateDefault(field, value, syntax, steps);
    else if (name === "packed") validatePacked(field, value, steps);
    else if (name === "json_name" && value.kind !== "string") fail("json_name is no string", steps);
    else if (name === "deprecated" && !isBool(value)) fail(`${name} is no bool`, steps);
  }
}

function isBool({ kind, text }: ProtobufValue): boolean {
  return kind === "name" && (text === "true" || text === "false");
}

function validatePacked(
  { label, type }: ProtobufField,
  value: ProtobufValue,
  steps: readonly string[],
): void {
  if (!isBool(value)) fail("packed is no bool", steps);
  const packable =
    type.kind === "enum" || (type.kind === "scalar" && !/^[sb][ty][rt]/.test(type.name));
  if (value.text === "true" && (label !== "repeated" || !packable)) {
    fail("only repeated numbers, bools and enums can be packed", steps);
  }
}

function validateDefault(
  { label, type }: ProtobufField,
  value: ProtobufValue,
  syntax: ProtobufSyntax,
  steps: readonly string[],
): void {
  if (syntax === "proto3") fail("proto3 has no defaults", steps);
  if (label === "repeated" || type.kind === "map" || type.kind === "message") {
    fail(`a ${label === "repeated" ? "repeated field" : type.kind} has no default`, steps);
  }
  if (type.kind === "scalar" && !fits(type.name, value)) {
    fail(`the default ${value.text.slice(0, 40)} is no ${type.name}`, steps);
  }
  if (type.kind === "enum" && value.kind !== "name") {
    fail("the default of an enum is the name of a value", steps);
  }
}

function fits(type: ScalarType, value: ProtobufValue): boolean {
  if (type === "bool") return isBool(value);
  if (type === "string" || type === "bytes") return value.kind === "string";
  if (type === "float" || type === "double") {
    return value.kind === "name"
      ? /^(?:inf|nan)$/.test(value.text)
      : value.kind === "integer" || value.kind === "float";
  }
  if (value.kind !== "integer") return false;
  const bits = type.endsWith("64") ? 64n : 32n;
  const number = BigInt(value.text);
  return /^(?:u|fixed)/.test(type)
    ? number >= 0n && number < 1n << bits
    : number >= -(1n << (bits - 1n)) && number < 1n << (bits - 1n);
}

function validateEnumDefaults(file: ProtobufFile): void {
  for (const message of messagesOf(file.types)) {
    for (const { name, type, options } of message.fields) {
      const written = options.find((option) => option.name === "default");
      const definition = type.kind === "enum" ? file.visible.get(type.name) : undefined;
      if (written === undefined || definition === undefined || !("values" in definition)) continue;
      if (!definition.values.some((value) => value.name === written.value.text)) {
        const steps = [...typeSteps(message.fullName, file.package), "fields", name];
        fail(`${written.value.text} is no value of ${definition.fullName}`, steps);
      }
    }
  }
}
