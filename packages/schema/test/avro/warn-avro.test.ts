import assert from "node:assert/strict";
import { test } from "node:test";
import {
  checkCompatibility,
  type EnvelopeColumn,
  renderDebeziumEnvelope,
  type Warning,
} from "../../src/index.ts";

const topic = "f.test_db.person";
const column = (name: string, type: EnvelopeColumn["type"] = "string", nullable = true) => ({
  name,
  type,
  nullable,
});
const decimal = (precision: number, scale: number) => ({
  type: "bytes",
  logicalType: "decimal",
  precision,
  scale,
});

function warnings(earlier: string, candidate: string): readonly Warning[] {
  const baselines = [{ versionNumber: 1, definition: earlier }];
  return checkCompatibility({ dataFormat: "AVRO", mode: "BACKWARD", candidate, baselines })
    .warnings;
}

function tableWarnings(earlier: EnvelopeColumn[], candidate: EnvelopeColumn[]) {
  return warnings(renderDebeziumEnvelope(topic, earlier), renderDebeziumEnvelope(topic, candidate));
}

test("says once that a column was probably renamed", () => {
  assert.deepEqual(
    tableWarnings(
      [column("id", "int", false), column("lastName")],
      [column("id", "int", false), column("surname")],
    ),
    [
      {
        path: "/fields/0/type/1/fields/1",
        message:
          'column "surname" was added and column "lastName" of the same type (string) was dropped: if that is a rename, readers lose the values under the other name',
      },
    ],
  );
});

test("pairs several renamed columns by type and place, each once", () => {
  const found = tableWarnings(
    [column("a"), column("b"), column("c", "int"), column("d", "long")],
    [column("x"), column("y"), column("z", "int"), column("e", "double")],
  );
  assert.deepEqual(
    found.map(({ message }) => /^column "(.)".*column "(.)"/.exec(message)?.slice(1).join("←")),
    ["x←a", "y←b", "z←c"],
  );
});

test("keeps silent about a column dropped, one added, or two of different types", () => {
  assert.deepEqual(tableWarnings([column("a"), column("b")], [column("a")]), []);
  assert.deepEqual(tableWarnings([column("a")], [column("a"), column("b")]), []);
  assert.deepEqual(tableWarnings([column("a")], [column("b", "int")]), []);
});

test("offers an alias for a field, and keeps silent where there is one", () => {
  const schema = (name: string, rest: object = {}) =>
    JSON.stringify({
      type: "record",
      name: "R",
      fields: [{ name, type: "string", default: "", ...rest }],
    });
  assert.match(warnings(schema("a"), schema("b"))[0]?.message ?? "", /the alias "a" keeps them$/);
  assert.deepEqual(warnings(schema("a"), schema("b", { aliases: ["a"] })), []);
});

test("warns where values change their meaning and Avro reads on", () => {
  assert.deepEqual(
    tableWarnings([column("price", decimal(10, 2))], [column("price", decimal(10, 4))]).map(
      ({ message }) => message,
    ),
    [
      'column "price" changed from decimal(10,2) (bytes) to decimal(10,4) (bytes): a reader of the one schema takes the other\'s values for something else, without an error',
    ],
  );
  const date = { type: "int", "connect.name": "io.debezium.time.Date" };
  assert.equal(tableWarnings([column("day", "int")], [column("day", date)]).length, 1);
  assert.deepEqual(tableWarnings([column("day", date)], [column("day", date)]), []);
});

test("compares with the newest version only: an old rename was said when it came", () => {
  const [first, second, third] = [[column("a")], [column("b")], [column("b"), column("c", "int")]];
  const versions = [first, second].map((columns, index) => ({
    versionNumber: index + 1,
    definition: renderDebeziumEnvelope(topic, columns as EnvelopeColumn[]),
  }));
  const candidate = renderDebeziumEnvelope(topic, third as EnvelopeColumn[]);
  const ask = { dataFormat: "AVRO", mode: "BACKWARD_ALL", candidate } as const;
  assert.deepEqual(checkCompatibility({ ...ask, baselines: versions }).warnings, []);
  assert.equal(checkCompatibility({ ...ask, baselines: versions.slice(0, 1) }).warnings.length, 1);
});
