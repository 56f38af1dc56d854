import { createRandom } from "../../../../../test/e2e/support/random.ts";
import { parseAvroSchema } from "../../../src/avro/parse-avro.ts";
import { mutateSchema } from "./mutate-schema.ts";
import { createSchemaMaker } from "./random-schema.ts";
import { randomTablePair } from "./random-table.ts";

export interface Pair {
  readonly kind: "table" | "random";
  readonly reader: string;
  readonly writer: string;
}

/** The same pairs for the same seed; each comes in both directions, and a third are of tables. */
export function generatePairs(seed: number, count: number): Pair[] {
  const random = createRandom(seed);
  const pairs: Pair[] = [];
  while (pairs.length < count) {
    const kind = random.next() < 0.35 ? "table" : "random";
    const [one, other] = kind === "table" ? randomTablePair(random) : randomPair();
    // A mutation can break a reference, a default or a union; such texts have a corpus of their own.
    if (!parses(one) || !parses(other)) continue;
    pairs.push({ kind, reader: other, writer: one }, { kind, reader: one, writer: other });
  }
  return pairs.slice(0, count);

  function randomPair(): [string, string] {
    const make = createSchemaMaker(random);
    const schema = random.next() < 0.8 ? make.record(4, "") : make.schema(4);
    return [JSON.stringify(schema), JSON.stringify(mutateSchema(random, schema))];
  }
}

export function parses(text: string): boolean {
  try {
    parseAvroSchema(text);
    return true;
  } catch {
    return false;
  }
}
