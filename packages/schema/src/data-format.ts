import { checkAvroRead } from "./avro/check-avro.ts";
import { parseAvroSchema } from "./avro/parse-avro.ts";
import { parseJson, renderCanonicalJson } from "./json-node.ts";
import type { Direction, Violation } from "./verdict.ts";

/** What a format must bring; JSON Schema and Protobuf get an entry in the table below. */
interface Format<Parsed> {
  /** Throws WeirError SCHEMA_INVALID. */
  readonly parse: (text: string) => Parsed;
  readonly canonicalForm: (text: string) => string;
  readonly checkRead: (
    reader: Parsed,
    writer: Parsed,
    direction: Direction,
  ) => readonly Omit<Violation, "versions">[];
}

function defineFormat<Parsed>(format: Format<Parsed>): Format<unknown> {
  return format as Format<unknown>;
}

const formats = {
  AVRO: defineFormat({
    parse: parseAvroSchema,
    canonicalForm: (text) => renderCanonicalJson(parseJson(text)),
    checkRead: checkAvroRead,
  }),
} as const;

/** The formats Weir judges, in AWS Glue's spelling. */
export type DataFormat = keyof typeof formats;

export const dataFormats = Object.keys(formats) as readonly DataFormat[];

export function formatOf(dataFormat: DataFormat): Format<unknown> {
  return formats[dataFormat];
}

/** @throws WeirError SCHEMA_INVALID with the reason and the place. */
export function assertValidSchema(dataFormat: DataFormat, definition: string): void {
  formatOf(dataFormat).parse(definition);
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
