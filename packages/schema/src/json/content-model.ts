import type { Budget } from "./budget.ts";
import type { Conjunction, Conjunctions } from "./conjunction.ts";
import type { ValueCheck } from "./is-valid.ts";
import { type JsonSchema, neverSchema } from "./json-schema.ts";
import type { PatternMatcher } from "./pattern.ts";

/** How a writer comes to allow a property (or an item) of a name (or position). */
export type Origin =
  /** Its schema stands there. */
  | "declared"
  /** A pattern or a schema of additional ones says what it must be: a partially open model. */
  | "covered"
  /** Anything: an open model. */
  | "open"
  /** Nothing: a closed model. */
  | "closed";

/** What is known of a property's or an item's value. */
export interface Member {
  readonly origin: Origin;
  readonly value: Conjunction;
}

const noPatterns = { certain: [] as readonly JsonSchema[], possible: false };

/** What a conjunction of schemas says of the members of an object or array. */
export class ContentModel {
  readonly #conjunctions: Conjunctions;
  readonly #patterns: PatternMatcher;
  readonly #values: ValueCheck;
  readonly #budget: Budget;

  constructor(
    conjunctions: Conjunctions,
    patterns: PatternMatcher,
    values: ValueCheck,
    budget: Budget,
  ) {
    this.#conjunctions = conjunctions;
    this.#patterns = patterns;
    this.#values = values;
    this.#budget = budget;
  }

  property(writer: Conjunction, name: string): Member {
    const declared: JsonSchema[] = [];
    const covering: JsonSchema[] = [];
    this.#budget.spend(writer.atoms.length);
    for (const atom of writer.atoms) {
      const own = atom.properties.get(name);
      if (own !== undefined) declared.push(own);
      const { certain, possible } = this.#patternsFor(atom, name);
      covering.push(...certain);
      if (own === undefined && !possible && atom.additionalProperties !== undefined) {
        covering.push(atom.additionalProperties);
      }
      const names = atom.propertyNames;
      if (names !== undefined && this.#values.isValid(name, names) === false) {
        covering.push(neverSchema);
      }
    }
    return this.#member(declared, covering);
  }

  /** Whether a property may have this name; false where it cannot be told. */
  isName(name: string, names: JsonSchema): boolean {
    return this.#values.isValid(name, names) === true;
  }

  /** Schemas of the patterns that match; `possible` where one does or may. */
  #patternsFor(atom: JsonSchema, name: string) {
    const certain: JsonSchema[] = [];
    let possible = false;
    if (atom.patternProperties.size === 0) return noPatterns;
    this.#budget.spend(atom.patternProperties.size);
    for (const [pattern, schema] of atom.patternProperties) {
      const matches = this.#patterns.matches(pattern, name);
      if (matches !== false) possible = true;
      if (matches === true) certain.push(schema);
    }
    return { certain, possible };
  }

  /** Reader schemas that a property of this name must satisfy, by the keyword that they are under. */
  requirements(reader: JsonSchema, name: string) {
    const found: {
      keyword: "properties" | "patternProperties" | "additionalProperties";
      schema: JsonSchema;
    }[] = [];
    const own = reader.properties.get(name);
    if (own !== undefined) found.push({ keyword: "properties", schema: own });
    let certain = own !== undefined;
    this.#budget.spend(1 + reader.patternProperties.size);
    for (const [pattern, schema] of reader.patternProperties) {
      const matches = this.#patterns.matches(pattern, name);
      if (matches !== false) found.push({ keyword: "patternProperties", schema });
      if (matches === true) certain = true;
    }
    if (!certain && reader.additionalProperties !== undefined) {
      found.push({ keyword: "additionalProperties", schema: reader.additionalProperties });
    }
    return found;
  }

  /**
   * What is known of properties that no schema declares: several readings, each of which is true
   * as a whole (every one of its conjunctions is a case). Patterns in `apart` are left out.
   */
  otherProperties(
    writer: Conjunction,
    apart: (pattern: string) => boolean,
  ): readonly (readonly Conjunction[])[] {
    this.#budget.spend(writer.atoms.length);
    const plain: JsonSchema[] = [];
    const patterned: JsonSchema[] = [];
    for (const atom of writer.atoms) {
      if (atom.patternProperties.size > 0) patterned.push(atom);
      else if (atom.additionalProperties !== undefined) plain.push(atom.additionalProperties);
    }
    const readings = [[this.#conjunctions.of(...plain)]];
    for (const atom of patterned) {
      const cases = [...atom.patternProperties]
        .filter(([pattern]) => !apart(pattern))
        .map(([, schema]) => schema);
      const rest = atom.additionalProperties;
      readings.push([
        this.#conjunctions.of(...plain, ...(rest === undefined ? [] : [rest])),
        ...cases.map((schema) => this.#conjunctions.of(...plain, schema)),
      ]);
    }
    return readings;
  }

  /** The item at a position. */
  item(writer: Conjunction, position: number): Member {
    const declared: JsonSchema[] = [];
    const covering: JsonSchema[] = [];
    this.#budget.spend(writer.atoms.length);
    for (const atom of writer.atoms) {
      const own = atom.tuple?.[position];
      if (own !== undefined) declared.push(own);
      else if (atom.rest !== undefined) {
        (atom.tuple === undefined ? declared : covering).push(atom.rest);
      }
    }
    return this.#member(declared, covering);
  }

  #member(declared: readonly JsonSchema[], covering: readonly JsonSchema[]): Member {
    const value = this.#conjunctions.of(...declared, ...covering);
    if (value.mask === 0) return { origin: "closed", value };
    if (declared.length > 0) return { origin: "declared", value };
    const open = value.atoms.length === 0 && value.negatives.size === 0;
    return { origin: open ? "open" : "covered", value };
  }
}

/** Least and greatest number of items, members or characters, where the value has any. */
export function sizeOf(
  { atoms, required }: Conjunction,
  what: "Items" | "Length" | "Properties",
): { readonly least: number; readonly most: number } {
  let least = what === "Properties" ? required.size : 0;
  let most = Number.POSITIVE_INFINITY;
  for (const atom of atoms) {
    least = Math.max(least, atom[`min${what}`] ?? 0);
    most = Math.min(most, atom[`max${what}`] ?? most);
    if (what === "Items" && atom.tuple !== undefined && atom.rest?.always === false) {
      most = Math.min(most, atom.tuple.length);
    }
    if (what === "Items" && atom.tuple === undefined && atom.rest?.always === false) most = 0;
    const closed = atom.additionalProperties?.always === false && atom.patternProperties.size === 0;
    if (what === "Properties" && closed) most = Math.min(most, atom.properties.size);
  }
  return { least, most };
}
