import assert from "node:assert/strict";
import { test } from "node:test";
import { planWorkerConfig, renderProperties } from "../src/index.ts";
import { samplePlatform } from "./sample.ts";

const options = {
  bootstrapServers: "127.0.0.1:9092",
  restPort: 8083,
  pluginPath: ["/plugins/debezium", "/plugins/glue"],
  secretsDirectory: "/run/weir/secrets",
};

test("gives a worker the high-availability profile", () => {
  const config = planWorkerConfig(samplePlatform(), options);
  assert.equal(config["session.timeout.ms"], "6000");
  assert.equal(config["heartbeat.interval.ms"], "2000");
  assert.equal(config["scheduled.rebalance.max.delay.ms"], "0");
  assert.equal(config["offset.flush.interval.ms"], "5000");
  assert.equal(config["plugin.discovery"], "service_load");
  assert.equal(config["plugin.path"], "/plugins/debezium,/plugins/glue");
});

test("delays rebalances beyond fifty tasks", () => {
  const many = Array.from({ length: 51 }, (_, n) => [`s${n}`, { tables: ["a.b"] }]);
  const config = planWorkerConfig(samplePlatform({ sources: Object.fromEntries(many) }), options);
  assert.equal(config["scheduled.rebalance.max.delay.ms"], "5000");
});

test("listens on loopback and lets connectors read the secrets folder only", () => {
  const config = planWorkerConfig(samplePlatform(), options);
  assert.equal(config.listeners, "http://127.0.0.1:8083");
  assert.equal(config["rest.advertised.port"], "8083");
  assert.equal(config["config.providers.directory.param.allowed.paths"], "/run/weir/secrets");
});

test("keeps internal topics within the number of brokers", () => {
  const kafka = { brokers: 1, replicationFactor: 3, minInsyncReplicas: 2 };
  const config = planWorkerConfig(samplePlatform({ kafka }), options);
  for (const store of ["config", "offset", "status"]) {
    assert.equal(config[`${store}.storage.replication.factor`], "1");
  }
  assert.equal(config["offset.storage.min.insync.replicas"], "1");
});

test("gives every client of the worker the cluster's security", () => {
  const config = planWorkerConfig(samplePlatform(), {
    ...options,
    kafkaSecurity: { "security.protocol": "SASL_SSL" },
  });
  for (const prefix of ["", "producer.", "consumer.", "admin."]) {
    assert.equal(config[`${prefix}security.protocol`], "SASL_SSL");
  }
});

test("escapes backslashes in the properties file", () => {
  assert.equal(renderProperties({ "a b": "c\\d" }), "a\\ b=c\\\\d\n");
});
