import assert from "node:assert/strict";
import { test } from "node:test";
import { hasErrorCode, names, WeirError } from "@weir/core";
import { checkConnector, isSecretKey, renderConnector } from "../src/index.ts";
import { sampleOptions, samplePlatform, sampleWithConfig } from "./sample.ts";

const render = (platform = samplePlatform(), options = sampleOptions) =>
  renderConnector(platform, "fullfillment", options);

test("renders one Debezium task that captures exactly the spec's tables", () => {
  const { name, config } = render();
  assert.equal(name, "fullfillment");
  assert.equal(config["connector.class"], "io.debezium.connector.mysql.MySqlConnector");
  assert.equal(config["tasks.max"], "1");
  assert.equal(config["topic.prefix"], "fullfillment");
  assert.equal(config["table.include.list"], "test_db\\.person,test_db\\.orders");
  assert.equal(config["database.server.id"], String(names.serverId("legopoc", "fullfillment")));
  assert.equal(config["snapshot.mode"], "initial");
});

test("keeps the data contract's value modes", () => {
  const { config } = render();
  assert.equal(config["decimal.handling.mode"], "precise");
  assert.equal(config["bigint.unsigned.handling.mode"], "precise");
  assert.equal(config["time.precision.mode"], "adaptive_time_microseconds");
  assert.equal(config["binary.handling.mode"], "bytes");
  assert.equal(config["include.schema.changes"], "false");
  assert.equal(config["tombstones.on.delete"], "true");
});

test("keeps the NULLs of columns with a default by Weir's own transform, and runs no other", () => {
  const { config } = render();
  const transforms = Object.entries(config).filter(([key]) => key.startsWith("transforms"));
  assert.deepEqual(Object.fromEntries(transforms), {
    transforms: "keepNulls",
    "transforms.keepNulls.type": "dev.weir.connect.KeepNulls",
  });
});

test("writes heartbeat, signals and schema history under Weir's names", () => {
  const { config } = render();
  assert.equal(config["topic.heartbeat.prefix"], "weir.heartbeat");
  assert.match(
    config["heartbeat.action.query"] ?? "",
    /^INSERT INTO weir\.heartbeat .*'fullfillment'/,
  );
  assert.equal(config["signal.data.collection"], "weir.signal");
  assert.equal(config["schema.history.internal.kafka.topic"], "weir.schema-history.fullfillment");
});

test("runs no heartbeat query where the heartbeat is off", () => {
  const sources = { fullfillment: { tables: ["a.b"], heartbeatIntervalMs: 0 } };
  const { config } = render(samplePlatform({ sources }));
  assert.equal(config["heartbeat.action.query"], undefined);
});

test("gives key and value the same converter with the registry's endpoint", () => {
  const { config } = render();
  for (const side of ["key", "value"]) {
    assert.match(config[`${side}.converter`] ?? "", /AWSKafkaAvroConverter$/);
    assert.equal(config[`${side}.converter.registry.name`], "legopoc");
    assert.equal(config[`${side}.converter.endpoint`], "http://127.0.0.1:7080");
    assert.equal(
      config[`${side}.converter.schemaNameGenerationClass`],
      "dev.weir.connect.TopicKeyValueNamingStrategy",
    );
  }
  const { registryEndpoint: _, ...aws } = sampleOptions;
  assert.equal(render(samplePlatform(), aws).config["value.converter.endpoint"], undefined);
});

