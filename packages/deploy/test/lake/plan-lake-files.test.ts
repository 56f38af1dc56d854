import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { lakeJars } from "../../src/lake/lake-jars.ts";
import { planLakeFiles, planLakeJobArguments } from "../../src/lake/plan-lake-files.ts";
import { versions } from "../../src/versions.ts";
import { inputs, platformOf } from "./lake-sample.ts";

test("names script, wheel and jars by their content", () => {
  const { script, wheel, jars } = planLakeFiles(platformOf(), inputs);
  for (const { content, sha256 } of [script, wheel]) {
    assert.equal(createHash("sha256").update(content).digest("hex"), sha256);
  }
  for (const { key, name, sha256 } of [script, wheel, ...jars]) {
    assert.equal(key, `lake-job/${sha256.slice(0, 32)}/${name}`);
  }
  assert.equal(script.name, "weir_glue_job.py");
  assert.deepEqual(
    jars.map(({ name }) => name),
    [`aws-msk-iam-auth-${versions.mskIamAuth}-all.jar`, "spark-avro_2.13-4.1.1.jar"],
  );
});

test("gives the job objects of the bucket and nothing else to fetch", () => {
  const given = planLakeJobArguments(platformOf(), inputs, "the-bucket");
  const { wheel, jars } = planLakeFiles(platformOf(), inputs);
  assert.equal(given["--additional-python-modules"], `s3://the-bucket/${wheel.key}`);
  assert.equal(given["--python-modules-installer-option"], "--no-index");
  assert.deepEqual(
    given["--extra-jars"]?.split(","),
    jars.map(({ key }) => `s3://the-bucket/${key}`),
  );
  assert.equal(given["--weir_job_file"], "s3://the-bucket/lake-job/job.json");
  assert.equal(given["--datalake-formats"], "delta");
  assert.doesNotMatch(JSON.stringify(given), /https?:/);
  assert.match(
    planLakeJobArguments(platformOf(), inputs)["--TempDir"] ?? "",
    /^s3:\/\/\$\{WEIR_BUCKET\}\//,
  );
});

test("sets what the Python side demands of its session, and partitions by size", () => {
  const python = readFileSync(
    `${inputs.lakehouseDirectory}/weir_lakehouse/spark_session.py`,
    "utf8",
  );
  const demanded = /SETTINGS = \{([^}]*)\}/.exec(python)?.[1] ?? "";
  const pairs = [...demanded.matchAll(/"(spark[^"]+)": "([^"]+)"/g)];
  assert.equal(pairs.length, 5);
  const small = planLakeJobArguments(platformOf(), inputs)["--conf"] ?? "";
  const settings = small.split(" --conf ");
  for (const [, name, value] of pairs) assert.ok(settings.includes(`${name}=${value}`), name);
  assert.ok(settings.includes("spark.sql.shuffle.partitions=8"));
  const aws = { region: "eu-central-1", glue: { workerType: "G.2X" as const, workers: 4 } };
  const large = planLakeJobArguments(platformOf({ aws }), inputs)["--conf"] ?? "";
  assert.match(large, /shuffle\.partitions=48/);
});

test("ships Spark's Avro in the version of the engines", () => {
  const pom = readFileSync(`${inputs.lakehouseDirectory}/../pom.xml`, "utf8");
  const spark = /<spark.version>([^<]+)</.exec(pom)?.[1];
  const scala = /<scala.binary.version>([^<]+)</.exec(pom)?.[1];
  const avro = lakeJars.find(({ file }) => file.startsWith("spark-avro"));
  assert.equal(avro?.coordinates, `org.apache.spark:spark-avro_${scala}:${spark}`);
});
