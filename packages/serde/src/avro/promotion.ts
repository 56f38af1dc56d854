import type { ReadValue } from "./avro-decoder.ts";
import type { AvroPrimitiveNode } from "./avro-schema.ts";
import { decimalText } from "./decimal.ts";

/** Reads one primitive as another; undefined where Avro does not allow it. */
export function promotionOf(
  writer: AvroPrimitiveNode,
  reader: AvroPrimitiveNode,
): ReadValue | undefined {
  if (reader.type === "bytes" && (writer.type === "bytes" || writer.type === "string")) {
    return readAsBytes(writer, reader);
  }
  return promotions[`${writer.type} ${reader.type}`];
}

const promotions: Readonly<Record<string, ReadValue>> = {
  "null null": () => null,
  "boolean boolean": (t) => t.readBoolean(),
  "int int": (t) => t.readInt(),
  "int long": (t) => t.readInt(),
  "int float": (t) => Math.fround(t.readInt()),
  "int double": (t) => t.readInt(),
  "long long": (t) => t.readLong(),
  // Straight from 64 bits: by way of a double it would be rounded twice.
  "long float": (t) => floatOf(t.readLong()),
  "long double": (t) => Number(t.readLong()),
  "float float": (t) => t.readFloat(),
  "float double": (t) => t.readFloat(),
  "double double": (t) => t.readDouble(),
  "string string": (t) => t.readString(),
  "bytes string": (t) => t.readBytes().toString("utf8"),
};

function readAsBytes(writer: AvroPrimitiveNode, reader: AvroPrimitiveNode): ReadValue {
  if (reader.decimalScale === undefined) return (t) => t.readBytes();
  const scale = writer.decimalScale ?? reader.decimalScale;
  return (t) => decimalText(t.readBytes(), scale);
}

function floatOf(value: number | bigint): number {
  const double = Number(value);
  const float = Math.fround(double);
  const exact = BigInt(value);
  if (BigInt(double) === exact) return float;
  // The double was rounded onto the middle between two floats: the lost digits decide.
  const isMiddle = Math.fround(double * (1 + 2 ** -40)) !== Math.fround(double * (1 - 2 ** -40));
  if (!isMiddle) return float;
  const larger = exact < 0n ? exact < BigInt(double) : exact > BigInt(double);
  return Math.fround(double * (larger ? 1 + 2 ** -40 : 1 - 2 ** -40));
}
