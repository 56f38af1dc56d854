import type { JsonNode } from "../json-node.ts";
import type { Budget } from "./budget.ts";
import type { Choice } from "./choices.ts";
import type { Source } from "./conjunction.ts";
import { isIntegral } from "./decimal.ts";
import { allKinds, kindOfValue, kinds, valueKey } from "./json-kind.ts";
import {
  emptySchema,
  isNames,
  type JsonSchema,
  kindsOf,
  nowhere,
  targetOf,
} from "./json-schema.ts";

/**
 * What schemas that hold together say, in one list: `$ref` and `allOf` are dissolved; dependencies of
 * required properties too.
 */
export interface Dissolved {
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
}

export function dissolve(
  source: Source,
  choicesOf: (schema: JsonSchema) => readonly Choice[],
  budget: Budget,
): Dissolved {
  const members = new Set<JsonSchema>();
  const negatives = new Set(source.fails.map(targetOf));
  const required = new Set(source.required);
  const atoms: JsonSchema[] = [];
  const choices: Choice[] = [];
  const taken = new Set(source.taken);
  const open = [...source.holds];
  for (;;) {
    const next = open.pop();
    if (next === undefined) {
      // What a required property brings along.
      const before = open.length + required.size;
      const left = atoms.reduce((mask, atom) => mask & maskOf(atom), source.mask);
      // Dependencies, and `required`, say nothing of what is no object.
      if (left === kinds.object) for (const atom of atoms) activate(atom, required, members, open);
      if (open.length + required.size === before) break;
      budget.spend(atoms.length);
      continue;
    }
    const schema = targetOf(next);
    if (members.has(schema)) continue;
    members.add(schema);
    if (schema.always === true) continue;
    budget.spend(3 + schema.required.length + schema.allOf.length + (schema.values?.length ?? 0));
    atoms.push(schema);
    for (const name of schema.required) required.add(name);
    open.push(...schema.allOf);
    const denied = schema.not === undefined ? undefined : targetOf(schema.not);
    const affirmed = denied === undefined ? undefined : onlyNot(denied);
    if (affirmed !== undefined) open.push(affirmed);
    else if (denied !== undefined) negatives.add(denied);
    for (const choice of choicesOf(schema)) if (!taken.has(choice.id)) choices.push(choice);
  }
  let mask = source.mask;
  for (const atom of atoms) mask &= kindsOf(atom) & maskOf(atom);
  const values = valuesOf(atoms, mask);
  if (values !== undefined) mask &= values.reduce<number>((all, v) => all | kindOfValue(v), 0);
  const known = { atoms, members, negatives, choices, mask, required };
  return values === undefined ? known : { ...known, values };
}

const plainKeys: ReadonlySet<string> = new Set([
  ...Object.keys(emptySchema("07", nowhere)),
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
