import assert from "node:assert/strict";
import { test } from "node:test";
import { planGlueJobFile } from "../../src/lake/lake-job.ts";
import { synthLake } from "../../src/lake/synth-lake.ts";
import { deployOutputs, fillPlaceholders } from "../../src/outputs.ts";
import { inputs, platformOf } from "./lake-sample.ts";

test("gives the folder of the job, the same bytes each time", async () => {
  const files = await synthLake(platformOf(), inputs);
  assert.deepEqual(
    files.map(({ path }) => path),
    [
      "lake/job.json",
      "lake/job-arguments.json",
      "lake/jars.txt",
      "lake/weir_glue_job.py",
      "lake/weir_lakehouse-0.1.0-py3-none-any.whl",
    ],
  );
  assert.deepEqual(await synthLake(platformOf(), inputs), files);
});

test("leaves only placeholders that a deployment fills", async () => {
  const known = new Set(deployOutputs(platformOf()).map(({ name }) => name));
  for (const { path, content } of await synthLake(platformOf(), inputs)) {
    if (typeof content !== "string") continue;
    for (const [, name = ""] of content.matchAll(/\$\{([^}]+)\}/g)) {
      assert.ok(known.has(name), `${path}: ${name}`);
    }
  }
  const filled = fillPlaceholders(JSON.stringify(planGlueJobFile(platformOf())), {
    WEIR_BUCKET: "b",
    WEIR_BOOTSTRAP_SERVERS: "b-1:9098",
  });
  const { bootstrapServers, lakePath, checkpointPath } = JSON.parse(filled);
  assert.deepEqual(
    { bootstrapServers, lakePath, checkpointPath },
    { bootstrapServers: "b-1:9098", lakePath: "s3://b/lake", checkpointPath: "s3://b/checkpoints" },
  );
});

test("lists a jar as one line of five columns", async () => {
  const files = await synthLake(platformOf(), inputs);
  const text = String(files.find(({ path }) => path === "lake/jars.txt")?.content);
  const [header, ...lines] = text.trim().split("\n");
  assert.equal(header, "# coordinates url sha256 sha512 s3-key");
  assert.equal(lines.length, 2);
  for (const line of lines) {
    assert.match(line, /^\S+:\S+ https:\S+\.jar [0-9a-f]{64} [0-9a-f]{128} lake-job\/\S+\.jar$/);
  }
});

test("takes Kafka with IAM, once in each period or without an end", () => {
  const job = planGlueJobFile(platformOf());
  assert.equal(job.kafkaOptions?.["sasl.mechanism"], "AWS_MSK_IAM");
  assert.equal(job.trigger, "availableNow");
  assert.equal(job.registry.endpoint, undefined);
  const continuous = planGlueJobFile(platformOf({ lake: { cadence: "continuous" } }));
  assert.equal(continuous.trigger, "processingTime 5 seconds");
});
