import type { JsonNode } from "../json-node.ts";
import { isIntegral } from "./decimal.ts";
import { allKinds, kindOfValue, kinds, valueKey } from "./json-kind.ts";
import { emptySchema, type JsonSchema, kindsOf, targetOf } from "./json-schema.ts";

/** One alternative of a choice: what holds and what does not, where it is taken. */
export interface Branch {
  readonly holds: readonly JsonSchema[];
  readonly fails: readonly JsonSchema[];
}

/** The alternatives of an `anyOf`, `oneOf` or `if`, one of which every value takes. */
export interface Choice {
  readonly id: string;
  readonly branches: readonly Branch[];
}

/**
 * What is known of a value: it is valid under all of some schemas and under none of some others.
 * `$ref` and `allOf` are dissolved; dependencies of required properties too.
 */
export interface Conjunction {
  readonly key: string;
  /** The schemas whose keywords hold, neither references nor `true`. */
  readonly atoms: readonly JsonSchema[];
  readonly members: ReadonlySet<JsonSchema>;
  readonly negatives: ReadonlySet<JsonSchema>;
  /** Not yet taken apart. */
  readonly choices: readonly Choice[];
  /** Kinds that the value may be of. */
  readonly mask: number;
  readonly required: ReadonlySet<string>;
  /** Where it can only be one of these. */
  readonly values?: readonly JsonNode[];
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
    const names = required.length === 0 ? "" : JSON.stringify([...new Set(required)].sort());
    const key = `${this.#render(holds)};${this.#render(fails)};${names};${sorted(taken)};${mask}`;
    let made = this.#known.get(key);
    if (made === undefined) {
      made = this.#dissolve(key, source);
      this.#known.set(key, made);
    }
    return made;
  }

  #render(schemas: readonly JsonSchema[]): string {
    return sorted(schemas.map((schema) => this.idOf(targetOf(schema))));
  }

  #dissolve(key: string, source: Source): Conjunction {
    const members = new Set<JsonSchema>();
    const negatives = new Set(source.fails.map(targetOf));
    const required = new Set(source.required);
    const atoms: JsonSchema[] = [];
    const choices: Choice[] = [];
    const open = [...source.holds];
    for (;;) {
      const next = open.pop();
      if (next === undefined) {
        // What a required property brings along.
        const before = open.length + required.size;
        const left = atoms.reduce((mask, atom) => mask & maskOf(atom), source.mask);
        // Dependencies, and `required`, say nothing of what is no object.
        if (left === kinds.object)
          for (const atom of atoms) activate(atom, required, members, open);
        if (open.length + required.size === before) break;
        continue;
      }
      const schema = targetOf(next);
      if (members.has(schema)) continue;
      members.add(schema);
      if (schema.always === true) continue;
      atoms.push(schema);
      for (const name of schema.required) required.add(name);
      open.push(...schema.allOf);
      const denied = schema.not === undefined ? undefined : targetOf(schema.not);
      const affirmed = denied === undefined ? undefined : onlyNot(denied);
      if (affirmed !== undefined) open.push(affirmed);
      else if (denied !== undefined) negatives.add(denied);
      for (const choice of this.#choicesOf(schema)) {
        if (!source.taken.includes(choice.id)) choices.push(choice);
      }
    }
    let mask = source.mask;
    for (const atom of atoms) mask &= kindsOf(atom) & maskOf(atom);
    const values = valuesOf(atoms, mask);
    if (values !== undefined) mask &= values.reduce<number>((all, v) => all | kindOfValue(v), 0);
    return {
      key,
      atoms,
      members,
      negatives,
      choices,
      mask,
      required,
      source,
      ...(values === undefined ? {} : { values }),
    };
  }

  #choicesOf(schema: JsonSchema): Choice[] {
    const choices: Choice[] = [];
    const id = this.idOf(schema);
    if (schema.anyOf !== undefined) {
      const branches = schema.anyOf.map((branch) => ({ holds: [branch], fails: [] }));
      choices.push({ id: `${id}any`, branches });
    }
    const { oneOf, condition } = schema;
    if (oneOf !== undefined) {
      const branches = oneOf.map((branch, index) => ({
        holds: [branch],
        // Made when it is asked for: of thousands of branches few are looked at.
        get fails() {
          return oneOf.filter((_, other) => other !== index);
        },
      }));
      choices.push({ id: `${id}one`, branches });
    }
    if (condition !== undefined) {
      const { when, then, otherwise } = condition;
      const branches = [
        { holds: then === undefined ? [when] : [when, then], fails: [] },
        { holds: otherwise === undefined ? [] : [otherwise], fails: [when] },
      ];
      choices.push({ id: `${id}if`, branches });
    }
    return choices;
  }
}

const plainKeys: ReadonlySet<string> = new Set([
  ...Object.keys(emptySchema("07", [])),
  "document",
  "connectName",
]);

/** What a schema denies, where it says nothing else: denied itself, that is affirmed. */
function onlyNot(schema: JsonSchema): JsonSchema | undefined {
  const own = Object.keys(schema).filter((key) => !plainKeys.has(key));
  const { properties, patternProperties, dependencies, required, allOf, uniqueItems } = schema;
  const named = properties.size + patternProperties.size + dependencies.size;
  const plain = named + required.length + allOf.length === 0 && !uniqueItems;
  return plain && own.length === 1 ? schema.not : undefined;
}

/** One text for one set. */
function sorted(items: readonly (number | string)[]): string {
  return items.length < 2 ? String(items[0] ?? "") : [...new Set(items)].sort().join(",");
}

function activate(
  atom: JsonSchema,
  required: Set<string>,
  members: ReadonlySet<JsonSchema>,
  open: JsonSchema[],
): void {
  for (const [name, brought] of atom.dependencies) {
    if (!required.has(name)) continue;
    if (isNames(brought)) for (const other of brought) required.add(other);
    else if (!members.has(targetOf(brought))) open.push(brought);
  }
}

export function isNames(
  dependency: readonly string[] | JsonSchema,
): dependency is readonly string[] {
  return Array.isArray(dependency);
}

/** Kinds that one schema's own keywords leave. */
function maskOf(schema: JsonSchema): number {
  if (schema.always === false) return 0;
  const mask = schema.types ?? allKinds;
  const whole = schema.multipleOf !== undefined && isIntegral(schema.multipleOf);
  return whole ? mask & ~kinds.fraction : mask;
}

/** The values that every `enum` and `const` leaves, and those of kinds that have few. */
function valuesOf(atoms: readonly JsonSchema[], mask: number): readonly JsonNode[] | undefined {
  let values: readonly JsonNode[] | undefined;
  for (const atom of atoms) {
    if (atom.values === undefined) continue;
    const keys = new Set(atom.values.map(valueKey));
    values = (values ?? atom.values).filter((value) => keys.has(valueKey(value)));
  }
  if (values !== undefined || (mask & ~(kinds.null | kinds.boolean)) !== 0) return values;
  return [null, true, false].filter((value) => (kindOfValue(value) & mask) !== 0);
}
