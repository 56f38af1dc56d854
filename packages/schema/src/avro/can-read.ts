/**
 * Whether data written with one schema can be read with another: the rules of Avro Java's
 * SchemaCompatibility; AWS's profile without its check of record names.
 */
import { WeirError } from "@weir/core";
import type { Profile } from "../data-format.ts";
import { maxDepth } from "../json-node.ts";
import {
  type AvroEnum,
  type AvroField,
  type AvroNamed,
  type AvroRecord,
  type AvroSchema,
  type AvroUnion,
  isNamed,
} from "./avro-schema.ts";
import { PairSet } from "./pair-set.ts";

/** Real schemas take some thousands; this bounds what a hostile one can cost. */
const maxSteps = 1_000_000;

/** Remembers record pairs between questions about the same two schemas. */
export class ReadCheck {
  readonly #profile: Profile;
  readonly #unreadable = new PairSet();
  /** What was found readable on the way to a "yes", whose assumptions all held. */
  readonly #readable = new PairSet();
  #visited = new PairSet();
  #assumed = new PairSet();
  #assumptionFailed = false;
  #steps = 0;

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  /**
   * Recursion is answered by assuming that a pair under way can be read. Where such an assumption
   * fails, what was built on it is asked again: an "assumed" answer must not outlive its reason.
   */
  canRead(reader: AvroSchema, writer: AvroSchema): boolean {
    for (;;) {
      this.#visited = new PairSet();
      this.#assumed = new PairSet();
      this.#assumptionFailed = false;
      if (!this.#check(reader, writer, 0)) return false;
      if (!this.#assumptionFailed) {
        this.#readable.addAll(this.#visited);
        return true;
      }
    }
  }

  #check(reader: AvroSchema, writer: AvroSchema, depth: number): boolean {
    if (depth > maxDepth || ++this.#steps > maxSteps) {
      throw new WeirError("SCHEMA_INVALID", "the schema is too deep or too large to be compared");
    }
    if (writer.type === "union") {
      return writer.branches.every((branch) => this.#check(reader, branch, depth + 1));
    }
    if (reader.type === "union") {
      return likelyFirst(reader, writer).some((branch) => this.#check(branch, writer, depth + 1));
    }
    if (reader.type === "record" && writer.type === "record") {
      return this.#checkRecords(reader, writer, depth);
    }
    if (reader.type === "array" && writer.type === "array") {
      return this.#check(reader.items, writer.items, depth + 1);
    }
    if (reader.type === "map" && writer.type === "map") {
      return this.#check(reader.values, writer.values, depth + 1);
    }
    if (reader.type === "fixed" && writer.type === "fixed") {
      return sameName(reader, writer) && reader.size === writer.size;
    }
    if (reader.type === "enum" && writer.type === "enum") {
      return sameName(reader, writer) && missingSymbols(reader, writer).length === 0;
    }
    return reader.type === writer.type || isPromotion(reader, writer);
  }

  #checkRecords(reader: AvroRecord, writer: AvroRecord, depth: number): boolean {
    if (this.#unreadable.has(reader, writer)) return false;
    if (this.#readable.has(reader, writer)) return true;
    if (this.#profile === "confluent" && !sameName(reader, writer)) return false;
    if (this.#visited.has(reader, writer)) {
      this.#assumed.add(reader, writer);
      return true;
    }
    this.#visited.add(reader, writer);
    for (const field of reader.fields.values()) {
      const found = findWriterField(field, writer);
      const readable =
        found.length === 0
          ? field.hasDefault
          : found.length === 1 && this.#check(field.type, (found[0] as AvroField).type, depth + 1);
      if (readable) continue;
      this.#unreadable.add(reader, writer);
      if (this.#assumed.has(reader, writer)) this.#assumptionFailed = true;
      return false;
    }
    return true;
  }
}

/** The branch of the same name first: it is nearly always the one, and the others cost time. */
function likelyFirst(reader: AvroUnion, writer: AvroSchema): readonly AvroSchema[] {
  if (!isNamed(writer)) return reader.branches;
  const named = reader.branches.find(
    (branch) => isNamed(branch) && branch.fullName === writer.fullName,
  );
  return named === undefined ? reader.branches : [named, ...reader.branches];
}

/**
 * The writer's fields that answer to the reader field's name or aliases: one is right, two clash. As
 * for Avro Java, a field that has its own name for an alias clashes with itself.
 */
export function findWriterField(field: AvroField, writer: AvroRecord): readonly AvroField[] {
  const own = writer.fields.get(field.name);
  const found = own === undefined ? [] : [own];
  for (const alias of field.aliases) {
    const candidate = writer.fields.get(alias);
    if (candidate !== undefined) found.push(candidate);
  }
  return found;
}

/** Namespaces are not compared; an alias must be the writer's full name. */
export function sameName(reader: AvroNamed, writer: AvroNamed): boolean {
  return reader.name === writer.name || reader.aliases.includes(writer.fullName);
}

/** Symbols the writer may write and the reader neither knows nor has a default for. */
export function missingSymbols(reader: AvroEnum, writer: AvroEnum): readonly string[] {
  if (reader.default !== undefined) return [];
  const known = new Set(reader.symbols);
  return writer.symbols.filter((symbol) => !known.has(symbol));
}

const promotions: Readonly<Record<string, readonly string[]>> = {
  int: ["long", "float", "double"],
  long: ["float", "double"],
  float: ["double"],
  string: ["bytes"],
  bytes: ["string"],
};

function isPromotion(reader: AvroSchema, writer: AvroSchema): boolean {
  return promotions[writer.type]?.includes(reader.type) ?? false;
}
