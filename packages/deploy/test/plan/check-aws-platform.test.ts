import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlatformInput } from "@weir/core";
import { checkAwsPlatform } from "../../src/plan/check-aws-platform.ts";
import { platformOf, sourcesOf } from "./plan-fixture.ts";

/** Path, expectation and remedy of each problem. */
function problemsOf(aws: Partial<PlatformInput["aws"]>, rest: Partial<PlatformInput> = {}) {
  return checkAwsPlatform(platformOf(aws, rest)).map(
    ({ path, expectation, remedy }) => `${path}: ${expectation}; ${remedy}`,
  );
}

/** Exactly one problem, with this text in it. */
function assertProblem(problems: readonly string[], pattern: RegExp) {
  assert.equal(problems.length, 1, problems.join("\n"));
  assert.match(problems[0] ?? "", pattern);
}

test("accepts the defaults", () => {
  assert.deepEqual(problemsOf({}), []);
});

test("rejects a region that AWS does not have, with the one that was probably meant", () => {
  assertProblem(problemsOf({ region: "eu-centrall-1" }), /did you mean "eu-central-1"/);
  assertProblem(problemsOf({ region: "cn-north-1" }), /partition/);
  assertProblem(problemsOf({ region: "us-west-1" }), /three zones/);
});

test("rejects unknown types, with the one that was probably meant", () => {
  const eks = problemsOf({ eks: { instanceType: "m7g.lrge" } });
  assertProblem(eks, /aws\.eks\.instanceType: .*did you mean "m7g\.large"/);
  const msk = problemsOf({ msk: { instanceType: "kafka.m7g.larg" } });
  assertProblem(msk, /aws\.msk\.instanceType: .*did you mean "kafka\.m7g\.large"/);
  const rds = problemsOf({ rds: { instanceType: "db.m7g.larg" } });
  assertProblem(rds, /aws\.rds\.instanceType: .*did you mean "db\.m7g\.large"/);
});

test("does not look at types of adopted parts", () => {
  const vpc = { existing: "vpc-0abc12345678" };
  const arn = "arn:aws:kafka:us-east-1:123456789012:cluster/a/b";
  const msk = { existing: arn, instanceType: "kafka.other" };
  const eks = { existing: "shared", instanceType: "other.large" };
  const rds = { existing: { fullfillment: "db-1" }, instanceType: "db.other" };
  assert.deepEqual(problemsOf({ vpc, msk, eks, rds }), []);
});

test("rejects a node that is too small for one worker, and names one that is not", () => {
  const problems = problemsOf({ eks: { instanceType: "m7g.medium" } });
  assertProblem(problems, /expected a node for a worker of 2048 MiB and 1 vCPU.*choose m7g\.large/);
});

test("rejects workers that their nodes cannot hold together", () => {
  const problems = problemsOf({ connect: { memoryMiB: 4_096 } }, { connect: { workers: 6 } });
  assertProblem(
    problems,
    /room for 2 workers of 4096 MiB and 1 vCPU in each zone.*1 of 3 nodes.*add aws\.eks\.nodes, or choose m7g\.xlarge/,
  );
  const spread = { connect: { memoryMiB: 4_096 }, eks: { nodes: 6 } };
  assert.deepEqual(problemsOf(spread, { connect: { workers: 6 } }), []);
});

test("counts the nodes of each zone, not their sum", () => {
  const connect = { memoryMiB: 4_096 };
  // Five nodes stand 2, 2, 1: the third zone has no room for a second worker.
  const problems = problemsOf({ connect, eks: { nodes: 5 } }, { connect: { workers: 6 } });
  assertProblem(problems, /in each zone/);
  assert.deepEqual(problemsOf({ connect, eks: { nodes: 5 } }, { connect: { workers: 5 } }), []);
});

test("accepts a class of a known family whose price is not known", () => {
  assert.deepEqual(problemsOf({ rds: { instanceType: "db.m8g.large" } }), []);
});

test("rejects nodes that leave no room for operators and monitoring", () => {
  const problems = problemsOf({ eks: { instanceType: "t4g.medium" } });
  assertProblem(problems, /workers, operators, monitoring/);
});

test("rejects a worker without the memory for its share of the connectors", () => {
  const rest = { sources: sourcesOf(40) };
  assertProblem(
    problemsOf({}, rest),
    /heap of 2176 MiB, and this gives 1269: a worker runs 20 connectors.*set at least 3584/,
  );
  assert.deepEqual(problemsOf({ connect: { memoryMiB: 3_584 } }, rest), []);
});

test("rejects the small broker: no KRaft, and too few connections in a second", () => {
  const problems = problemsOf({ msk: { instanceType: "kafka.t3.small" } });
  assert.equal(problems.length, 2);
  assert.match(problems[0] ?? "", /takes no KRaft/);
  assert.match(problems[1] ?? "", /this one takes 4 in a second/);
});

test("rejects more partitions than brokers take", () => {
  const tables = Array.from({ length: 20 }, (_, index) => `d.t${index}`);
  const problems = problemsOf({}, { sources: { a: { tables, partitions: 100 } } });
  assertProblem(problems, /aws\.msk\.instanceType: expected brokers for 2084 partitions/);
});

test("rejects more connections than a broker holds", () => {
  const aws = { connect: { memoryMiB: 16_384 }, eks: { instanceType: "r7g.2xlarge", nodes: 20 } };
  const rest = { connect: { workers: 20 }, sources: sourcesOf(800) };
  const msk = { instanceType: "kafka.m7g.4xlarge" };
  assertProblem(problemsOf({ ...aws, msk }, rest), /at most 3000 IAM connections/);
});

test("rejects protobuf with the reason", () => {
  const problems = problemsOf({}, { registry: { format: "protobuf" } });
  assertProblem(problems, /registry\.format: .*cannot carry a Debezium envelope/);
});

test("rejects releases that RDS does not have and cadences that no trigger keeps", () => {
  const source = { version: "9.7" as const, tables: ["d.t"] };
  const problems = problemsOf({}, { sources: { a: source }, lake: { cadence: "7 minutes" } });
  assert.deepEqual(
    problems.map((problem) => problem.split(":")[0]),
    ["sources.a.version", "lake.cadence"],
  );
});

test("rejects a stream of records of a Confluent registry, which the lake cannot read", () => {
  const registry = { kind: "confluent", converter: { class: "io.example.Converter" } } as const;
  assert.deepEqual(problemsOf({}, { registry }), []);
  const stream = { registry, lake: { cadence: "continuous" } };
  assertProblem(problemsOf({}, stream), /^lake\.cadence: .*quarantine each/);
});
