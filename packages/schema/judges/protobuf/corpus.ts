import {
  type EnvelopeColumn,
  parseProtobuf,
  readColumnNumbers,
  renderDebeziumProtobufEnvelope,
} from "../../src/index.ts";
import { Random } from "../../test/protobuf/random.ts";
import { changeFile } from "./change-file.ts";
import { randomFile, renderFile } from "./random-file.ts";

export interface Pair {
  /** Of the corpus; also the first part of the packages of the pair. */
  readonly index: number;
  readonly earlier: string;
  readonly candidate: string;
  /** What was done, for people. */
  readonly changes: readonly string[];
}

export const isFull = process.env.WEIR_TEST_FULL === "1";

/** Half of the pairs are envelopes of tables; every pair stands in either order. */
export function makePairs(count: number, seed: number): readonly Pair[] {
  const random = new Random(seed);
  const pairs: Pair[] = [];
  while (pairs.length < count) {
    const index = pairs.length;
    const packageName = `p${index}.shop`;
    const [earlier, candidate, changes] = random.chance(0.25)
      ? tablePair(random, packageName)
      : filePair(random, packageName);
    if (!isValid(earlier) || !isValid(candidate)) continue;
    pairs.push(
      random.chance(0.5)
        ? { index, earlier, candidate, changes }
        : { index, earlier: candidate, candidate: earlier, changes: ["in reverse", ...changes] },
    );
  }
  return pairs;
}

function isValid(text: string): boolean {
  try {
    parseProtobuf(text);
    return true;
  } catch {
    return false;
  }
}

type Texts = readonly [earlier: string, candidate: string, changes: readonly string[]];

function filePair(random: Random, packageName: string): Texts {
  const file = randomFile(random, packageName);
  const earlier = renderFile(file);
  const changes = changeFile(file, random, random.integer(1, 3));
  return [earlier, renderFile(file), changes];
}

const types = ["int", "long", "float", "double", "string", "bytes", "boolean"];

function tablePair(random: Random, packageName: string): Texts {
  const column = (name: string): EnvelopeColumn => ({
    name,
    type: random.pick(types),
    nullable: true,
  });
  const columns = Array.from({ length: random.integer(1, 12) }, (_, index) =>
    column(`column_${index}`),
  );
  const earlier = renderDebeziumProtobufEnvelope(packageName, columns);
  const changes: string[] = [];
  for (let left = random.integer(1, 3); left > 0 && columns.length > 0; left--) {
    const at = random.integer(0, columns.length - 1);
    const kind = random.pick(["ADD", "DROP", "MODIFY", "CHANGE"]);
    changes.push(`${kind} COLUMN`);
    const old = columns[at] as EnvelopeColumn;
    if (kind === "ADD") columns.splice(at, 0, column(`new_${left}`));
    else if (kind === "DROP") columns.splice(at, 1);
    else columns[at] = kind === "MODIFY" ? column(old.name) : { ...old, name: `renamed_${left}` };
  }
  const keeps = random.chance(0.6);
  changes.push(keeps ? "numbers kept" : "numbers by position");
  const options = keeps ? { numbers: readColumnNumbers(earlier) } : {};
  return [earlier, renderDebeziumProtobufEnvelope(packageName, columns, options), changes];
}
