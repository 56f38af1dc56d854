import assert from "node:assert/strict";
import { test } from "node:test";
import type { WeirError } from "@weir/core";
import { type FakeGlueJob, startFakeGlueRuns } from "@weir/deploy/testing";
import { queryGlueLake, runGlueLake } from "../src/glue-lake.ts";
import type { LakeEvent } from "../src/lake-event.ts";
import { fakeLakehouse } from "./fake-lakehouse.ts";

const table = {
  source: "s",
  table: "d.t",
  records: 3,
  silverVersion: 1,
  resync: [],
  nullAsDefault: [],
};

async function runAgainst(job: Partial<FakeGlueJob>, onEvent?: (event: LakeEvent) => void) {
  const fake = await startFakeGlueRuns({ name: "job", states: ["SUCCEEDED"], ...job });
  try {
    return await runGlueLake({
      jobName: "job",
      region: "eu-central-1",
      endpoint: fake.endpoint,
      credentials: { accessKeyId: "key", secretAccessKey: "secret" },
      deadlineMs: 60_000,
      pollMs: 1,
      ...(onEvent === undefined ? {} : { onEvent }),
    });
  } finally {
    await fake.stop();
  }
}

test("gives the tables of a Glue run and its events on the way", async () => {
  const events: LakeEvent[] = [];
  const output = [
    "Spark says something",
    JSON.stringify({ event: "warning", code: "TOPIC_UNKNOWN", message: "no topic yet" }),
    JSON.stringify({ event: "done", tables: [table], durationMs: 1234 }),
  ];
  const result = await runAgainst({ output }, (event) => events.push(event));
  assert.deepEqual(result, {
    runId: "jr_fake",
    executionSeconds: 42,
    tables: [table],
    warnings: [{ code: "TOPIC_UNKNOWN", message: "no topic yet" }],
    durationMs: 1234,
  });
  assert.deepEqual(
    events.map(({ event }) => event),
    ["warning", "done"],
  );
});

test("gives no tables where the log may not be read", async () => {
  const result = await runAgainst({ logsDenied: true });
  assert.deepEqual([result.tables, result.durationMs], [[], 42_000]);
});

test("fails with the job's own code and words and the driver's log", async () => {
  const output = [JSON.stringify({ event: "error", code: "KAFKA_FAILED", message: "no broker" })];
  const job = { states: ["FAILED"], error: "RuntimeError: …", output, errorLog: ["at line 1"] };
  await assert.rejects(runAgainst(job), (error: WeirError) => {
    assert.equal(error.code, "KAFKA_UNREACHABLE");
    assert.match(error.message, /jr_fake of job ended as FAILED: no broker/);
    assert.equal(error.details.log, "at line 1");
    return true;
  });
  await assert.rejects(
    runAgainst({ states: ["TIMEOUT"], error: "too long" }),
    (error: WeirError) => {
      assert.equal(error.code, "LAKE_RUN_FAILED");
      assert.match(error.remedy ?? "", /timeoutMinutes/);
      return true;
    },
  );
});

test("queries the lake in the bucket with the region and the caller's credentials", async () => {
  const python = await fakeLakehouse(
    `names = ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ENDPOINT_URL_S3")
print(json.dumps([{"args": sys.argv[1:], **{n: os.environ.get(n) for n in names}}]))`,
  );
  const rows = await queryGlueLake("select 1", {
    python,
    bucket: "b",
    region: "eu-central-1",
    environment: { PATH: process.env.PATH, AWS_PROFILE: "mine" },
    deadlineMs: 30_000,
  });
  assert.deepEqual(rows, [
    {
      args: ["query", "--lake", "s3://b/lake", "--sql", "select 1"],
      AWS_REGION: "eu-central-1",
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_PROFILE: "mine",
      AWS_ENDPOINT_URL_S3: null,
    },
  ]);
});
