/** Reads members of a request. AWS's clients check lengths and required members, not patterns. */
import { type CompatibilityMode, compatibilityModes } from "@weir/core";
import { type DataFormat, dataFormats } from "@weir/schema";
import { GlueException, invalidInput } from "./glue-exceptions.ts";
import { lowerFirst, texts } from "./texts.ts";

export type Fields = Readonly<Record<string, unknown>>;

interface TextRule {
  /** In code points, as AWS counts. @default 1 */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** How AWS's texts name it. @default - the member, its first letter small */
  readonly parameter?: string;
}

export function readText(input: Fields, member: string, rule: TextRule): string | undefined {
  const value = readOwn(input, member);
  return value === undefined ? undefined : checkText(value, member, rule);
}

/** @throws GlueException SerializationException where it is no string, else InvalidInputException. */
export function checkText(
  value: unknown,
  member: string,
  { min = 1, max = Number.POSITIVE_INFINITY, pattern, parameter = lowerFirst(member) }: TextRule,
): string {
  if (typeof value !== "string") throw wrongType(member, "String");
  if (value.length < min || (value.length > max && countCodePoints(value) > max)) {
    throw invalidInput(texts.badLength(parameter));
  }
  if (pattern !== undefined && !pattern.test(value)) {
    throw invalidInput(texts.badCharacters(parameter));
  }
  return value;
}

/** @throws GlueException InvalidInputException where the member is absent. */
export function required<T>(value: T | undefined, member: string): T {
  if (value === undefined) throw invalidInput(texts.missing(member));
  return value;
}

/** Names may hold dots, though AWS's prose says otherwise: topic names are schema names. */
export function readName(input: Fields, member: string): string | undefined {
  return readText(input, member, { max: 255, pattern: /^[a-zA-Z0-9\-_$#.]+$/ });
}

export function readArn(input: Fields, member: string): string | undefined {
  const pattern = /^arn:aws(-(cn|us-gov|iso(-[bef])?))?:glue:.*$/;
  return readText(input, member, { max: 10_240, pattern });
}

/** No control characters but line ends and tabs, and no half of a surrogate pair. */
const descriptionPattern = /^[\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}\r\n\t]*$/u;

export function readDescription(input: Fields): string | undefined {
  return readText(input, "Description", { min: 0, max: 2048, pattern: descriptionPattern });
}

/** AWS's pattern `.*\S.*` is meant over lines: Protobuf definitions have many. */
export function readDefinition(input: Fields): string {
  const definition = readText(input, "SchemaDefinition", { max: 170_000, pattern: /\S/ });
  return required(definition, "SchemaDefinition");
}

export function readSchemaVersionId(input: Fields): string | undefined {
  return readText(input, "SchemaVersionId", {
    min: 36,
    max: 36,
    pattern: /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/,
  });
}

export function readCompatibility(input: Fields): CompatibilityMode | undefined {
  return readChoice(input, "Compatibility", compatibilityModes, texts.badCompatibility);
}

export function readDataFormat(input: Fields): DataFormat {
  const dataFormat = readChoice(input, "DataFormat", dataFormats, texts.badDataFormat);
  return required(dataFormat, "DataFormat");
}

export function readChoice<T extends string>(
  input: Fields,
  member: string,
  choices: readonly T[],
  refusal: string,
): T | undefined {
  const value = readOwn(input, member);
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw wrongType(member, "String");
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw invalidInput(refusal);
  return choice;
}

/** The version number asked for; `latest` for LatestVersion; undefined where the member is absent. */
export function readVersionNumber(
  input: Fields,
  member = "SchemaVersionNumber",
): number | "latest" | undefined {
  const value = readObject(input, member);
  if (value === undefined) return undefined;
  const latest = readOwn(value, "LatestVersion");
  if (latest !== undefined && typeof latest !== "boolean") {
    throw wrongType("LatestVersion", "Boolean");
  }
  const number = readInteger(value, "VersionNumber", 1, 100_000);
  if (latest === true && number !== undefined) throw invalidInput(texts.versionNumberBoth);
  if (latest === true) return "latest";
  if (number === undefined) throw invalidInput(texts.versionNumberNone);
  return number;
}

export function readInteger(
  input: Fields,
  member: string,
  min: number,
  max: number,
): number | undefined {
  const value = readOwn(input, member);
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(member, "Long");
  if (value < min || value > max) throw invalidInput(texts.outOfRange(member, min, max));
  return value;
}

export function readObject(input: Fields, member: string): Fields | undefined {
  const value = readOwn(input, member);
  return value === undefined ? undefined : checkObject(value, member);
}

export function checkObject(value: unknown, member: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongType(member, "Object");
  }
  return value as Fields;
}

export function readList(input: Fields, member: string): readonly unknown[] | undefined {
  const value = readOwn(input, member);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw wrongType(member, "List");
  return value;
}

/** JSON null counts as absent, as in AWS's protocol; members that AWS does not know are not read. */
function readOwn(input: Fields, member: string): NonNullable<unknown> | undefined {
  return Object.hasOwn(input, member) ? (input[member] ?? undefined) : undefined;
}

function wrongType(member: string, type: string): GlueException {
  return new GlueException("SerializationException", `${member} is not a ${type}`);
}

function countCodePoints(value: string): number {
  let count = 0;
  for (const _ of value) count += 1;
  return count;
}
