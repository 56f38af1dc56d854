import assert from "node:assert/strict";
import { before, test } from "node:test";
import avro from "avsc";
import { compileAvroDecoder, type Decode } from "../src/avro/avro-decoder.ts";
import { compileAvroEncoder } from "../src/avro/avro-encoder.ts";
import { compileAvroResolver } from "../src/avro/avro-resolver.ts";
import { parseAvroSchema } from "../src/avro/avro-schema.ts";
import { type CorpusCase, generateCorpus, randomFrom, spoil } from "../test/avro/corpus.ts";
import { evolve } from "./avro/evolve.ts";
import { apacheAvro, fastavro, type OtherAnswer } from "./avro/other-codecs.ts";

const full = process.env.WEIR_TEST_FULL === "1";
const corpus = generateCorpus(20261128, full ? 5_000 : 600);
const noHeader = Buffer.alloc(0);
const random = randomFrom(7);

interface Coded extends CorpusCase {
  readonly payload: Buffer;
  readonly decode: Decode;
}

const coded: Coded[] = corpus.map((item) => ({
  ...item,
  payload: compileAvroEncoder(parseAvroSchema(item.definition))(item.value, noHeader),
  decode: compileAvroDecoder(item.definition),
}));

const spoilt = coded
  .slice(0, full ? 5_000 : 300)
  .flatMap((item) =>
    Array.from({ length: 2 }, () => ({ ...item, payload: spoil(item.payload, random) })),
  );

const evolved = coded.map((item) => {
  const reader = evolve(item.definition, random);
  return { ...item, reader, decode: compileResolved(item.definition, reader) };
});

/** Undefined where our resolver says that the pair does not fit. */
function compileResolved(definition: string, reader: string): Decode | undefined {
  try {
    return compileAvroResolver(parseAvroSchema(definition), parseAvroSchema(reader));
  } catch {
    return undefined;
  }
}

/** What the other implementations say, each asked in one process. */
const said = new Map<string, readonly OtherAnswer[]>();

before(async () => {
  const [java, python] = await Promise.all([
    apacheAvro([...coded, ...spoilt, ...evolved]),
    fastavro(coded),
  ]);
  said.set("Apache Avro for Java", java.slice(0, coded.length));
  said.set("spoilt", java.slice(coded.length, coded.length + spoilt.length));
  said.set("evolved", java.slice(coded.length + spoilt.length));
  said.set("fastavro", python);
});

for (const name of ["Apache Avro for Java", "fastavro"]) {
  test(`${name} reads what we write, and we what it writes`, (t) => {
    const answers = said.get(name) ?? [];
    const wrong = coded.filter((item, index) => {
      const answer = answers[index];
      if (answer === undefined || "error" in answer || answer.text !== item.text) return true;
      if (name === "fastavro" && mixesBytesAndArrays(item.definition)) return false;
      return !isSame(item.decode(answer.bytes), item.value);
    });
    assert.deepEqual(wrong.slice(0, 2), [], `${wrong.length} of ${coded.length}`);
    t.diagnostic(`${coded.length} schemas with a value each`);
  });
}

test("avsc writes the same bytes, and reads ours", (t) => {
  const known = coded.filter(({ isWide }) => !isWide);
  for (const { definition, wrapped, payload, value, decode } of known) {
    const type = avro.Type.forSchema(JSON.parse(definition), { wrapUnions: "always" });
    assert.equal(type.toBuffer(wrapped).toString("hex"), payload.toString("hex"), definition);
    // An object of its own class, and -0 as it stands.
    assert.ok(isSame(unwrap(type.fromBuffer(payload)), unwrap(wrapped)), definition);
    assert.ok(isSame(decode(payload), value));
  }
  t.diagnostic(`${known.length} schemas with a value each`);
});

test("a wrong byte is seen by the comparison", () => {
  const answers = said.get("fastavro") ?? [];
  const changed = coded.filter((item, index) => {
    const answer = answers[(index + 1) % coded.length];
    return answer !== undefined && "text" in answer && answer.text === item.text;
  });
  assert.ok(changed.length < coded.length / 10, "values of other schemas look the same");
});

test("spoilt bytes give an error or what Java reads, and take no time", (t) => {
  const answers = said.get("spoilt") ?? [];
  let refused = 0;
  let compared = 0;
  for (const [index, { decode, payload, definition }] of spoilt.entries()) {
    const startedAt = performance.now();
    const value = attempt(decode, payload);
    assert.ok(performance.now() - startedAt < 1_000, "it takes more than a second");
    const java = answers[index];
    assert.ok(java);
    if (value instanceof Error) {
      refused += 1;
      continue;
    }
    // What we take, Java takes, and reads in it what we read: their bytes of it are read as equal.
    assert.ok("text" in java, `${definition} ${payload.toString("hex")}: ${JSON.stringify(java)}`);
    assert.ok(isSame(decode(java.bytes), value), definition);
    compared += 1;
  }
  t.diagnostic(`${refused} refused, ${compared} read`);
  assert.ok(refused > spoilt.length / 10 && compared > spoilt.length / 50);
});

test("a reader schema reads what Java reads with it", (t) => {
  const answers = said.get("evolved") ?? [];
  let compared = 0;
  for (const [index, { decode, payload, definition, reader }] of evolved.entries()) {
    const java = answers[index];
    assert.ok(java);
    const value = decode === undefined ? new Error("no pair") : attempt(decode, payload);
    const what = `${definition}\n${reader}\n${JSON.stringify(java)}`;
    if (value instanceof Error) {
      assert.ok("error" in java, `${value.message}\n${what}`);
      continue;
    }
    assert.ok("text" in java, what);
    const theirs = compileAvroDecoder(reader)(java.bytes);
    assert.ok(isSame(theirs, value), what);
    compared += 1;
  }
  t.diagnostic(`${compared} of ${evolved.length} pairs fit`);
  assert.ok(compared > evolved.length / 4 && compared < evolved.length);
});

/** fastavro writes bytes as an array of numbers where a union has both. */
function mixesBytesAndArrays(definition: string): boolean {
  return definition.includes('"array"') && /"bytes"|"fixed"/.test(definition);
}

function attempt(decode: Decode, payload: Buffer): unknown {
  try {
    return decode(payload);
  } catch (error) {
    assert.ok(
      error instanceof Error && !/Maximum call stack|Invalid array length/.test(error.message),
    );
    return error;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  try {
    assert.deepStrictEqual(one, other);
    return true;
  } catch {
    return false;
  }
}

/** avsc gives unions and records as objects of its own classes. */
function unwrap(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.toString();
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unwrap(item)]));
}
