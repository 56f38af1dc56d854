/**
 * Whether every value that one JSON Schema allows is valid under another: each keyword of the
 * reader is a demand, settled by what the writer's keywords say. What cannot be proved counts as no.
 */
import { Budget } from "./budget.ts";
import { arrayDemands } from "./check-array.ts";
import { combinedDemands } from "./check-combined.ts";
import { objectDemands } from "./check-object.ts";
import { scalarDemands } from "./check-scalar.ts";
import { type Conjunction, Conjunctions } from "./conjunction.ts";
import { ContentModel } from "./content-model.ts";
import { type CompareOptions, type Comparer, type Demand, exactOptions } from "./demand.ts";
import { isEmptyKind } from "./is-empty-kind.ts";
import { ValueCheck } from "./is-valid.ts";
import { kinds, splitKinds } from "./json-kind.ts";
import { type JsonSchema, targetOf } from "./json-schema.ts";
import { PatternMatcher } from "./pattern.ts";
import { Proof } from "./proof.ts";
import { SameSchemas } from "./same-schemas.ts";

/** Making and settling one demand, apart from the claims that it rests on. */
const demandSteps = 5;

/** What a lax and an exact comparison of the same schemas share. */
interface Shared {
  readonly budget: Budget;
  readonly proof: Proof;
  readonly conjunctions: Conjunctions;
  readonly model: ContentModel;
  readonly patterns: PatternMatcher;
  readonly values: ValueCheck;
  readonly same: SameSchemas;
}

export class Comparison implements Comparer {
  readonly options: CompareOptions;
  readonly conjunctions: Conjunctions;
  readonly model: ContentModel;
  readonly patterns: PatternMatcher;
  readonly same: SameSchemas;
  readonly #shared: Shared;
  /** Emptiness turns a claim round: what is lax here would be wrong there. */
  readonly #exact: Comparison;
  readonly #prefix: string;

  constructor(options: CompareOptions, shared: Shared = share(new Budget())) {
    this.options = options;
    this.#shared = shared;
    this.conjunctions = shared.conjunctions;
    this.model = shared.model;
    this.patterns = shared.patterns;
    this.same = shared.same;
    this.#exact = options === exactOptions ? this : new Comparison(exactOptions, shared);
    this.#prefix = options === exactOptions ? "exact" : "lax";
  }

  covers(reader: JsonSchema, writer: Conjunction): boolean {
    const schema = targetOf(reader);
    if (schema.always === true || writer.members.has(schema) || writer.mask === 0) return true;
    const { holds } = writer.source;
    this.#shared.budget.spend(holds.length);
    if (holds.some((known) => this.same.areSame(schema, targetOf(known)))) return true;
    const key = `${this.#prefix} ${this.conjunctions.idOf(schema)} ${writer.id}`;
    return this.#shared.proof.claim(key, () => this.#prove(schema, writer));
  }

  coversPart(reader: JsonSchema, writer: Conjunction): boolean {
    return this.#shared.proof.inside(() => this.covers(reader, writer));
  }

  isEmpty(writer: Conjunction): boolean {
    if (writer.mask === 0) return true;
    if (writer.atoms.length === 0 && writer.negatives.size === 0) return false;
    const key = `empty ${writer.id}`;
    return this.#shared.proof.claim(key, () => this.#exact.#proveEmpty(writer));
  }

  /** What the reader's keywords ask, in the order in which people want to hear of it. */
  *demands(schema: JsonSchema, writer: Conjunction): Iterable<Demand> {
    if (schema.always === false) yield nothingDemand(() => this.isEmpty(writer));
    yield* scalarDemands(schema, writer, this);
    if ((writer.mask & kinds.array) !== 0) yield* arrayDemands(schema, writer, this);
    if ((writer.mask & kinds.object) !== 0) yield* objectDemands(schema, writer, this);
    yield* combinedDemands(schema, writer, this);
  }

  #prove(schema: JsonSchema, writer: Conjunction): boolean {
    this.#shared.budget.spend(5 * writer.atoms.length);
    if (writer.values !== undefined) {
      const answer = this.#coversValues(schema, writer);
      if (answer !== undefined) return answer;
    }
    if (this.#meetsAll(schema, writer)) return true;
    // Together the alternatives may not be acceptable by one rule, and yet each by its own.
    const [choice] = writer.choices;
    if (
      choice?.branches.every((branch) =>
        this.covers(schema, this.conjunctions.take(writer, choice, branch)),
      )
    ) {
      return true;
    }
    const single = splitKinds(writer.mask);
    if (
      single.length > 1 &&
      single.every((mask) => this.covers(schema, this.conjunctions.with(writer, { mask })))
    ) {
      return true;
    }
    return this.isEmpty(writer);
  }

  #meetsAll(schema: JsonSchema, writer: Conjunction): boolean {
    for (const demand of this.demands(schema, writer)) {
      this.#shared.budget.spend(demandSteps + writer.atoms.length);
      if (!demand.met()) return false;
    }
    return true;
  }

  /** Undefined where the values of an `enum` do not settle it. */
  #coversValues(schema: JsonSchema, writer: Conjunction): boolean | undefined {
    const { values } = this.#shared;
    for (const value of writer.values ?? []) {
      const allowed = this.#allows(writer, value);
      if (allowed === false) continue;
      const valid = values.isValid(value, schema);
      if (valid === true) continue;
      return valid === false && allowed === true ? false : undefined;
    }
    return true;
  }

  #allows(writer: Conjunction, value: Parameters<ValueCheck["isValid"]>[0]): boolean | undefined {
    const { values } = this.#shared;
    let certain = true;
    for (const atom of writer.atoms) {
      const valid = values.isValid(value, atom);
      if (valid === false) return false;
      if (valid === undefined) certain = false;
    }
    for (const negative of writer.negatives) {
      const valid = values.isValid(value, negative);
      if (valid === true) return false;
      if (valid === undefined) certain = false;
    }
    return certain ? true : undefined;
  }

  #proveEmpty(writer: Conjunction): boolean {
    this.#shared.budget.spend(5 * writer.atoms.length);
    if (writer.values?.every((value) => this.#allows(writer, value) === false)) return true;
    const single = splitKinds(writer.mask);
    if (single.length > 1) {
      return single.every((mask) => this.isEmpty(this.conjunctions.with(writer, { mask })));
    }
    if (isEmptyKind(writer, this)) return true;
    for (const negative of writer.negatives) if (this.covers(negative, writer)) return true;
    return writer.choices.some((choice) =>
      choice.branches.every((branch) =>
        this.isEmpty(this.conjunctions.take(writer, choice, branch)),
      ),
    );
  }

  get budget(): Budget {
    return this.#shared.budget;
  }

  /** Whether no part (property, item) can be what the writer allows. */
  isEmptyPart(writer: Conjunction): boolean {
    return this.#shared.proof.inside(() => this.isEmpty(writer));
  }
}

/** What `false` asks: that there be no value. */
function nothingDemand(met: () => boolean): Demand {
  return { rule: "TYPE_CHANGED", step: [], met };
}

function share(budget: Budget): Shared {
  const conjunctions = new Conjunctions(budget);
  const patterns = new PatternMatcher(budget);
  const values = new ValueCheck(patterns, budget);
  const model = new ContentModel(conjunctions, patterns, values, budget);
  const same = new SameSchemas(budget);
  return { budget, proof: new Proof(budget), conjunctions, model, patterns, values, same };
}
