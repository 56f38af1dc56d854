import { renderDebeziumJsonEnvelope } from "../../src/debezium/json-envelope.ts";
import type { EnvelopeColumn } from "../../src/index.ts";
import { mutateSchema } from "./mutate-schema.ts";
import { type Random, seededRandom } from "./random.ts";
import { randomSchema, type Schema } from "./random-schema.ts";

/** An earlier and a later version; both are asked in both directions. */
export interface Pair {
  /** `random 17`: with the seed it is made again. */
  readonly name: string;
  readonly earlier: Schema;
  readonly later: Schema;
}

const draft07 = "http://json-schema.org/draft-07/schema#";

/** Pairs of versions: Debezium's envelopes, recursive schemas and random ones, each with a mutation. */
export function* makeCorpus(seed: number, count: number): Iterable<Pair> {
  for (let index = 0; index < count; index++) {
    const random = seededRandom(seed * 1_000_003 + index);
    const kind = index % 10;
    if (kind === 0) yield debeziumPair(random, index);
    else if (kind === 1) yield recursivePair(random, index);
    else {
      const earlier = randomSchema(random);
      yield {
        name: `random ${index}`,
        earlier: withDraft(earlier),
        later: withDraft(mutateSchema(random, earlier)),
      };
    }
  }
}

function withDraft(schema: Schema): Schema {
  return typeof schema === "boolean" ? schema : { $schema: draft07, ...schema };
}

const types = ["int", "long", "string", "double", "boolean", "bytes"] as const;

function randomColumn(random: Random, name: string): EnvelopeColumn {
  return { name, type: random.pick(types), nullable: random.chance(0.6) };
}

function debeziumPair(random: Random, index: number): Pair {
  const columns = ["id", "name", "age", "city"]
    .slice(0, 1 + random.below(4))
    .map((name) => randomColumn(random, name));
  const changed = [...columns];
  const at = random.below(columns.length);
  const old = columns[at] as EnvelopeColumn;
  const change = random.below(5);
  if (change === 0)
    changed.splice(random.below(changed.length + 1), 0, randomColumn(random, "new"));
  else if (change === 1) changed.splice(at, 1);
  else if (change === 2) changed[at] = { ...old, nullable: !old.nullable };
  else if (change === 3) changed[at] = { ...old, type: random.pick(types) };
  else changed[at] = { ...old, name: `${old.name}2` };
  const render = (list: readonly EnvelopeColumn[]) =>
    JSON.parse(renderDebeziumJsonEnvelope("f.db.t", list)) as Schema;
  return { name: `debezium ${index}`, earlier: render(columns), later: render(changed) };
}

/** A tree: what a random schema says of a node, and children that are trees. */
function recursivePair(random: Random, index: number): Pair {
  const tree = (value: Schema): Schema => ({
    $schema: draft07,
    definitions: {
      node: {
        type: "object",
        properties: {
          value,
          next: random.chance(0.5)
            ? { $ref: "#/definitions/node" }
            : { oneOf: [{ type: "null" }, { $ref: "#/definitions/node" }] },
          all: { type: "array", items: { $ref: "#/definitions/node" } },
        },
        additionalProperties: false,
      },
    },
    properties: { root: { $ref: "#/definitions/node" } },
    required: ["root"],
  });
  const value = randomSchema(random, 1);
  return {
    name: `recursive ${index}`,
    earlier: tree(value),
    later: tree(mutateSchema(random, value)),
  };
}
