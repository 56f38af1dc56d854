/** Reads members of a request. AWS's clients check lengths and required members, not patterns. */
import { type CompatibilityMode, compatibilityModes } from "@weir/core";
import { type DataFormat, dataFormats } from "@weir/schema";
import { GlueException, invalidInput } from "./glue-exceptions.ts";
import { lowerFirst, texts } from "./texts.ts";

export type Fields = Readonly<Record<string, unknown>>;

interface TextRule {
  /** @default 1 */
  readonly min?: number;
  readonly max: number;
  readonly pattern?: RegExp;
}

export function readText(input: Fields, member: string, rule: TextRule): string | undefined {
  const value = own(input, member);
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw wrongType(member, "String");
  if (value.length < (rule.min ?? 1) || value.length > rule.max) {
    throw invalidInput(texts.badLength(lowerFirst(member)));
  }
  if (rule.pattern !== undefined && !rule.pattern.test(value)) {
    throw invalidInput(texts.badCharacters(lowerFirst(member)));
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

export function readDescription(input: Fields): string | undefined {
  return readText(input, "Description", { min: 0, max: 2048 });
}

export function readDefinition(input: Fields): string | undefined {
  return readText(input, "SchemaDefinition", { max: 170_000 });
}

export function readSchemaVersionId(input: Fields): string | undefined {
  return readText(input, "SchemaVersionId", {
    min: 36,
    max: 36,
    pattern: /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/,
  });
}

export function readCompatibility(input: Fields): CompatibilityMode | undefined {
  const value = own(input, "Compatibility");
  if (value === undefined) return undefined;
  const mode = compatibilityModes.find((known) => known === value);
  if (mode === undefined) throw invalidInput(texts.badCompatibility);
  return mode;
}

export function readDataFormat(input: Fields): DataFormat {
  const value = required(own(input, "DataFormat"), "DataFormat");
  const dataFormat = dataFormats.find((known) => known === value);
  if (dataFormat === undefined) {
    // What clients look for stands first; the suffix helps who reads it.
    throw invalidInput(`${texts.badDataFormat} Supported: ${dataFormats.join(", ")}`);
  }
  return dataFormat;
}

/** The version number asked for; `latest` for LatestVersion; undefined where the member is absent. */
export function readVersionNumber(input: Fields): number | "latest" | undefined {
  const value = readObject(input, "SchemaVersionNumber");
  if (value === undefined) return undefined;
  const latest = own(value, "LatestVersion");
  if (latest !== undefined && typeof latest !== "boolean")
    throw wrongType("LatestVersion", "Boolean");
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
  const value = own(input, member);
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(member, "Long");
  if (value < min || value > max) throw invalidInput(texts.outOfRange(member, min, max));
  return value;
}

/** At most 50 pairs; the Java client always sends an empty map. */
export function readTags(input: Fields): Readonly<Record<string, string>> | undefined {
  const tags = readObject(input, "Tags");
  if (tags === undefined) return undefined;
  const keys = Object.keys(tags);
  if (keys.length > 50) throw invalidInput(texts.badTags);
  for (const key of keys) {
    if (key.length < 1 || key.length > 128) throw invalidInput(texts.badLength("tagKey"));
    required(readText(tags, key, { min: 0, max: 256 }), key);
  }
  return tags as Record<string, string>;
}

export function readObject(input: Fields, member: string): Fields | undefined {
  const value = own(input, member);
  if (value === undefined) return undefined;
  if (typeof value !== "object" || Array.isArray(value)) throw wrongType(member, "Object");
  return value as Fields;
}

/** JSON null counts as absent, as in AWS's protocol. */
function own(input: Fields, member: string): NonNullable<unknown> | undefined {
  return Object.hasOwn(input, member) ? (input[member] ?? undefined) : undefined;
}

function wrongType(member: string, type: string): GlueException {
  return new GlueException("SerializationException", `${member} is not a ${type}`);
}
