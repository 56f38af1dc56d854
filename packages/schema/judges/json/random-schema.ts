import type { Random } from "./random.ts";

export type Schema = boolean | { [keyword: string]: unknown };

export const names = ["a", "b", "c", "id", "x_1", "x_2"] as const;
export const texts = ["", "a", "b", "ab", "abc", "x_1", "10.0.0.1", "2026-01-01"] as const;
/** A literal with `then` would be taken for a promise. */
const consequence = "then";
const patterns = ["^a", "^x_", "b$"] as const;
const formats = ["ipv4", "date"] as const;

/** A schema of draft-07 as people write them: small, with every keyword now and then. */
export function randomSchema(random: Random, depth = 3): Schema {
  if (random.chance(0.04)) return random.pick([true, {}, false]);
  const roll = random.next();
  if (depth > 0 && roll < 0.32) return randomObject(random, depth);
  if (depth > 0 && roll < 0.42) return randomArray(random, depth);
  if (depth > 0 && roll < 0.6) return randomCombined(random, depth);
  return randomScalar(random);
}

export function randomScalar(random: Random): Schema {
  switch (random.below(7)) {
    case 0:
      return { type: "boolean" };
    case 1:
      return { type: "null" };
    case 2:
      return { enum: distinct(random, [1, 2, "a", "b", null, true, 0.5, "abc"], 4) };
    case 3:
      return { const: random.pick([1, 2, "a", "b", null]) };
    case 4:
      return {
        type: random.pick(["string", "string", ["string", "null"], ["string", "integer"]]),
        ...maybe(random, 0.3, { maxLength: random.below(4) + 1 }),
        ...maybe(random, 0.2, { minLength: random.below(3) }),
        ...maybe(random, 0.15, { pattern: random.pick(patterns) }),
        ...maybe(random, 0.1, { format: random.pick(formats) }),
      };
    default:
      return {
        type: random.pick(["integer", "integer", "number", ["integer", "null"]]),
        ...maybe(random, 0.3, { minimum: random.below(6) - 2 }),
        ...maybe(random, 0.15, { exclusiveMinimum: random.below(6) - 2 }),
        ...maybe(random, 0.3, { maximum: random.below(6) + 2 }),
        ...maybe(random, 0.15, { exclusiveMaximum: random.below(6) + 2 }),
        ...maybe(random, 0.15, { multipleOf: random.pick([1, 2, 4, 0.5]) }),
      };
  }
}

function randomObject(random: Random, depth: number): Schema {
  const inner = () => randomSchema(random, depth - 1);
  const own = distinct(random, names, 3);
  return {
    type: "object",
    ...maybe(random, 0.9, { properties: Object.fromEntries(own.map((name) => [name, inner()])) }),
    ...maybe(random, 0.4, { required: distinct(random, own, 2) }),
    ...maybe(random, 0.5, { additionalProperties: random.chance(0.6) ? false : inner() }),
    ...maybe(random, 0.15, { patternProperties: { [random.pick(patterns)]: inner() } }),
    ...maybe(random, 0.1, { minProperties: random.below(3) }),
    ...maybe(random, 0.1, { maxProperties: random.below(4) + 1 }),
    ...maybe(random, 0.1, { propertyNames: random.pick([{ maxLength: 2 }, { pattern: "^a" }]) }),
    ...maybe(random, 0.1, {
      dependencies: { [random.pick(names)]: random.chance(0.6) ? [random.pick(names)] : inner() },
    }),
  };
}

function randomArray(random: Random, depth: number): Schema {
  const inner = () => randomSchema(random, depth - 1);
  return {
    type: "array",
    ...maybe(random, 0.8, { items: random.chance(0.6) ? inner() : [inner(), inner()] }),
    ...maybe(random, 0.3, { additionalItems: random.chance(0.5) ? false : inner() }),
    ...maybe(random, 0.25, { minItems: random.below(3) }),
    ...maybe(random, 0.25, { maxItems: random.below(3) + 1 }),
    ...maybe(random, 0.15, { uniqueItems: true }),
    ...maybe(random, 0.15, { contains: inner() }),
  };
}

function randomCombined(random: Random, depth: number): Schema {
  const inner = () => randomSchema(random, depth - 1);
  switch (random.below(6)) {
    case 0:
      return { allOf: [inner(), inner()] };
    case 1:
      return { anyOf: [inner(), inner()] };
    case 2:
      return { not: inner() };
    case 3:
      return fromEntries([
        ["if", inner()],
        [consequence, inner()],
        ["else", inner()],
      ]);
    case 4:
      return { oneOf: [inner(), { type: "null" }] };
    default:
      return { oneOf: [inner(), inner()] };
  }
}

function fromEntries(entries: readonly (readonly [string, Schema])[]): Schema {
  return Object.fromEntries(entries);
}

export function maybe(random: Random, probability: number, keywords: object): object {
  return random.chance(probability) ? keywords : {};
}

export function distinct<T>(random: Random, items: readonly T[], most: number): T[] {
  const picked = new Set<T>();
  const count = 1 + random.below(most);
  for (let left = count; left > 0; left--) picked.add(random.pick(items));
  return [...picked];
}
