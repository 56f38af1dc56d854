import type { FieldType, ProtobufFile, ScalarType, SingleType } from "./protobuf-file.ts";
import type { ProtobufRule } from "./protobuf-rules.ts";

/** Types of one group share their bytes: a reader takes one for the other without an error. */
const groups: readonly (readonly ScalarType[])[] = [
  ["int32", "uint32", "int64", "uint64", "bool"],
  ["sint32", "sint64"],
  ["fixed32", "sfixed32"],
  ["fixed64", "sfixed64"],
  ["string", "bytes"],
  ["float"],
  ["double"],
];

/** Readers that get every value of the writer's type as it was. */
const widenings: Readonly<Partial<Record<ScalarType, readonly ScalarType[]>>> = {
  bool: ["int32", "int64", "uint32", "uint64"],
  int32: ["int64"],
  uint32: ["int64", "uint64"],
  sint32: ["sint64"],
  string: ["bytes"],
};

/** A message pair that is to be compared too: the bytes hold one inside the other. */
export interface TypeFinding {
  readonly rules: readonly ProtobufRule[];
  readonly inner?: {
    readonly kind: "message" | "enum";
    readonly reader: string;
    readonly writer: string;
  };
}

const fine: TypeFinding = { rules: [] };

/** What differs between the types of one field; maps by their keys and values. */
export function compareTypes(
  reader: FieldType,
  writer: FieldType,
  files: { readonly reader: ProtobufFile; readonly writer: ProtobufFile },
): TypeFinding {
  if (reader.kind === "map" && writer.kind === "map") {
    const key = compareScalars(reader.key, writer.key);
    const value = compareSingle(reader.value, writer.value, files);
    return { ...value, rules: [...new Set([...key, ...value.rules])] };
  }
  if (reader.kind === "map" || writer.kind === "map") return { rules: ["FIELD_KIND_CHANGED"] };
  return compareSingle(reader, writer, files);
}

function compareSingle(
  reader: SingleType,
  writer: SingleType,
  files: { readonly reader: ProtobufFile; readonly writer: ProtobufFile },
): TypeFinding {
  if (reader.kind === "scalar" && writer.kind === "scalar") {
    return { rules: compareScalars(reader.name, writer.name) };
  }
  if (reader.kind === writer.kind) {
    const { kind } = reader;
    if (kind === "scalar") return fine;
    return { rules: [], inner: { kind, reader: reader.name, writer: writer.name } };
  }
  if (reader.kind === "enum" && writer.kind === "scalar") {
    const known = files.reader.visible.get(reader.name);
    const open = known !== undefined && "syntax" in known && known.syntax === "proto3";
    return { rules: compareScalars("int32", writer.name, open ? ["int32", "bool"] : []) };
  }
  if (writer.kind === "enum" && reader.kind === "scalar") {
    return { rules: compareScalars(reader.name, "int32") };
  }
  return { rules: ["FIELD_KIND_CHANGED"] };
}

/** `exact`: writers whose every value the reader holds, where these are not those of the table. */
function compareScalars(
  reader: ScalarType,
  writer: ScalarType,
  exact?: readonly ScalarType[],
): readonly ProtobufRule[] {
  if (groups.find((group) => group.includes(writer))?.includes(reader) !== true) {
    return ["FIELD_SCALAR_KIND_CHANGED"];
  }
  const isExact =
    exact === undefined
      ? reader === writer || widenings[writer]?.includes(reader) === true
      : exact.includes(writer);
  return isExact ? [] : ["FIELD_SCALAR_NARROWED"];
}
