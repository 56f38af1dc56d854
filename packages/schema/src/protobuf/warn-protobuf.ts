import type { Warning } from "../verdict.ts";
import { byLocalName } from "./compare-messages.ts";
import { columnName, rowTypes } from "./debezium-rows.ts";
import { renderPath, typeSteps } from "./invalid.ts";
import { NumberRanges } from "./number-ranges.ts";
import {
  enumsOf,
  findOption,
  messagesOf,
  type ProtobufEnum,
  type ProtobufField,
  type ProtobufFile,
  type ProtobufMessage,
} from "./protobuf-file.ts";

/** What reads without an error, and perhaps not as it was meant. */
export function warnProtobuf(candidate: ProtobufFile, earlier: ProtobufFile): readonly Warning[] {
  const warnings: Warning[] = [];
  const rows = new Set([...rowTypes(candidate), ...rowTypes(earlier)]);
  if (candidate.syntax !== earlier.syntax) {
    warnings.push({
      path: "/syntax",
      message: `the syntax changed from ${earlier.syntax} to ${candidate.syntax}: defaults, presence and unknown enum values are read differently`,
    });
  }
  const messages = byLocalName(messagesOf(earlier.types), earlier.package);
  for (const [name, message] of byLocalName(messagesOf(candidate.types), candidate.package)) {
    const before = messages.get(name);
    const steps = typeSteps(message.fullName, candidate.package);
    if (before !== undefined) {
      warnings.push(...warnMessage(message, before, steps, rows.has(message.fullName)));
    }
  }
  const enums = byLocalName(enumsOf(earlier.types), earlier.package);
  for (const [name, definition] of byLocalName(enumsOf(candidate.types), candidate.package)) {
    const before = enums.get(name);
    if (before !== undefined) {
      warnings.push(
        ...warnEnum(definition, before, typeSteps(definition.fullName, candidate.package)),
      );
    }
  }
  return warnings;
}

function* warnMessage(
  candidate: ProtobufMessage,
  earlier: ProtobufMessage,
  steps: readonly string[],
  isRow: boolean,
): Generator<Warning> {
  const noun = isRow ? "column" : "field";
  const subject = (field: ProtobufField) =>
    `${noun} ${JSON.stringify(isRow ? columnName(field) : field.name)}`;
  const byNumber = new Map(candidate.fields.map((field) => [field.number, field]));
  const names = new Set(candidate.fields.map((field) => field.name));
  const reservedNow = new NumberRanges(candidate.reserved.ranges);
  for (const before of earlier.fields) {
    const after = byNumber.get(before.number);
    if (after !== undefined) {
      const path = renderPath([...steps, "fields", after.name]);
      for (const message of warnField(after, before, names)) {
        yield { path, message: `${subject(after)} ${message}` };
      }
    } else if (!names.has(before.name)) {
      const isReserved = reservedNow.has(before.number);
      const free = isReserved
        ? ""
        : `; its number is free to be taken by mistake: write "reserved ${before.number};"`;
      const dropped = isRow ? ": readers of the earlier schema see it as NULL" : "";
      if (free === "" && dropped === "") continue;
      yield { path: renderPath(steps), message: `${subject(before)} was removed${dropped}${free}` };
    }
  }
  const known = new Set(earlier.fields.flatMap(({ name, number }) => [name, number]));
  const reserved = new Set(earlier.reserved.names);
  for (const after of candidate.fields) {
    const path = renderPath([...steps, "fields", after.name]);
    if (reserved.has(after.name)) {
      yield { path, message: `${subject(after)} has a name that the earlier schema reserved` };
    }
    if (isRow && !known.has(after.name) && !known.has(after.number)) {
      const why = "Protobuf has no NOT NULL that readers of older rows could hold it to";
      yield {
        path,
        message: `${subject(after)} was added: rows written before read as NULL in it, even if it is NOT NULL (${why})`,
      };
    }
  }
}

/** What can be said of one number in both schemas. */
function* warnField(
  after: ProtobufField,
  before: ProtobufField,
  names: ReadonlySet<string>,
): Generator<string> {
  if (after.name !== before.name && !names.has(before.name)) {
    yield `has number ${after.number}, which was ${JSON.stringify(before.name)}: a rename, or old data under a wrong name`;
  }
  if (after.label === "implicit" && before.label === "optional" && after.type.kind === "scalar") {
    yield "lost its presence: a value that was not set reads as zero or empty";
  }
  if (after.label === "optional" && before.label === "implicit" && after.type.kind !== "message") {
    yield "gained presence: zero or empty, written before, reads as not set";
  }
  const defaults = [before, after].map((field) => findOption(field.options, "default")?.text);
  if (defaults[0] !== defaults[1]) {
    const [was = "none", is = "none"] = defaults;
    yield `changed its default from ${was} to ${is}: records without a value read differently`;
  }
}

function* warnEnum(
  candidate: ProtobufEnum,
  earlier: ProtobufEnum,
  steps: readonly string[],
): Generator<Warning> {
  const numbers = new Map(candidate.values.map((value) => [value.number, value]));
  const names = new Set(candidate.values.map((value) => value.name));
  const reserved = new NumberRanges(candidate.reserved.ranges);
  for (const { name, number } of earlier.values) {
    const value = numbers.get(number);
    if (value === undefined && !reserved.has(number)) {
      yield {
        path: renderPath(steps),
        message: `enum ${candidate.name} lost ${name} = ${number}: its readers have no name for it; write "reserved ${number};"`,
      };
    } else if (value !== undefined && !names.has(name)) {
      yield {
        path: renderPath([...steps, "values", value.name]),
        message: `enum ${candidate.name}: number ${number} was ${name} and is ${value.name}: a rename, or old data under a wrong name`,
      };
    }
  }
}
