import type { Random } from "./random.ts";
import { names, type Schema, texts } from "./random-schema.ts";

type Node = { [keyword: string]: unknown };

const scalars: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  2,
  3,
  4,
  5,
  7,
  -1,
  -3,
  0.5,
  2.5,
  "z",
  ...texts,
];

/**
 * A value that is likely, not sure, to be valid under a schema: the validator decides. `root` is
 * where references start.
 */
export function likelyInstance(random: Random, schema: Schema, root: Schema, depth = 5): unknown {
  if (typeof schema === "boolean" || depth < 0) return random.pick(scalars);
  const inner = (part: unknown) => likelyInstance(random, part as Schema, root, depth - 1);
  if (typeof schema.$ref === "string") return inner(follow(schema.$ref, root));
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return random.pick(schema.enum);
  const branches = [schema.anyOf, schema.oneOf, schema.allOf].filter(Array.isArray);
  if (branches.length > 0 && schema.properties === undefined) {
    return inner(random.pick(random.pick(branches)));
  }
  const condition = [schema.if, schema.then, schema.else].filter((part) => part !== undefined);
  if (condition.length > 0) return inner(random.pick(condition));
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  switch (random.pick(types as unknown[])) {
    case "object":
      return likelyObject(random, schema, inner);
    case "array":
      return likelyArray(random, schema, inner);
    case "string":
      return random.pick(texts);
    case "integer":
      return likelyNumber(random, schema, 1);
    case "number":
      return likelyNumber(random, schema, 0.5);
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    default:
      if (schema.properties !== undefined || schema.required !== undefined) {
        return random.chance(0.8) ? likelyObject(random, schema, inner) : random.pick(scalars);
      }
      return random.chance(0.8)
        ? random.pick(scalars)
        : random.pick([{}, [], { a: 1 }, ["a"], [1, 1]]);
  }
}

function likelyNumber(
  random: Random,
  { minimum, maximum, multipleOf, ...rest }: Node,
  step: number,
) {
  const ends = [minimum, maximum, rest.exclusiveMinimum, rest.exclusiveMaximum, multipleOf, 0];
  const near = random.pick(ends.filter((end) => typeof end === "number"));
  return near + (random.below(5) - 2) * step;
}

function likelyObject(random: Random, schema: Node, inner: (part: unknown) => unknown): unknown {
  const value: Node = {};
  const properties = (schema.properties ?? {}) as Node;
  const required = (schema.required ?? []) as readonly string[];
  for (const [name, part] of Object.entries(properties)) {
    if (required.includes(name) || random.chance(0.6)) value[name] = inner(part);
  }
  for (const name of required) if (!(name in value)) value[name] = random.pick(scalars);
  for (const part of Object.values((schema.patternProperties ?? {}) as Node)) {
    if (random.chance(0.3)) value[random.pick(["a1", "x_9", "xb"])] = inner(part);
  }
  if (schema.additionalProperties !== false && random.chance(0.5)) {
    const rest = schema.additionalProperties;
    const name = random.pick([...names, "other"]);
    if (!(name in value)) value[name] = rest === undefined ? random.pick(scalars) : inner(rest);
  }
  return value;
}

function likelyArray(random: Random, schema: Node, inner: (part: unknown) => unknown): unknown {
  const least = Number(schema.minItems ?? 0);
  const items = Array.isArray(schema.items) ? schema.items : undefined;
  const value: unknown[] = [];
  const length = least + random.below(4);
  for (let index = 0; index < length; index++) {
    const part = items === undefined ? schema.items : (items[index] ?? schema.additionalItems);
    value.push(part === undefined ? random.pick(scalars) : inner(part));
  }
  if (schema.contains !== undefined && random.chance(0.8)) value.push(inner(schema.contains));
  return value;
}

/** The value with something small changed: what is just outside a schema is told by that. */
export function disturbed(random: Random, value: unknown, known: readonly string[]): unknown {
  if (Array.isArray(value)) {
    if (value.length > 0 && random.chance(0.6)) {
      return value.with(random.below(value.length), disturbed(random, random.pick(value), known));
    }
    return random.chance(0.5) ? [...value, random.pick(scalars)] : value.slice(1);
  }
  if (typeof value === "object" && value !== null) {
    const copy: Node = { ...value };
    const own = Object.keys(copy);
    const name = random.pick(own.length > 0 && random.chance(0.6) ? own : known);
    if (random.chance(0.3)) delete copy[name];
    else
      copy[name] = random.chance(0.5) ? disturbed(random, copy[name], known) : random.pick(scalars);
    return copy;
  }
  if (typeof value === "number" && random.chance(0.6)) return value + random.pick([1, -1, 0.5]);
  return random.pick(scalars);
}

function follow(reference: string, root: Schema): unknown {
  let node: unknown = root;
  for (const step of reference.split("/").slice(1)) node = (node as Node)[step];
  return node;
}
