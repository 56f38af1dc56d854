import { parseInlineOptions, parseOptionStatement, parseTextString } from "./literals.ts";
import {
  inner,
  parseField,
  parseInteger,
  parseTypeName,
  register,
  type Scope,
} from "./parse-fields.ts";
import type {
  NumberRange,
  ProtobufEnum,
  ProtobufEnumValue,
  ProtobufExtend,
  ProtobufField,
  ProtobufMessage,
  ProtobufOneof,
  ProtobufOption,
  ProtobufReserved,
  ProtobufType,
} from "./protobuf-file.ts";
import type { TokenReader } from "./tokens.ts";

/** What protoc allows. */
const maxMessageDepth = 32;
export const maxFieldNumber = 536_870_911;
const maxEnumNumber = 2_147_483_647;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** After the word `message`. */
export function parseMessage(reader: TokenReader, around: Scope): ProtobufMessage {
  const name = reader.identifier("the name of a message");
  const scope = inner(around, name);
  if (scope.depth > maxMessageDepth) {
    reader.fail(`messages are nested deeper than ${maxMessageDepth} levels`);
  }
  const fields: ProtobufField[] = [];
  const oneofs: ProtobufOneof[] = [];
  const types: ProtobufType[] = [];
  const extended: ProtobufExtend[] = [];
  const extensions: NumberRange[] = [];
  const options: ProtobufOption[] = [];
  const reserved: { ranges: NumberRange[]; names: string[] } = { ranges: [], names: [] };
  reader.expect("{");
  while (!reader.skips("}")) {
    if (reader.skips(";")) continue;
    if (reader.skips("message")) types.push(parseMessage(reader, scope));
    else if (reader.skips("enum")) types.push(parseEnum(reader, scope));
    else if (reader.skips("extend")) extended.push(parseExtend(reader, scope));
    else if (reader.skips("option")) options.push(parseOptionStatement(reader));
    else if (reader.skips("reserved")) parseReserved(reader, reserved, maxFieldNumber);
    else if (reader.skips("extensions")) {
      extensions.push(...parseRanges(reader, maxFieldNumber));
      parseInlineOptions(reader);
      reader.expect(";");
    } else if (reader.skips("oneof")) parseOneof(reader, scope, oneofs, fields);
    else fields.push(parseField(reader, scope));
  }
  const { fullName, syntax, steps } = scope;
  const named = { kind: "message", name, fullName, syntax } as const;
  const members = { fields, oneofs, types, reserved, extensions, extends: extended };
  return { ...named, options: register(options, scope, steps), ...members };
}

function parseOneof(
  reader: TokenReader,
  scope: Scope,
  oneofs: ProtobufOneof[],
  fields: ProtobufField[],
): void {
  const name = reader.identifier("the name of a oneof");
  const options: ProtobufOption[] = [];
  reader.expect("{");
  while (!reader.skips("}")) {
    if (reader.skips("option")) options.push(parseOptionStatement(reader));
    else fields.push(parseField(reader, scope, name));
  }
  const steps = [...scope.steps, "oneofs", name];
  oneofs.push({ name, options: register(options, scope, steps) });
}

/** After the word `enum`. */
export function parseEnum(reader: TokenReader, around: Scope): ProtobufEnum {
  const name = reader.identifier("the name of an enum");
  const scope = inner(around, name);
  const values: ProtobufEnumValue[] = [];
  const options: ProtobufOption[] = [];
  const reserved: { ranges: NumberRange[]; names: string[] } = { ranges: [], names: [] };
  reader.expect("{");
  while (!reader.skips("}")) {
    if (reader.skips(";")) continue;
    if (reader.skips("option")) options.push(parseOptionStatement(reader));
    else if (reader.skips("reserved")) parseReserved(reader, reserved, maxEnumNumber);
    else values.push(parseEnumValue(reader, scope));
  }
  const { fullName, syntax, steps } = scope;
  const own = register(options, scope, steps);
  return { kind: "enum", name, fullName, syntax, options: own, values, reserved };
}

function parseEnumValue(reader: TokenReader, scope: Scope): ProtobufEnumValue {
  const name = reader.identifier("the name of an enum value");
  reader.expect("=");
  const { offset } = reader.current;
  const number = parseInteger(reader);
  if (number > maxEnumNumber || number < -maxEnumNumber - 1) {
    reader.fail("the number of an enum value must fit into 32 bits", offset);
  }
  const steps = [...scope.steps, "values", name];
  const options = register(parseInlineOptions(reader), scope, steps);
  reader.expect(";");
  return { name, number, options };
}

/** After the word `extend`. */
export function parseExtend(reader: TokenReader, scope: Scope): ProtobufExtend {
  const written = parseTypeName(reader);
  const fields: ProtobufField[] = [];
  const extended: Mutable<ProtobufExtend> = { extendee: written, fields };
  scope.references.push({
    written,
    scope: scope.fullName,
    wants: "message",
    steps: [...scope.steps, "extends", written],
    assign: ({ fullName }) => {
      extended.extendee = fullName;
    },
  });
  reader.expect("{");
  do {
    if (!reader.skips(";")) fields.push(parseField(reader, scope));
  } while (!reader.skips("}"));
  return extended;
}

function parseReserved(
  reader: TokenReader,
  reserved: { readonly ranges: NumberRange[]; readonly names: string[] },
  max: number,
): ProtobufReserved {
  if (reader.current.kind === "string") {
    do reserved.names.push(parseTextString(reader));
    while (reader.skips(","));
  } else reserved.ranges.push(...parseRanges(reader, max));
  reader.expect(";");
  return reserved;
}

function parseRanges(reader: TokenReader, max: number): readonly NumberRange[] {
  const ranges: NumberRange[] = [];
  do {
    const { offset } = reader.current;
    const from = parseInteger(reader);
    const to = reader.skips("to") ? (reader.skips("max") ? max : parseInteger(reader)) : from;
    const min = max === maxFieldNumber ? 1 : -max - 1;
    if (from < min || to < from || to > max) {
      reader.fail(`${from} to ${to} is no range between ${min} and ${max}`, offset);
    }
    ranges.push([from, to]);
  } while (reader.skips(","));
  return ranges;
}
