import { checkAvroRead } from "../../src/avro/check-avro.ts";
import { findMismatches } from "../../src/avro/find-mismatches.ts";
import { renderPath } from "../../src/avro/invalid.ts";
import { type AvroSchema, type Profile, parseAvroSchema } from "../../src/index.ts";
import { type Pair, parses } from "../../test/avro/corpus/pairs.ts";
import type { Incompatibility } from "./java-verdicts.ts";

export type Checker = (pair: Pair, profile: Profile) => boolean;

export function parsePair({ reader, writer }: Pair): [AvroSchema, AvroSchema] {
  return [parseAvroSchema(reader), parseAvroSchema(writer)];
}

/** The whole way to a verdict, not the quick answer alone. */
export const canRead: Checker = (pair, profile) => {
  const [reader, writer] = parsePair(pair);
  return checkAvroRead(reader, writer, { direction: "BACKWARD", profile }).length === 0;
};

export function listPlaces(pair: Pair, profile: Profile): Incompatibility[] {
  const [reader, writer] = parsePair(pair);
  return findMismatches(reader, writer, profile).map(({ rule, path }) => ({
    rule,
    path: renderPath(path),
  }));
}

type Change = (key: string, value: unknown) => unknown;

/** Both schemas without what a rule looks at. */
export function changeBoth({ kind, reader, writer }: Pair, change: Change): Pair {
  const text = (schema: string) => JSON.stringify(JSON.parse(schema, change));
  return { kind, reader: text(reader), writer: text(writer) };
}

export const withoutAliases: Change = (key, value) => (key === "aliases" ? undefined : value);

/** Every enum takes any symbol. */
export const withEnumDefaults: Change = (_key, value) => {
  const { type, symbols } = (value ?? {}) as { type?: unknown; symbols?: unknown };
  const isEnum = type === "enum" && Array.isArray(symbols);
  return isEnum ? { ...(value as object), default: symbols[0] } : value;
};

/** Checkers with one rule broken: a judge that lets one of them pass judges nothing. */
export const brokenCheckers: Readonly<Record<string, Checker>> = {
  "follows no alias": (pair, profile) => canRead(changeBoth(pair, withoutAliases), profile),
  "takes any enum symbol": (pair, profile) => canRead(changeBoth(pair, withEnumDefaults), profile),
  "sees no default": (pair, profile) =>
    canRead(
      changeBoth(pair, (key, value) => (key === "default" ? undefined : value)),
      profile,
    ),
  "compares no size": (pair, profile) =>
    canRead(
      changeBoth(pair, (key, value) => (key === "size" ? 4 : value)),
      profile,
    ),
  "takes long for int": (pair, profile) => {
    const changed = changeBoth(pair, (_key, value) => (value === "int" ? "long" : value));
    // A union of both is none any more.
    const valid = parses(changed.reader) && parses(changed.writer);
    return canRead(valid ? changed : pair, profile);
  },
  "compares record names for AWS": (pair) => canRead(pair, "confluent"),
  "compares no record names": (pair) => canRead(pair, "aws"),
};