test("holds no secret, only references", () => {
  const { config } = render();
  const secrets = Object.entries(config).filter(([key]) => isSecretKey(key));
  assert.ok(secrets.length > 0);
  for (const [, value] of secrets) assert.match(value, /^\$\{directory:/);
});

test("rejects a plain password", () => {
  const database = { ...sampleOptions.database, password: "hunter2" };
  assert.throws(
    () => render(samplePlatform(), { ...sampleOptions, database }),
    (error) => hasErrorCode(error, "SPEC_INVALID") && !String(error).includes("hunter2"),
  );
});

test("never asks for more replicas than there are brokers", () => {
  const kafka = { brokers: 1, replicationFactor: 3, minInsyncReplicas: 2 };
  const { config } = render(samplePlatform({ kafka }));
  assert.equal(config["topic.creation.default.replication.factor"], "1");
  assert.equal(config["topic.creation.default.min.insync.replicas"], "1");
});

test("gives heartbeat and signal topics one partition whatever the tables have", () => {
  const sources = { fullfillment: { tables: ["test_db.person"], partitions: 6 } };
  const { config } = render(samplePlatform({ sources }));
  assert.equal(config["topic.creation.default.partitions"], "6");
  assert.equal(config["topic.creation.weir.partitions"], "1");
  const include = (config["topic.creation.weir.include"] ?? "").split(",");
  const matches = (topic: string) => include.some((p) => new RegExp(`^(?:${p})$`).test(topic));
  assert.ok(matches("weir.heartbeat.fullfillment"));
  assert.ok(matches("fullfillment.weir.signal"));
  assert.ok(!matches("fullfillment.test_db.person"));
});

test("repeats client security for the schema history and demands TLS where asked", () => {
  const { config } = render(samplePlatform(), {
    ...sampleOptions,
    database: { ...sampleOptions.database, tls: true },
    kafkaSecurity: { "security.protocol": "SASL_SSL" },
  });
  assert.equal(config["schema.history.internal.producer.security.protocol"], "SASL_SSL");
  assert.equal(config["schema.history.internal.consumer.security.protocol"], "SASL_SSL");
  assert.equal(config["database.ssl.mode"], "required");
  assert.equal(config["driver.allowPublicKeyRetrieval"], undefined);
});

test("repeats client security for the signal consumer where the Kafka channel is on", () => {
  const options = { ...sampleOptions, kafkaSecurity: { "security.protocol": "SASL_SSL" } };
  const key = "signal.consumer.security.protocol";
  assert.equal(render(samplePlatform(), options).config[key], undefined);
  const platform = sampleWithConfig({ "signal.enabled.channels": "source,kafka" });
  const { config } = render(platform, options);
  assert.equal(config[key], "SASL_SSL");
  assert.equal(config["signal.kafka.bootstrap.servers"], "127.0.0.1:9092");
});

test("rejects signal channels without the source's own", () => {
  const [problem] = checkConnector(
    sampleWithConfig({ "signal.enabled.channels": "kafka" }),
    "fullfillment",
  );
  assert.match(problem?.path ?? "", /signal\.enabled\.channels$/);
});

test("requires exactly-once support only where the spec wants it", () => {
  assert.equal(render().config["exactly.once.support"], undefined);
  const exact = samplePlatform({ connect: { exactlyOnce: true } });
  assert.equal(render(exact).config["exactly.once.support"], "required");
});

test("merges the user's properties over defaults", () => {
  const { config } = render(
    sampleWithConfig({ "max.batch.size": 100, "producer.override.linger.ms": 0 }),
  );
  assert.equal(config["max.batch.size"], "100");
  assert.equal(config["producer.override.linger.ms"], "0");
});

test("rejects every property that Weir owns at once, without its secret", () => {
  const platform = sampleWithConfig({
    "topic.prefix": "other",
    "database.server.id": 1,
    "database.password": "hunter2",
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    transforms: "route",
    "transforms.keepNulls.type": "x",
    "transforms.route.type": "x",
    "table.exclude.list": "a.b",
    "producer.override.acks": 1,
    "topic.creation.default.partitions": 9,
    "snapshot.fetch.size": 10,
  });
  const problems = checkConnector(platform, "fullfillment");
  assert.deepEqual(
    problems.map(({ path }) => path.replace("sources.fullfillment.config.", "")).sort(),
    [
      "database.password",
      "database.server.id",
      "producer.override.acks",
      "table.exclude.list",
      "topic.creation.default.partitions",
      "topic.prefix",
      "transforms",
      "transforms.keepNulls.type",
      "transforms.route.type",
      "value.converter",
    ],
  );
  assert.ok(problems.every(({ expectation, remedy }) => expectation && remedy));
  assert.ok(!JSON.stringify(problems).includes("hunter2"));
  assert.throws(
    () => render(platform),
    (error) =>
      error instanceof WeirError &&
      error.code === "SPEC_INVALID" &&
      (error.details.problems as unknown[]).length === problems.length,
  );
});

test("rejects a format without converter and says what to choose", () => {
  const [problem] = checkConnector(
    samplePlatform({ registry: { format: "json" } }),
    "fullfillment",
  );
  assert.equal(problem?.path, "registry.format");
  assert.match(problem?.remedy ?? "", /avro/);
});
