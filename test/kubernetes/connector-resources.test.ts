import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createConnectorResources } from "../../packages/deploy/src/kubernetes-api/connector-resources.ts";
import type { KubernetesObject } from "../../packages/deploy/src/kubernetes-api/kubernetes.ts";
import { type FakeStrimzi, startFakeStrimzi } from "./support/fake-strimzi.ts";
import {
  installCrds,
  makeNamespace,
  startTestCluster,
  type TestCluster,
} from "./support/test-cluster.ts";

const namespace = "weir-a";
const wait = { deadlineMs: 20_000, pollMs: 50 };
let cluster: TestCluster;
let strimzi: FakeStrimzi;
let connectors: ReturnType<typeof createConnectorResources>;

before(async () => {
  cluster = await startTestCluster();
  const { kubernetes } = cluster;
  await installCrds(kubernetes);
  await makeNamespace(kubernetes, namespace);
  strimzi = startFakeStrimzi(kubernetes);
  connectors = createConnectorResources(kubernetes, {
    namespace,
    kafkaConnect: "a",
    refreshAfterMs: 100,
  });
});
after(async () => {
  await strimzi?.stop();
  await cluster?.stop();
});

function manifest(name: string, spec: Record<string, unknown> = {}): KubernetesObject {
  return {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaConnector",
    metadata: { name, namespace, labels: { "strimzi.io/cluster": "a" } },
    spec: {
      class: "io.debezium.connector.mysql.MySqlConnector",
      tasksMax: 1,
      config: { "topic.prefix": name },
      ...spec,
    },
  };
}

async function make(name: string) {
  await connectors.apply(manifest(name));
  return connectors.waitUntilObserved(name, wait);
}

test("an applied connector shows Kafka Connect's status, config and topics", async () => {
  const shop = await make("shop");
  assert.deepEqual(shop.status, {
    name: "shop",
    connector: { state: "RUNNING", worker_id: "10.0.0.7:8083" },
    tasks: [{ id: 0, state: "RUNNING", worker_id: "10.0.0.7:8083" }],
    type: "source",
  });
  assert.equal(shop.observed, true);
  assert.equal(shop.wantedState, "running");
  assert.deepEqual(shop.config, { "topic.prefix": "shop" });
  assert.deepEqual(shop.topics, ["shop.a.b"]);
  assert.deepEqual(
    (await connectors.list()).map(({ name }) => name),
    ["shop"],
  );
});

test("pause, stop and resume wait until Kafka Connect is there, and apply leaves them", async () => {
  await make("states");
  await connectors.pause("states");
  const paused = await connectors.waitForState("states", "paused", wait);
  assert.equal(paused.status?.connector.state, "PAUSED");
  assert.equal((await connectors.apply(manifest("states"))).outcome, "unchanged");
  await connectors.stop("states");
  const stopped = await connectors.waitForState("states", "stopped", wait);
  assert.deepEqual(stopped.status?.tasks, []);
  await connectors.resume("states");
  const running = await connectors.waitForState("states", "running", wait);
  assert.equal(running.status?.tasks[0]?.state, "RUNNING");
});

test("a failed task shows its trace and runs again after a restart", async () => {
  await make("broken");
  strimzi.fail("broken", "java.lang.Exception: no");
  await cluster.kubernetes.annotate(
    { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnector", name: "broken", namespace },
    { "example.org/look": "again" },
  );
  let failed = await connectors.describe("broken");
  for (let look = 0; look < 100 && failed.problem === undefined; look += 1) {
    await sleep(50);
    failed = await connectors.describe("broken");
  }
  assert.equal(failed.status?.tasks[0]?.state, "FAILED");
  assert.equal(failed.status?.tasks[0]?.trace, "java.lang.Exception: no");
  assert.match(failed.problem ?? "", /Throwable: The following tasks have failed: 0/);
  await connectors.restart("broken", { includeTasks: true, onlyFailed: true });
  const running = await connectors.waitForRestart("broken", wait);
  assert.equal(running.status?.tasks[0]?.state, "RUNNING");
  await connectors.restartTask("broken", 0);
  await connectors.waitForRestart("broken", wait);
  assert.deepEqual(
    strimzi.calls.filter((call) => call.includes("broken")),
    ["restart broken includeTasks,onlyFailed", "restart task broken 0"],
  );
});

test("a configuration that Kafka Connect refuses is a problem without a status", async () => {
  strimzi.outcomes.set("refused", {
    reason: "ConnectRestException",
    message: "database.hostname: missing",
  });
  const refused = await make("refused");
  assert.equal(refused.status, undefined);
  assert.equal(refused.problem, "ConnectRestException: database.hostname: missing");
});

test("offsets come through the ConfigMap that Strimzi writes", async () => {
  await make("offsets");
  assert.deepEqual(await connectors.offsets("offsets", wait), [
    { partition: { server: "offsets" }, offset: { file: "binlog.000003", pos: 4 } },
  ]);
});

test("a removed connector is gone, and an unknown one is named", async () => {
  await make("short");
  assert.equal(await connectors.remove("short"), true);
  await connectors.waitUntilGone("short", wait);
  const unknown = {
    code: "CONNECTOR_UNKNOWN",
    message: /no connector "short" in namespace weir-a/,
  };
  await assert.rejects(connectors.describe("short"), unknown);
  await assert.rejects(connectors.pause("short"), unknown);
  await assert.rejects(connectors.restart("short"), unknown);
  await assert.rejects(connectors.offsets("short", wait), unknown);
});

test("fails with what Strimzi last said where no operator is at work", async () => {
  strimzi.outcomes.set("orphan", { ignored: true });
  await connectors.apply(manifest("orphan"));
  const wished = connectors.waitUntilObserved("orphan", { deadlineMs: 300, pollMs: 50 });
  await assert.rejects(wished, {
    code: "RESOURCE_TIMEOUT",
    message: /Strimzi has not seen the change yet/,
  });
});

test("Strimzi's schema refuses what is not in v1, by name", async () => {
  await assert.rejects(connectors.apply(manifest("a", { pause: true })), {
    code: "KUBERNETES_INVALID",
    message: /\.spec\.pause: field not declared in schema/,
  });
  await assert.rejects(connectors.apply(manifest("a", { state: "sleeping" })), {
    code: "KUBERNETES_INVALID",
    message:
      /spec\.state: Unsupported value: "sleeping": supported values: "paused", "stopped", "running"/,
  });
  await assert.rejects(
    connectors.apply({ ...manifest("a"), apiVersion: "kafka.strimzi.io/v1beta2" }),
    { code: "OPERATOR_MISSING", message: /KafkaConnector of kafka\.strimzi\.io\/v1beta2/ },
  );
});
