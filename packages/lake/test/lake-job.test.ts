import assert from "node:assert/strict";
import { test } from "node:test";
import { platformSpec } from "@weir/core";
import { planLakeJob } from "../src/lake-job.ts";

const platform = platformSpec.parse({
  name: "legopoc",
  sources: { fullfillment: { tables: ["test_db.person"] } },
  lake: { cadence: "15 minutes", gold: { people: "select 1" } },
});
const paths = { lakePath: "/l", checkpointPath: "/c", sparkJars: "/j" };

test("names each table's topic and each source's schema history", () => {
  const endpoints = {
    bootstrapServers: "127.0.0.1:9092",
    region: "eu-central-1",
    registryEndpoint: "http://127.0.0.1:1",
  };
  assert.deepEqual(planLakeJob(platform, endpoints, paths), {
    bootstrapServers: "127.0.0.1:9092",
    registry: { name: "legopoc", region: "eu-central-1", endpoint: "http://127.0.0.1:1" },
    lakePath: "/l",
    checkpointPath: "/c",
    sparkJars: "/j",
    sources: [
      {
        name: "fullfillment",
        schemaHistoryTopic: "weir.schema-history.fullfillment",
        tables: [{ database: "test_db", table: "person", topic: "fullfillment.test_db.person" }],
      },
    ],
    gold: { people: "select 1" },
    trigger: "availableNow",
    driverMemory: "1500m",
  });
});

test("takes the cadence as trigger of a run that does not end", () => {
  const endpoints = { bootstrapServers: "b", region: "eu-central-1" };
  const job = planLakeJob(platform, endpoints, paths, { once: false });
  assert.equal(job.trigger, "processingTime 15 minutes");
  assert.equal(job.registry.endpoint, undefined);
});
