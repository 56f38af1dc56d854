import type { DataFormat } from "../data-format.ts";
import type { FlatField } from "./flat-field.ts";
import { listAvroFields } from "./list-avro-fields.ts";
import { listJsonFields } from "./list-json-fields.ts";

const listers: Readonly<Record<string, (definition: string) => FlatField[]>> = {
  AVRO: listAvroFields,
  JSON: listJsonFields,
};

/** The fields of a definition that its format's parser takes, each after the one around it. */
export function listFields(dataFormat: DataFormat, definition: string): FlatField[] {
  return listers[dataFormat]?.(definition) ?? [];
}
