/** The schema commands on AWS: through its SDK, against a registry that it takes for Glue. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type FakeAws, startFakeAws } from "@weir/deploy/testing";
import { type RunningRegistry, registryClient, startRegistry } from "@weir/registry";
import { renderDebeziumEnvelope } from "@weir/schema";
import { callWeir, makeFolder, smallSpec } from "./run-weir.ts";

const topic = "fullfillment.test_db.person";
const awsSpec = `${smallSpec}aws:\n  region: eu-central-1\n`;
const RegistryId = { RegistryName: "legopoc" };
const SchemaId = { ...RegistryId, SchemaName: topic };

describe("the schema commands on AWS", () => {
  let registry: RunningRegistry;
  let aws: FakeAws;
  const saved: Record<string, string | undefined> = {};

  before(async () => {
    // Slower than the command looks: what AWS does too, it has to wait for.
    registry = await startRegistry({
      databaseFile: ":memory:",
      policy: { asyncEvaluationMs: 300 },
    });
    aws = await startFakeAws();
    const environment = {
      AWS_ACCESS_KEY_ID: "weir",
      AWS_SECRET_ACCESS_KEY: "weir",
      AWS_ENDPOINT_URL_GLUE: registry.endpoint,
      AWS_ENDPOINT_URL_EKS: aws.options.endpoint,
    };
    for (const [name, value] of Object.entries(environment)) {
      saved[name] = process.env[name];
      process.env[name] = value;
    }
    const { call } = registryClient(registry.endpoint);
    await call("CreateRegistry", RegistryId);
    await call("CreateSchema", {
      RegistryId,
      ...{ SchemaName: topic, DataFormat: "AVRO", Compatibility: "BACKWARD" },
      SchemaDefinition: envelope(["age"]),
    });
  });
  after(async () => {
    await registry.stop();
    await aws.close();
    for (const [name, value] of Object.entries(saved)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  const weir = async (t: TestContext, args: readonly string[]) => {
    const cwd = makeFolder(t, awsSpec);
    writeFileSync(path.join(cwd, "a.avsc"), envelope(["age", "address"]));
    const answer = await callWeir([...args, "--target", "aws", "-o", "json"], cwd);
    return { ...answer, body: answer.stdout === "" ? undefined : JSON.parse(answer.stdout) };
  };

  test("check works the verdict out from the versions", async (t) => {
    const no = await weir(t, ["schema", "check", "a.avsc", "--schema", topic]);
    assert.equal(no.exitCode, 3, no.stderr);
    assert.deepEqual([no.body.compatible, no.body.against], [false, [1]]);
    assert.equal(no.body.violations[0].column, "address");
  });

  test("accept waits while AWS judges, does the registry's part, and says what it could not see", async (t) => {
    const { call } = registryClient(registry.endpoint);
    const refused = await call("RegisterSchemaVersion", {
      SchemaId,
      SchemaDefinition: envelope(["age", "address"]),
    });
    assert.equal(refused.Status, "PENDING");
    const { exitCode, body, stderr } = await weir(t, ["schema", "accept", topic, "--yes"]);
    assert.equal(exitCode, 1, stderr);
    assert.deepEqual([body.accepted, body.row.state], [true, "not seen"]);
    assert.match(stderr, /note: the EKS cluster \S+ is not there: a task that stands still/);
    const { Compatibility, SchemaCheckpoint } = await call("GetSchema", { SchemaId });
    assert.deepEqual([Compatibility, SchemaCheckpoint], ["BACKWARD", body.version.versionNumber]);
    assert.deepEqual(await schemas(call), [topic]);
  });

  test("history works out again why a version was refused, which AWS does not keep", async (t) => {
    const { call } = registryClient(registry.endpoint);
    const SchemaDefinition = envelope(["age", "address", "street"]);
    await call("RegisterSchemaVersion", { SchemaId, SchemaDefinition });
    const isJudged = async () =>
      (await call("ListSchemaVersions", { SchemaId })).Schemas.every(
        ({ Status }) => Status !== "PENDING",
      );
    while (!(await isJudged())) await sleep(20);
    const { body } = await weir(t, ["schema", "history", topic]);
    const [newest] = body.versions;
    assert.deepEqual(
      [newest.status, newest.violations[0].column, newest.changes[0].path],
      ["FAILURE", "street", "street"],
    );
  });
});

async function schemas(call: ReturnType<typeof registryClient>["call"]): Promise<string[]> {
  return (await call("ListSchemas", { RegistryId })).Schemas.map(({ SchemaName }) => SchemaName);
}

function envelope(columns: readonly string[]): string {
  return renderDebeziumEnvelope(
    topic,
    columns.map((name) => ({ name, type: "int", nullable: false })),
  );
}
