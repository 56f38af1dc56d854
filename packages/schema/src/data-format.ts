import { parseAvroJson } from "./avro/avro-json.ts";
import { checkAvroRead } from "./avro/check-avro.ts";
import { parseAvroSchema } from "./avro/parse-avro.ts";
import { warnAvro } from "./avro/warn-avro.ts";
import { checkJsonRead } from "./json/check-json.ts";
import { parseJsonSchema } from "./json/parse-json-schema.ts";
import { warnOfJsonRenames } from "./json/warn-json.ts";
import { parseJson, renderCanonicalJson } from "./json-node.ts";
import { checkProtobufRead } from "./protobuf/check-protobuf.ts";
import { canonicalProtobuf, parseProtobuf } from "./protobuf/parse-protobuf.ts";
import { warnProtobuf } from "./protobuf/warn-protobuf.ts";
import { rememberLatest } from "./remember-latest.ts";
import type { Direction, Violation, Warning } from "./verdict.ts";

/** Whose rules decide: AWS Glue's (the default), or those of Confluent Schema Registry. */
export type Profile = "aws" | "confluent";

/** `strict` is AWS's (and Confluent's) reading of open JSON objects; `lenient` lets columns be added. */
export type JsonPolicy = "strict" | "lenient";

/** Another schema that a definition names: Avro by full name, JSON Schema by `$ref`, Protobuf by import. */
export interface SchemaReference {
  readonly name: string;
  readonly definition: string;
  readonly references?: readonly SchemaReference[];
}

/** How a reader is compared with a writer. */
export interface ReadQuestion {
  readonly direction: Direction;
  readonly profile: Profile;
  readonly jsonPolicy: JsonPolicy;
}

/** What a format must bring. */
export interface Format<Parsed> {
  /** Throws WeirError SCHEMA_INVALID. */
  readonly parse: (text: string, references: readonly SchemaReference[]) => Parsed;
  /** Throws WeirError SCHEMA_INVALID. */
  readonly canonicalForm: (text: string) => string;
  /** Why `reader` cannot read what `writer` wrote; empty where it can. */
  readonly checkRead: (
    reader: Parsed,
    writer: Parsed,
    question: ReadQuestion,
  ) => readonly Omit<Violation, "versions">[];
  /** What is allowed and yet probably not what was meant, such as a renamed column. */
  readonly warn?: (candidate: Parsed, earlier: Parsed, profile: Profile) => readonly Warning[];
}

function defineFormat<Parsed>(format: Format<Parsed>): Format<unknown> {
  const parseAlone = rememberLatest((text) => format.parse(text, []));
  const remembering: Format<Parsed> = {
    ...format,
    // The same text with other references is another schema.
    parse: (text, references) =>
      references.length === 0 ? parseAlone(text) : format.parse(text, references),
  };
  return remembering as Format<unknown>;
}

const formats = {
  AVRO: defineFormat({
    parse: parseAvroSchema,
    canonicalForm: (text) => renderCanonicalJson(parseAvroJson(text)),
    checkRead: checkAvroRead,
    warn: warnAvro,
  }),
  JSON: defineFormat({
    parse: parseJsonSchema,
    canonicalForm: (text) => renderCanonicalJson(parseJson(text)),
    checkRead: checkJsonRead,
    warn: warnOfJsonRenames,
  }),
  PROTOBUF: defineFormat({
    parse: parseProtobuf,
    canonicalForm: canonicalProtobuf,
    checkRead: checkProtobufRead,
    warn: warnProtobuf,
  }),
} as const;

/** The formats Weir judges, in AWS Glue's spelling. */
export type DataFormat = keyof typeof formats;

export const dataFormats = Object.keys(formats) as readonly DataFormat[];

export function formatOf(dataFormat: DataFormat): Format<unknown> {
  return formats[dataFormat];
}

/** @throws WeirError SCHEMA_INVALID with the reason and the place. */
export function assertValidSchema(
  dataFormat: DataFormat,
  definition: string,
  references: readonly SchemaReference[] = [],
): void {
  formatOf(dataFormat).parse(definition, references);
}

/**
 * The text that two definitions share exactly where they are one: JSON without white space and
 * with sorted keys; arrays (the order of columns), doc, defaults and properties count.
 *
 * @throws WeirError SCHEMA_INVALID where it is no JSON.
 */
export function canonicalForm(dataFormat: DataFormat, definition: string): string {
  return formatOf(dataFormat).canonicalForm(definition);
}
