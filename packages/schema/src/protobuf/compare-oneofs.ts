import type { Comparison } from "./comparison.ts";
import type { ProtobufMessage } from "./protobuf-file.ts";

/**
 * A oneof keeps the last field of the bytes only. Where its reader meets fields that the writer may
 * set together, all but one are lost.
 * https://protobuf.dev/programming-guides/proto3/#backward
 */
export function compareOneofs(
  reader: ProtobufMessage,
  writer: ProtobufMessage,
  steps: readonly string[],
  report: ReturnType<Comparison["reporter"]>,
): void {
  const byNumber = new Map(writer.fields.map((field) => [field.number, field]));
  const readerNumbers = new Set(reader.fields.map((field) => field.number));
  const earlierNames = new Set(writer.oneofs.map((oneof) => oneof.name));
  const kept = new Set(reader.oneofs.map((oneof) => oneof.name));
  const members = Map.groupBy(
    reader.fields.filter((field) => field.oneof !== undefined),
    (field) => field.oneof as string,
  );
  for (const [name, fields] of members) {
    const known = fields.filter((field) => byNumber.has(field.number));
    const homes = known.map((field) => byNumber.get(field.number)?.oneof);
    const together = known.filter((_, index) => homes[index] === undefined);
    const merged = new Set(homes.filter((home) => home !== undefined)).size > 1;
    if (known.length < 2 || (together.length === 0 && !merged)) continue;
    const rule =
      earlierNames.has(name) && !merged && homes.includes(name)
        ? "FIELD_MOVED_TO_EXISTING_ONEOF"
        : "MULTIPLE_FIELDS_MOVED_TO_ONEOF";
    const names = known.map((field) => field.name);
    report(rule, [...steps, "oneofs", name], { oneof: name, fields: names });
  }
  for (const field of writer.fields) {
    if (field.oneof === undefined || readerNumbers.has(field.number)) continue;
    if (!kept.has(field.oneof)) continue;
    const at = [...steps, "oneofs", field.oneof];
    report("ONEOF_FIELD_REMOVED", at, { oneof: field.oneof, writer: field });
  }
}
