import { fail } from "./invalid.ts";
import { parseDottedName, parseInlineOptions } from "./literals.ts";
import {
  type FieldType,
  type ProtobufField,
  type ProtobufOption,
  type ProtobufSyntax,
  type ScalarType,
  type SingleType,
  scalarTypes,
} from "./protobuf-file.ts";
import type { TokenReader } from "./tokens.ts";

/** A name that is resolved when the whole file, and what it imports, is known. */
export interface Reference {
  readonly written: string;
  /** Full name of the definition around it. */
  readonly scope: string;
  readonly wants: "type" | "message" | "option";
  readonly steps: readonly string[];
  readonly assign: (found: {
    readonly kind: "message" | "enum";
    readonly fullName: string;
  }) => void;
}

/** What a definition sees of the file around it. */
export interface Scope {
  readonly syntax: ProtobufSyntax;
  readonly package: string;
  /** Full name of the definition around. */
  readonly fullName: string;
  /** Path to the definition around. */
  readonly steps: readonly string[];
  readonly depth: number;
  readonly references: Reference[];
}

const maxFullNameLength = 1000;

/** The scope inside a definition. */
export function inner(scope: Scope, name: string): Scope {
  const fullName = scope.fullName === "" ? name : `${scope.fullName}.${name}`;
  const steps = [...scope.steps, name];
  // AWS sets no bound; this one keeps what a hostile text can cost.
  if (fullName.length > maxFullNameLength) {
    fail(`a name is longer than ${maxFullNameLength} characters`, steps.slice(0, 1));
  }
  return { ...scope, fullName, steps, depth: scope.depth + 1 };
}

/** Options of a definition, with the extensions they name to be resolved. */
export function register(
  options: readonly ProtobufOption[],
  scope: Scope,
  steps: readonly string[],
): readonly ProtobufOption[] {
  for (const { name } of options) {
    for (const [, written] of name.matchAll(/\(([^)]*)\)/g)) {
      scope.references.push({
        written: written as string,
        scope: scope.fullName,
        wants: "option",
        steps,
        assign: () => {},
      });
    }
  }
  return options;
}

type Label = ProtobufField["label"];
const labels: ReadonlySet<string> = new Set(["required", "optional", "repeated"]);

/** A field of a message, an `extend` block, or a oneof (which has a name then). */
export function parseField(reader: TokenReader, scope: Scope, oneof?: string): ProtobufField {
  const start = reader.current;
  const label = parseLabel(reader, scope.syntax, oneof);
  const type: FieldType =
    reader.sees("map") && reader.following.text === "<"
      ? parseMapType(reader)
      : parseSingleType(reader);
  if (type.kind === "map" && (label !== undefined || oneof !== undefined)) {
    reader.fail(`a map can have no label and be in no oneof`, start.offset);
  }
  if (type.kind !== "map" && label === undefined && oneof === undefined) {
    if (scope.syntax === "proto2") {
      reader.fail(
        `expected "required", "optional" or "repeated" before the type, as proto2 demands`,
        start.offset,
      );
    }
  }
  const name = reader.identifier("the name of a field");
  reader.expect("=");
  const number = parseInteger(reader);
  const steps = [...scope.steps, "fields", name];
  const options = register(parseInlineOptions(reader), scope, steps);
  reader.expect(";");
  reference(type, scope, steps);
  const ownLabel: Label = label ?? (oneof === undefined ? "implicit" : "optional");
  const field = { name, number, label: ownLabel, type, options };
  return oneof === undefined ? field : { ...field, oneof };
}

function parseLabel(
  reader: TokenReader,
  syntax: ProtobufSyntax,
  oneof: string | undefined,
): Exclude<Label, "implicit"> | undefined {
  const { kind, text } = reader.current;
  if (kind !== "word" || !labels.has(text)) return undefined;
  if (oneof !== undefined) reader.fail("a field of a oneof has no label");
  if (text === "required" && syntax === "proto3") reader.fail("proto3 has no required fields");
  reader.next();
  return text as Exclude<Label, "implicit">;
}

function parseMapType(reader: TokenReader): FieldType {
  reader.expect("map");
  reader.expect("<");
  const { offset } = reader.current;
  const key = parseSingleType(reader);
  if (key.kind !== "scalar" || /^(?:float|double|bytes)$/.test(key.name)) {
    reader.fail("the key of a map must be an integer, a bool or a string", offset);
  }
  reader.expect(",");
  const value = parseSingleType(reader);
  reader.expect(">");
  return { kind: "map", key: key.name, value };
}

const scalars: ReadonlySet<string> = new Set(scalarTypes);

function parseSingleType(reader: TokenReader): SingleType {
  const { offset } = reader.current;
  if (reader.sees("group")) reader.fail("AWS Glue takes no groups; use a nested message", offset);
  const name = parseTypeName(reader);
  if (scalars.has(name)) return { kind: "scalar", name: name as ScalarType };
  return { kind: "message", name };
}

/** As written, with its leading dot. */
export function parseTypeName(reader: TokenReader): string {
  const dot = reader.skips(".") ? "." : "";
  return `${dot}${parseDottedName(reader, "a type")}`;
}

/** Has the name in a type replaced by the full name, once that is known. */
function reference(type: FieldType, scope: Scope, steps: readonly string[]): void {
  const single = type.kind === "map" ? type.value : type;
  if (single.kind === "scalar") return;
  scope.references.push({
    written: single.name,
    scope: scope.fullName,
    wants: "type",
    steps,
    assign: ({ kind, fullName }) => Object.assign(single, { kind, name: fullName }),
  });
}

/** A number of a field or of an enum value, as small as a double keeps it. */
export function parseInteger(reader: TokenReader): number {
  const sign = reader.skips("-") ? -1 : 1;
  if (reader.current.kind !== "integer") reader.failExpected("a number");
  const { text } = reader.next();
  return sign * Number(text.replace(/^0(?=[0-7])/, "0o")) || 0;
}
