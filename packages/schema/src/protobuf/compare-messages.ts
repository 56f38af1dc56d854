import { compareEnums } from "./compare-enums.ts";
import { compareOneofs } from "./compare-oneofs.ts";
import { compareTypes } from "./compare-types.ts";
import type { Comparison } from "./comparison.ts";
import { typeSteps } from "./invalid.ts";
import { NumberRanges } from "./number-ranges.ts";
import {
  localName,
  type ProtobufField,
  type ProtobufMessage,
  type VisibleType,
} from "./protobuf-file.ts";

/** Fields by number, as the bytes hold them; each pair of messages is compared once. */
export function compareMessages(
  reader: ProtobufMessage,
  writer: ProtobufMessage,
  comparison: Comparison,
): void {
  const pairs: [ProtobufMessage, ProtobufMessage][] = [[reader, writer]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    if (!comparison.seen.add(...pair)) continue;
    pairs.push(...compareFields(...pair, comparison).toReversed());
  }
}

/** The pairs of messages inside. */
function compareFields(
  reader: ProtobufMessage,
  writer: ProtobufMessage,
  comparison: Comparison,
): [ProtobufMessage, ProtobufMessage][] {
  const inner: [ProtobufMessage, ProtobufMessage][] = [];
  const steps = typeSteps(reader.fullName, comparison.packageOf(reader));
  const byNumber = new Map(writer.fields.map((field) => [field.number, field]));
  const byName = new Map(writer.fields.map((field) => [field.name, field]));
  const readerNames = new Map(reader.fields.map((field) => [field.name, field]));
  const reserved = new NumberRanges(writer.reserved.ranges);
  const report = comparison.reporter(reader, writer);
  for (const field of reader.fields) {
    const at = [...steps, "fields", field.name];
    const same = byNumber.get(field.number);
    const namesake = byName.get(field.name);
    const moved = namesake !== undefined && namesake !== same;
    // The number's earlier name lives on elsewhere: types of the two are not to be compared.
    const swapped = same !== undefined && same.name !== field.name && readerNames.has(same.name);
    if (moved) report("FIELD_NUMBER_CHANGED", at, { reader: field, writer: namesake });
    if (same === undefined) {
      if (field.label === "required") {
        report("REQUIRED_FIELD_ADDED", at, { reader: field, moved });
      }
    } else {
      inner.push(...comparePair(field, same, at, moved || swapped, comparison, report));
    }
    if (reserved.has(field.number)) {
      report("RESERVED_NUMBER_REUSED", at, { reader: field });
    }
  }
  const numbers = new Set(reader.fields.map((field) => field.number));
  for (const field of writer.fields) {
    if (field.label === "required" && !numbers.has(field.number)) {
      report("REQUIRED_FIELD_REMOVED", [...steps, "fields", field.name], { writer: field });
    }
  }
  compareOneofs(reader, writer, steps, report);
  return inner;
}

type Report = ReturnType<Comparison["reporter"]>;

function comparePair(
  reader: ProtobufField,
  writer: ProtobufField,
  steps: readonly string[],
  moved: boolean,
  comparison: Comparison,
  report: Report,
): [ProtobufMessage, ProtobufMessage][] {
  const pair = { reader, writer, moved };
  if (reader.label === "required" && writer.label !== "required") {
    report("REQUIRED_FIELD_ADDED", steps, pair);
  }
  const { rules, inner } = compareTypes(reader.type, writer.type, comparison.files);
  for (const rule of rules) report(rule, steps, pair);
  compareLabels(reader, writer, steps, moved, report);
  if (inner === undefined) return [];
  const types = [
    comparison.files.reader.visible.get(inner.reader),
    comparison.files.writer.visible.get(inner.writer),
  ] as const;
  if (inner.kind === "message" && !comparison.sameName(inner.reader, inner.writer)) {
    report("FIELD_NAMED_TYPE_CHANGED", steps, pair);
  }
  return compareNamed(...types, comparison, () => report("FIELD_KIND_CHANGED", steps, pair));
}

function compareNamed(
  reader: VisibleType | undefined,
  writer: VisibleType | undefined,
  comparison: Comparison,
  reportKind: () => void,
): [ProtobufMessage, ProtobufMessage][] {
  if (reader === undefined || writer === undefined) return [];
  if ("wellKnown" in reader || "wellKnown" in writer) {
    // What a well-known type holds is not known here: only itself reads it.
    if (reader.fullName !== writer.fullName) reportKind();
    return [];
  }
  if (reader.kind === "message" && writer.kind === "message") return [[reader, writer]];
  if (reader.kind === "enum" && writer.kind === "enum") compareEnums(reader, writer, comparison);
  return [];
}

function compareLabels(
  reader: ProtobufField,
  writer: ProtobufField,
  steps: readonly string[],
  moved: boolean,
  report: Report,
): void {
  const repeats = (field: ProtobufField) => field.label === "repeated" || field.type.kind === "map";
  if (repeats(reader) === repeats(writer)) return;
  if (reader.type.kind === "map" || writer.type.kind === "map") return;
  const pair = { reader, writer, moved };
  if (reader.type.kind === "enum" || isNumeric(reader)) {
    report("FIELD_NUMERIC_LABEL_CHANGED", steps, pair);
  } else if (repeats(writer)) {
    // The other way round loses nothing: one value is read as a list of one.
    report(
      reader.type.kind === "scalar" ? "FIELD_STRING_OR_BYTES_LABEL_CHANGED" : "FIELD_LABEL_CHANGED",
      steps,
      pair,
    );
  }
}

function isNumeric({ type }: ProtobufField): boolean {
  return type.kind === "scalar" && type.name !== "string" && type.name !== "bytes";
}

/** The types of a file under the names they keep when the package is renamed. */
export function byLocalName<T extends { readonly fullName: string }>(
  types: Iterable<T>,
  packageName: string,
): Map<string, T> {
  return new Map([...types].map((type) => [localName(type.fullName, packageName), type]));
}
