import assert from "node:assert/strict";
import { test } from "node:test";
import { objectNamed, objectsOf, sampleFiles, samplePlatform } from "./sample.ts";

interface ConnectorSpec {
  readonly class: string;
  readonly tasksMax: number;
  readonly autoRestart: unknown;
  readonly config: Record<string, string>;
}

async function connectorOf(platform = samplePlatform(), name: string | RegExp = "orders") {
  const objects = objectsOf(platform, await sampleFiles(platform));
  const object = objectNamed(objects, "KafkaConnector", name);
  return { object, spec: object.spec as unknown as ConnectorSpec };
}

test("keeps class, tasks and name out of a connector's configuration", async () => {
  const { object, spec } = await connectorOf();
  assert.equal(spec.class, "io.debezium.connector.mysql.MySqlConnector");
  assert.equal(spec.tasksMax, 1);
  assert.deepEqual(spec.autoRestart, { enabled: true, maxRestarts: 7 });
  for (const key of ["connector.class", "tasks.max", "name", "connector.plugin.version"]) {
    assert.ok(!(key in spec.config), key);
  }
  assert.equal(object.metadata.labels?.["strimzi.io/cluster"], "shop");
});

test("names the resource as Kubernetes wants and leaves the topics' prefix alone", async () => {
  const { spec } = await connectorOf(samplePlatform(), /^crm-eu-/);
  assert.equal(spec.config["topic.prefix"], "Crm_eu");
});

test("repeats MSK's login for the clients that inherit nothing from the worker", async () => {
  const { spec } = await connectorOf();
  const login = [
    "security.protocol",
    "sasl.mechanism",
    "sasl.jaas.config",
    "sasl.client.callback.handler.class",
  ];
  for (const side of ["producer", "consumer"]) {
    for (const key of login) assert.ok(spec.config[`schema.history.internal.${side}.${key}`], key);
  }
  assert.equal(spec.config["signal.consumer.sasl.mechanism"], undefined);
  const config = { "signal.enabled.channels": "source,kafka" };
  const sources = { orders: { tables: ["a.b"], config } };
  const withSignals = await connectorOf(samplePlatform({ sources }));
  for (const key of login) assert.ok(withSignals.spec.config[`signal.consumer.${key}`], key);
});

test("writes the same connector as plain Kafka Connect JSON", async () => {
  const platform = samplePlatform();
  const file = (await sampleFiles(platform)).find(({ path }) => path === "connectors/orders.json");
  const { name, config } = JSON.parse(String(file?.content));
  assert.equal(name, "orders");
  assert.equal(config["connector.class"], "io.debezium.connector.mysql.MySqlConnector");
  assert.equal(config["database.ssl.mode"], "required");
  assert.equal(config["value.converter.region"], "eu-central-1");
  assert.equal(config["value.converter.endpoint"], undefined);
});

test("takes AWS's JSON converter without tombstones and says that it is unproven", async () => {
  const platform = samplePlatform({ registry: { format: "json" } });
  const { spec } = await connectorOf(platform);
  assert.match(spec.config["value.converter"] ?? "", /JsonSchemaConverter$/);
  assert.equal(spec.config["tombstones.on.delete"], "false");
  const files = await sampleFiles(platform);
  const manifest = files.find(({ path }) => path.endsWith("50-connectors.yaml"));
  assert.match(String(manifest?.content), /^# Unproven/m);
});
