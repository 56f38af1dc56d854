import type { Random } from "./random.ts";
import { distinct, names, randomScalar, randomSchema, type Schema } from "./random-schema.ts";

type Node = { [keyword: string]: unknown };

/** The schema with one or two small changes, as a later version has them. */
export function mutateSchema(random: Random, schema: Schema): Schema {
  let mutated = structuredClone(schema);
  for (let left = random.chance(0.3) ? 2 : 1; left > 0; left--)
    mutated = mutateOnce(random, mutated);
  return mutated;
}

function mutateOnce(random: Random, root: Schema): Schema {
  const holder = { root } as { [key: string]: unknown };
  const places = placesOf(holder, "root");
  const place = random.pick(places);
  const old = place.holder[place.key] as Schema;
  place.holder[place.key] = changed(random, old);
  return holder.root as Schema;
}

interface Place {
  readonly holder: { [key: string]: unknown };
  readonly key: string;
}

const single = ["additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"];
const lists = ["allOf", "anyOf", "oneOf"];
const maps = ["properties", "patternProperties", "definitions"];

/** Every schema within, itself included. */
function placesOf(holder: { [key: string]: unknown }, key: string): Place[] {
  const node = holder[key];
  const places: Place[] = [{ holder, key }];
  if (!isNode(node)) return places;
  for (const name of single) if (name in node) places.push(...placesOf(node, name));
  for (const name of ["items", "additionalItems"]) {
    if (isNode(node[name]) || typeof node[name] === "boolean") places.push(...placesOf(node, name));
  }
  for (const name of [...lists, ...maps]) {
    const inner = node[name] as { [key: string]: unknown } | undefined;
    for (const step of Object.keys(inner ?? {})) places.push(...placesOf(inner as Node, step));
  }
  return places;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function changed(random: Random, old: Schema): Schema {
  if (!isNode(old) || random.chance(0.06)) return randomSchema(random, 1);
  const node: Node = { ...old };
  if (random.chance(0.15)) return wrapped(random, node);
  const keywords = Object.keys(node).filter((keyword) => keyword !== "$ref");
  if (keywords.length > 0 && random.chance(0.25)) {
    delete node[random.pick(keywords)];
    return node;
  }
  if (node.type === "object") return changedObject(random, node);
  if (node.type === "array") return changedArray(random, node);
  if (Array.isArray(node.enum)) {
    const more = node.enum.length < 2 || random.chance(0.5);
    return {
      enum: more ? [...new Set([...node.enum, random.pick([7, "z"])])] : node.enum.slice(1),
    };
  }
  for (const list of lists) {
    const branches = node[list];
    if (Array.isArray(branches)) return { ...node, [list]: changedList(random, branches) };
  }
  if (random.chance(0.2)) return randomScalar(random);
  return { ...node, ...changedScalar(random, node) };
}

function wrapped(random: Random, node: Node): Schema {
  return random.pick<Schema>([
    { oneOf: [node, { type: "null" }] },
    { oneOf: [{ type: "null" }, node] },
    { anyOf: [node, randomScalar(random)] },
    { allOf: [node] },
    { allOf: [node, randomScalar(random)] },
    { not: { not: node } },
  ]);
}

function changedList(random: Random, branches: readonly unknown[]): unknown[] {
  if (branches.length < 2 || random.chance(0.4)) return [...branches, randomScalar(random)];
  return random.chance(0.5) ? branches.toReversed() : branches.slice(1);
}

function changedScalar(random: Random, node: Node): Node {
  const numeric = JSON.stringify(node.type ?? "").match(/integer|number/) !== null;
  const change = random.below(4);
  if (change === 0) {
    return {
      type: random.pick(["integer", "number", "string", ["string", "null"], ["integer", "null"]]),
    };
  }
  if (numeric) {
    return random.pick<Node>([
      { minimum: random.below(5) - 2 },
      { maximum: random.below(5) + 2 },
      { exclusiveMinimum: random.below(5) - 2 },
      { exclusiveMaximum: random.below(5) + 2 },
      { multipleOf: random.pick([1, 2, 4, 0.5]) },
    ]);
  }
  return random.pick<Node>([
    { maxLength: random.below(5) },
    { minLength: random.below(3) },
    { pattern: random.pick(["^a", "^x_", "b$"]) },
    { format: random.pick(["ipv4", "date"]) },
  ]);
}

function changedObject(random: Random, node: Node): Schema {
  const properties = { ...(node.properties as Node | undefined) };
  const own = Object.keys(properties);
  switch (random.below(8)) {
    case 0:
    case 1:
      return {
        ...node,
        properties: { ...properties, [random.pick(names)]: randomSchema(random, 1) },
      };
    case 2:
      if (own.length > 0) delete properties[random.pick(own)];
      return { ...node, properties };
    case 3:
      return { ...node, required: distinct(random, names, 2) };
    case 4: {
      const name = random.pick(own.length > 0 ? own : names);
      const schema = { ...(randomScalar(random) as Node), default: 1 };
      return { ...node, properties: { ...properties, [name]: schema }, required: [name] };
    }
    case 5:
      return { ...node, additionalProperties: random.pick([true, false, { type: "string" }]) };
    case 6:
      return { ...node, dependencies: { [random.pick(names)]: [random.pick(names)] } };
    default:
      return { ...node, ...random.pick([{ minProperties: 1 }, { maxProperties: 2 }]) };
  }
}

function changedArray(random: Random, node: Node): Schema {
  return {
    ...node,
    ...random.pick<Node>([
      { items: randomSchema(random, 1) },
      { items: [randomSchema(random, 1)] },
      { additionalItems: false },
      { minItems: random.below(3) },
      { maxItems: random.below(3) },
      { uniqueItems: true },
      { contains: randomScalar(random) },
    ]),
  };
}
