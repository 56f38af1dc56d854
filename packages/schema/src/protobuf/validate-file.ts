/** What protoc checks behind its grammar: numbers, names and options that contradict each other. */
import { fail, typeSteps } from "./invalid.ts";
import { jsonNameOf, mapEntryName } from "./json-names.ts";
import { NumberRanges } from "./number-ranges.ts";
import { maxFieldNumber } from "./parse-definitions.ts";
import {
  enumsOf,
  findOption,
  messagesOf,
  type ProtobufEnum,
  type ProtobufField,
  type ProtobufFile,
  type ProtobufMessage,
} from "./protobuf-file.ts";
import { validateFieldOptions, validateFileOptions } from "./validate-options.ts";

type Steps = readonly string[];

export function validateFile(file: ProtobufFile): void {
  validateFileOptions(file);
  const names = new Set(file.types.map((type) => type.name));
  for (const service of file.services) {
    addName(names, service.name, [service.name]);
    const methods = new Set<string>();
    for (const { name } of service.methods) addName(methods, name, [service.name, "methods", name]);
  }
  for (const block of file.extends) validateFields(block.fields, file.syntax, ["extends"]);
  const enums = [...enumsOf(file.types)];
  validateEnumScopes(enums, file);
  for (const message of messagesOf(file.types)) {
    validateMessage(message, typeSteps(message.fullName, file.package), file);
  }
  for (const definition of enums) {
    validateEnum(definition, typeSteps(definition.fullName, file.package));
  }
}

function addName(names: Set<string>, name: string, steps: Steps): void {
  if (names.has(name)) fail(`the name ${JSON.stringify(name)} is used twice`, steps);
  names.add(name);
}

function validateMessage(message: ProtobufMessage, steps: Steps, file: ProtobufFile): void {
  const numbers = new Map<number, string>();
  const names = new Set(message.types.map((type) => type.name));
  const reservedNames = new Set(message.reserved.names);
  for (const field of message.fields) {
    const at = [...steps, "fields", field.name];
    const { name, number } = field;
    addName(names, name, at);
    const other = numbers.get(number);
    if (other !== undefined) {
      fail(`number ${number} is used by ${JSON.stringify(other)} too`, at);
    }
    numbers.set(number, name);
    if (reservedNames.has(name)) fail(`the name ${JSON.stringify(name)} is reserved`, at);
    if (field.type.kind === "map") addName(names, mapEntryName(name), at);
  }
  validateFields(message.fields, file.syntax, steps);
  const claimed = new NumberRanges(message.reserved.ranges);
  const extensions = new NumberRanges(message.extensions);
  for (const number of numbers.keys()) {
    const at = [...steps, "fields", numbers.get(number) as string];
    if (claimed.has(number)) fail(`number ${number} is reserved`, at);
    if (extensions.has(number)) fail(`number ${number} is for extensions`, at);
  }
  if (message.syntax === "proto3" && message.extensions.length > 0) {
    fail("proto3 has no extension ranges", steps);
  }
  const oneofs = new Set<string>();
  for (const { name } of message.oneofs) addName(oneofs, name, [...steps, "oneofs", name]);
  validateJsonNames(message, steps);
}

function validateFields(
  fields: readonly ProtobufField[],
  syntax: ProtobufFile["syntax"],
  steps: Steps,
): void {
  for (const field of fields) {
    const at = [...steps, "fields", field.name];
    const { number } = field;
    if (number < 1 || number > maxFieldNumber) {
      fail(`number ${number} is not between 1 and ${maxFieldNumber}`, at);
    }
    if (number >= 19_000 && number <= 19_999) {
      fail(`number ${number} is Protobuf's own: 19000 to 19999 are`, at);
    }
    validateFieldOptions(field, syntax, at);
  }
}

/** Two fields may share a JSON name only where proto2 made it for at least one of them. */
function validateJsonNames(message: ProtobufMessage, steps: Steps): void {
  const seen = new Map<string, { readonly name: string; readonly custom: boolean }>();
  for (const { name, options } of message.fields) {
    const written = findOption(options, "json_name")?.text;
    const custom = written !== undefined;
    const json = custom ? written : JSON.stringify(jsonNameOf(name));
    const other = seen.get(json);
    if (other !== undefined && (message.syntax === "proto3" || (custom && other.custom))) {
      const text = `in JSON the field has the name of ${JSON.stringify(other.name)}: ${json}`;
      fail(text, [...steps, "fields", name]);
    }
    seen.set(json, { name, custom });
  }
}

/** A value stands beside its enum: two enums in one scope cannot share one. */
function validateEnumScopes(enums: readonly ProtobufEnum[], file: ProtobufFile): void {
  const owners = new Map<string, string>();
  for (const { fullName, name, values } of enums) {
    const scope = fullName.slice(0, -name.length);
    const aliases = new Set<string>();
    for (const value of values) {
      const at = [...typeSteps(fullName, file.package), "values", value.name];
      addName(aliases, value.name, at);
      const other = owners.get(`${scope}${value.name}`);
      if (other !== undefined) {
        fail(`${value.name} is a value of ${other} too, which stands beside this enum`, at);
      }
      if (file.visible.get(`${scope}${value.name}`) !== undefined) {
        fail(`${value.name} is the name of a type beside this enum too`, at);
      }
      owners.set(`${scope}${value.name}`, fullName);
    }
  }
}

function validateEnum(definition: ProtobufEnum, steps: Steps): void {
  const { values, reserved, options } = definition;
  const [first] = values;
  if (first === undefined) fail("an enum needs a value", steps);
  if (definition.syntax === "proto3" && first.number !== 0) {
    fail("in proto3 the first value of an enum must have number 0", [
      ...steps,
      "values",
      first.name,
    ]);
  }
  const claimed = new NumberRanges(reserved.ranges);
  const reservedNames = new Set(reserved.names);
  const allowAlias = findOption(options, "allow_alias")?.text === "true";
  const numbers = new Map<number, string>();
  for (const { name, number } of values) {
    const at = [...steps, "values", name];
    if (claimed.has(number)) fail(`number ${number} is reserved`, at);
    if (reservedNames.has(name)) fail(`the name ${JSON.stringify(name)} is reserved`, at);
    const other = numbers.get(number);
    if (other !== undefined && !allowAlias) {
      fail(`number ${number} is used by ${JSON.stringify(other)} too; set allow_alias`, at);
    }
    numbers.set(number, name);
  }
}
