import assert from "node:assert/strict";
import { test } from "node:test";
import { checkCompatibility, parseAvroSchema, type SchemaReference } from "../../src/index.ts";

function record(name: string, types: readonly unknown[]): string {
  const fields = types.map((type, index) => ({ name: `f${index}`, type }));
  return JSON.stringify({ type: "record", name, fields });
}

function reference(name: string, types: readonly unknown[], ...more: SchemaReference[]) {
  return { name, definition: record(name, types), references: more };
}

test("defines the types of references first, nested ones before", () => {
  const street = reference("geo.Street", ["string"]);
  const address = reference("geo.Address", ["Street"], street);
  const person = parseAvroSchema(record("Person", ["geo.Address", "geo.Street"]), [address]);
  assert.ok(person.type === "record");
  const [first, second] = [...person.fields.values()].map((field) => field.type);
  assert.ok(first?.type === "record" && first.fullName === "geo.Address");
  assert.equal(first.fields.get("f0")?.type, second);
});

test("takes a schema that two others name once", () => {
  const common = reference("n.C", ["int"]);
  const copy = { ...common };
  const both = [reference("n.A", ["C"], common), reference("n.B", ["C"], copy)];
  assert.doesNotThrow(() => parseAvroSchema(record("n.Top", ["A", "B"]), both));
});

test("rejects references in a circle", () => {
  const a = { name: "A", definition: record("A", ["B"]), references: [] as SchemaReference[] };
  a.references.push(reference("B", ["A"], a));
  assert.throws(() => parseAvroSchema(record("Top", ["A"]), [a]), {
    code: "SCHEMA_INVALID",
    message: "references go in a circle: A → B → A",
  });
});

test("rejects a name that no reference defines, and one that two define differently", () => {
  const one = reference("A", ["int"]);
  assert.throws(() => parseAvroSchema(record("Top", ["Z"]), [one]), {
    code: "SCHEMA_INVALID",
    message: /"Z" is not a defined name; .*reference its schema \(at \/fields\/0\/type\)/,
  });
  assert.throws(() => parseAvroSchema(record("Top", ["A"]), [one, reference("A", ["long"])]), {
    code: "SCHEMA_INVALID",
    message: /two references of the name "A"/,
  });
  assert.throws(() => parseAvroSchema(record("A", []), [one]), { message: /can't redefine: A/ });
  assert.throws(() => parseAvroSchema('"A"', [reference("A", ["Nope"])]), {
    message: /\(at \/references\/A\/fields\/0\/type\)/,
  });
});

test("compares with what each version references", () => {
  const version = (type: string) => ({
    definition: record("Top", ["A"]),
    references: [reference("A", [type])],
  });
  const { definition: candidate, references } = version("int");
  const { violations } = checkCompatibility({
    dataFormat: "AVRO",
    mode: "BACKWARD",
    candidate,
    references,
    baselines: [{ versionNumber: 1, ...version("string") }],
  });
  assert.deepEqual(
    violations.map(({ path }) => path),
    ["/fields/0/type/fields/0/type"],
  );
});

test("takes ninety references that name each other without trying every way", () => {
  const chain: SchemaReference[] = [];
  for (let index = 0; index < 90; index++) {
    chain.push({ name: `R${index}`, definition: record(`R${index}`, []), references: [...chain] });
  }
  assert.doesNotThrow(() => parseAvroSchema(record("Top", ["R89"]), chain.toReversed()));
});
