import assert from "node:assert/strict";
import { test } from "node:test";
import { checkCompatibility, type Profile, type Violation } from "../../src/index.ts";

function judge(profile: Profile, earlier: unknown, candidate: unknown) {
  return checkCompatibility({
    dataFormat: "AVRO",
    mode: "BACKWARD",
    profile,
    candidate: JSON.stringify(candidate),
    baselines: [{ versionNumber: 1, definition: JSON.stringify(earlier) }],
  });
}

const record = (name: string, rest: object = {}) => ({ type: "record", name, fields: [], ...rest });

test("compares record names for Confluent, and warns for AWS", () => {
  const aws = judge("aws", record("n.A"), record("n.B"));
  assert.equal(aws.compatible, true);
  assert.deepEqual(aws.warnings, [
    {
      path: "/",
      message:
        "the schema is record B and was record A: AWS Glue does not compare the names of records, Avro's SchemaCompatibility does",
    },
  ]);
  const confluent = judge("confluent", record("n.A"), record("n.B"));
  assert.deepEqual(confluent.warnings, []);
  assert.deepEqual(
    confluent.violations.map(({ rule, path, message, remedy }) => [rule, path, message, remedy]),
    [
      [
        "NAME_MISMATCH",
        "/name",
        "the schema is record B and was record A: Avro compares the names of such types",
        'keep the type\'s name, or give it the alias "n.A"',
      ],
    ],
  );
});

test("takes an alias, or another namespace, for the same record", () => {
  assert.equal(
    judge("confluent", record("n.A"), record("n.B", { aliases: ["A"] })).compatible,
    true,
  );
  assert.equal(judge("confluent", record("n.A"), record("m.A")).compatible, true);
  // An alias is a full name; this one is m.A.
  assert.equal(
    judge("confluent", record("n.A"), record("m.B", { aliases: ["A"] })).compatible,
    false,
  );
});

test("finds a record's name inside a union, and its fields too", () => {
  const schema = (name: string, type: string) =>
    record("Top", {
      fields: [{ name: "u", type: ["null", { ...record(name), fields: [{ name: "x", type }] }] }],
    });
  const places = (violations: readonly Violation[]) =>
    violations.map(({ rule, path }) => `${rule} ${path}`);
  const both = judge("confluent", schema("A", "string"), schema("B", "int")).violations;
  assert.deepEqual(places(both), [
    "NAME_MISMATCH /fields/0/type/1/name",
    "TYPE_MISMATCH /fields/0/type/1/fields/0/type",
  ]);
  const aws = judge("aws", schema("A", "string"), schema("B", "int")).violations;
  assert.deepEqual(places(aws), ["TYPE_MISMATCH /fields/0/type/1/fields/0/type"]);
});
