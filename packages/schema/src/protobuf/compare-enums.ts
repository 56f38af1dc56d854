import type { Comparison } from "./comparison.ts";
import { typeSteps } from "./invalid.ts";
import type { ProtobufEnum } from "./protobuf-file.ts";

/**
 * A proto2 reader drops a number it has no name for; a proto3 reader keeps it. Both misread one whose
 * name moved.
 */
export function compareEnums(
  reader: ProtobufEnum,
  writer: ProtobufEnum,
  comparison: Comparison,
): void {
  if (!comparison.seen.add(reader, writer)) return;
  const steps = typeSteps(reader.fullName, comparison.packageOf(reader));
  const report = comparison.reporter(reader, writer);
  const readerNumbers = new Map(reader.values.map(({ name, number }) => [name, number]));
  const readerNames = Map.groupBy(reader.values, (value) => value.number);
  const writerNames = Map.groupBy(writer.values, (value) => value.number);
  const writerNumbers = new Map(writer.values.map(({ name, number }) => [name, number]));
  for (const [number, values] of writerNames) {
    const [value] = values;
    if (value === undefined) continue;
    const known = readerNames.get(number);
    if (known === undefined) {
      if (reader.syntax === "proto2" || readerNumbers.has(value.name)) {
        const moved = readerNumbers.has(value.name);
        const rule = moved ? "ENUM_CONST_CHANGED" : "ENUM_CONST_REMOVED";
        const details = { value, enum: reader.name, number: readerNumbers.get(value.name) };
        report(rule, [...steps, "values", value.name], details);
      }
      continue;
    }
    const shared = known.some(({ name }) => values.some((earlier) => earlier.name === name));
    const moves =
      values.some(({ name }) => readerNumbers.has(name)) ||
      known.some(({ name }) => writerNumbers.has(name));
    if (shared || !moves) continue;
    const name = known[0]?.name ?? value.name;
    const details = { value, enum: reader.name, number: readerNumbers.get(value.name), name };
    report("ENUM_CONST_CHANGED", [...steps, "values", name], details);
  }
}
