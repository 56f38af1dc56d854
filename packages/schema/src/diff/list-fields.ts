import type { DataFormat, SchemaReference } from "../data-format.ts";
import type { Expansion } from "./expansion.ts";
import type { FlatField } from "./flat-field.ts";
import { listAvroFields } from "./list-avro-fields.ts";
import { listJsonFields } from "./list-json-fields.ts";
import { listProtobufFields } from "./list-protobuf-fields.ts";

type ListFields = (
  definition: string,
  expansion: Expansion,
  references: readonly SchemaReference[],
) => FlatField[];

const listers: Readonly<Record<DataFormat, ListFields>> = {
  AVRO: listAvroFields,
  JSON: listJsonFields,
  PROTOBUF: listProtobufFields,
};

/** The fields of a definition that its format's parser takes, each after the one around it. */
export function listFields(
  dataFormat: DataFormat,
  definition: string,
  references: readonly SchemaReference[],
  expansion: Expansion,
): FlatField[] {
  return listers[dataFormat](definition, expansion, references);
}
