import type { Budget } from "./budget.ts";
import { type Branch, type Choice, choicesOf } from "./choices.ts";
import { type Dissolved, dissolve } from "./dissolve.ts";
import { allKinds } from "./json-kind.ts";
import { type JsonSchema, targetOf } from "./json-schema.ts";

/** What is known of a value: it is valid under all of some schemas and under none of some others. */
export interface Conjunction extends Dissolved {
  /** One number for one source. */
  readonly id: number;
  /** What it was made from. */
  readonly source: Source;
}

/** What a conjunction is made from. */
export interface Source {
  readonly holds: readonly JsonSchema[];
  readonly fails: readonly JsonSchema[];
  readonly required: readonly string[];
  /** Choices already taken apart. */
  readonly taken: readonly string[];
  readonly mask: number;
}

export const anything: Source = { holds: [], fails: [], required: [], taken: [], mask: allKinds };

/** Makes conjunctions; each set of schemas once. */
export class Conjunctions {
  readonly #ids = new Map<JsonSchema, number>();
  readonly #known = new Map<string, Conjunction>();
  readonly #single = new Map<JsonSchema, Conjunction>();
  readonly #choices = new Map<JsonSchema, readonly Choice[]>();
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  idOf(schema: JsonSchema): number {
    const known = this.#ids.get(schema);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(schema, id);
    return id;
  }

  of(...holds: readonly JsonSchema[]): Conjunction {
    const [only] = holds;
    if (only === undefined || holds.length > 1) return this.make({ ...anything, holds });
    let made = this.#single.get(only);
    if (made === undefined) {
      made = this.make({ ...anything, holds });
      this.#single.set(only, made);
    }
    return made;
  }

  /** With one branch of a choice taken. */
  take({ source }: Conjunction, choice: Choice, branch: Branch): Conjunction {
    return this.make({
      ...source,
      holds: [...source.holds, ...branch.holds],
      fails: [...source.fails, ...branch.fails],
      taken: [...source.taken, choice.id],
    });
  }

  with({ source }: Conjunction, more: Partial<Source>): Conjunction {
    return this.make({
      holds: [...source.holds, ...(more.holds ?? [])],
      fails: [...source.fails, ...(more.fails ?? [])],
      required: [...source.required, ...(more.required ?? [])],
      taken: source.taken,
      mask: source.mask & (more.mask ?? allKinds),
    });
  }

  make(source: Source): Conjunction {
    const { holds, fails, required, taken, mask } = source;
    this.#budget.spend(holds.length + fails.length + required.length + taken.length);
    const names = required.length === 0 ? "" : JSON.stringify([...new Set(required)].sort());
    const key = `${this.#render(holds)};${this.#render(fails)};${names};${sorted(taken)};${mask}`;
    let made = this.#known.get(key);
    if (made === undefined) {
      made = this.#dissolve(source);
      this.#known.set(key, made);
    }
    return made;
  }

  #render(schemas: readonly JsonSchema[]): string {
    return sorted(schemas.map((schema) => this.idOf(targetOf(schema))));
  }

  #dissolve(source: Source): Conjunction {
    const choicesOf = (schema: JsonSchema) => this.#choicesOf(schema);
    const id = this.#known.size;
    return { id, source, ...dissolve(source, choicesOf, this.#budget) };
  }

  #choicesOf(schema: JsonSchema): readonly Choice[] {
    let choices = this.#choices.get(schema);
    if (choices === undefined) {
      choices = choicesOf(schema, this.idOf(schema));
      this.#choices.set(schema, choices);
    }
    return choices;
  }
}

/** One text for one set. */
function sorted(items: readonly (number | string)[]): string {
  return items.length < 2 ? String(items[0] ?? "") : [...new Set(items)].sort().join(",");
}
