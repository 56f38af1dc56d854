/**
 * The places where a schema does not accept what another allows. Checkers stop at a combined schema
 * ("combined type subschemas changed"); this goes on into the branch that was meant.
 */
import type { Path } from "../avro/invalid.ts";
import type { Comparison } from "./comparison.ts";
import type { Conjunction } from "./conjunction.ts";
import type { Demand } from "./demand.ts";
import { numberKinds, splitKinds } from "./json-kind.ts";
import type { JsonRule } from "./json-rule.ts";
import { type JsonSchema, kindsOf, targetOf } from "./json-schema.ts";

export interface Mismatch {
  readonly rule: JsonRule;
  /** In the document that the reader's schema is written in. */
  readonly path: Path;
  /** That document's name, where it is a referenced one. */
  readonly document?: string;
  /** Names of the properties from the root to the place; `[]` is an item. */
  readonly fields: readonly string[];
  readonly reader: JsonSchema;
  readonly writer: Conjunction;
  readonly demand: Demand;
}

/** Nobody thinks of whole and of fractional numbers as two kinds. */
function splitForPeople(mask: number): readonly number[] {
  const numbers = mask & numberKinds;
  return numbers === numberKinds
    ? [...splitKinds(mask & ~numberKinds), numberKinds]
    : splitKinds(mask);
}

/** A verdict with more reasons than this says nothing more. */
const maxMismatches = 2000;

/** Empty where the comparison proves that `writer`'s values are valid under `reader`. */
export class MismatchSearch {
  readonly mismatches: Mismatch[] = [];
  readonly #comparison: Comparison;
  readonly #explained = new Set<string>();

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
  }

  /** True where there is a reason, found now or before. */
  explain(reader: JsonSchema, writer: Conjunction, fields: readonly string[]): boolean {
    return this.#comparison.budget.nest(() => this.#explain(reader, writer, fields));
  }

  #explain(reader: JsonSchema, writer: Conjunction, fields: readonly string[]): boolean {
    const { conjunctions } = this.#comparison;
    if (this.#comparison.covers(reader, writer)) return false;
    if (this.mismatches.length >= maxMismatches) return true;
    const schema = targetOf(reader);
    const key = `${conjunctions.idOf(schema)} ${writer.id}`;
    if (this.#explained.has(key)) return true;
    this.#explained.add(key);
    const cases = writer.choices[0]?.branches.map((branch) =>
      conjunctions.take(writer, writer.choices[0] as (typeof writer.choices)[0], branch),
    );
    if (this.#explainCases(schema, cases ?? [], fields)) return true;
    const unmet = [...this.#comparison.demands(schema, writer)].filter((demand) => !demand.met());
    if (unmet.some((demand) => demand.branches !== undefined)) {
      const single = splitForPeople(writer.mask).map((mask) => conjunctions.with(writer, { mask }));
      const bad = single.filter((kind) => !this.#comparison.covers(schema, kind));
      const few = single.length > 1 && bad.length <= 2;
      if (few && this.#explainCases(schema, bad, fields)) return true;
    }
    for (const demand of unmet) this.#explainDemand(schema, writer, demand, fields);
    return unmet.length > 0;
  }

  #explainCases(
    schema: JsonSchema,
    cases: readonly Conjunction[],
    fields: readonly string[],
  ): boolean {
    return cases.map((known) => this.explain(schema, known, fields)).includes(true);
  }

  #explainDemand(
    schema: JsonSchema,
    writer: Conjunction,
    demand: Demand,
    fields: readonly string[],
  ): void {
    const { inner, member, branches } = demand;
    const inside = member === undefined ? fields : [...fields, member];
    if (inner !== undefined && this.explain(inner.reader, inner.writer, inside)) return;
    const meant = branches === undefined ? undefined : this.#meantBranch(branches, writer);
    if (meant !== undefined && this.explain(meant, writer, fields)) return;
    this.mismatches.push({
      rule: branches === undefined ? demand.rule : this.#ruleOf(demand, branches, writer),
      path: [...schema.place.path, ...demand.step],
      ...(schema.document === undefined ? {} : { document: schema.document }),
      fields: inside,
      reader: schema,
      writer,
      demand,
    });
  }

  #ruleOf(demand: Demand, branches: readonly JsonSchema[], writer: Conjunction): JsonRule {
    const known = branches.reduce((mask, branch) => mask | kindsOf(branch), 0);
    if ((known & writer.mask) === 0) return "TYPE_CHANGED";
    const matched = branches.some((branch) => this.#comparison.covers(branch, writer));
    return matched ? "COMBINED_TYPE_SUBSCHEMAS_CHANGED" : demand.rule;
  }

  /** The only branch that the writer's values could be of, or the one with most of their names. */
  #meantBranch(branches: readonly JsonSchema[], writer: Conjunction): JsonSchema | undefined {
    const { conjunctions } = this.#comparison;
    const possible = branches.filter(
      (branch) => !this.#comparison.isEmpty(conjunctions.with(writer, { holds: [branch] })),
    );
    if (possible.length < 2) return possible[0];
    const names = new Set(writer.atoms.flatMap((atom) => [...atom.properties.keys()]));
    const shared = possible.map(
      (branch) => [...targetOf(branch).properties.keys()].filter((name) => names.has(name)).length,
    );
    const most = Math.max(...shared);
    return most === 0 ? undefined : possible[shared.indexOf(most)];
  }
}
