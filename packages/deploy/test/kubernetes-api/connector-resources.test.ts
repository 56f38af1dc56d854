import assert from "node:assert/strict";
import { test } from "node:test";
import { readConnector } from "../../src/kubernetes-api/connector-resource.ts";
import { createConnectorResources } from "../../src/kubernetes-api/connector-resources.ts";
import type { Kubernetes, KubernetesObject } from "../../src/kubernetes-api/kubernetes.ts";

interface Look {
  readonly status?: Record<string, unknown>;
  readonly spec?: Record<string, unknown>;
  readonly annotations?: Record<string, string>;
}

function connector({ status, spec, annotations = {} }: Look): KubernetesObject {
  return {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaConnector",
    metadata: { name: "shop", namespace: "weir-a", generation: 3, annotations },
    spec: { class: "MySqlConnector", config: { a: 1 }, ...spec },
    ...(status === undefined ? {} : { status }),
  };
}

function connectStatus(state: string, ...tasks: string[]) {
  return {
    observedGeneration: 3,
    conditions: [{ type: "Ready", status: "True" }],
    connectorStatus: {
      name: "shop",
      connector: { state, worker_id: "w:8083" },
      tasks: tasks.map((task, id) => ({ id, state: task, worker_id: "w:8083" })),
      type: "source",
    },
  };
}

test("reads what Strimzi reports", () => {
  const read = readConnector(
    connector({
      status: {
        ...connectStatus("RUNNING", "RUNNING"),
        topics: ["shop.a.b"],
        autoRestart: { count: 2, lastRestartTimestamp: "2026-01-01T00:00:00Z" },
        conditions: [
          { type: "Warning", status: "True", reason: "UnknownFields", message: "spec.x" },
          { type: "NotReady", status: "True", reason: "Throwable", message: "it failed" },
        ],
      },
    }),
  );
  assert.equal(read.observed, true);
  assert.equal(read.wantedState, "running");
  assert.equal(read.status?.connector.state, "RUNNING");
  assert.equal(read.problem, "Throwable: it failed");
  assert.deepEqual(read.warnings, ["UnknownFields: spec.x"]);
  assert.deepEqual(read.topics, ["shop.a.b"]);
  assert.equal(read.autoRestart?.count, 2);
});

test("a connector that Strimzi has not seen has no status", () => {
  const read = readConnector(connector({}));
  assert.equal(read.observed, false);
  assert.equal(read.status, undefined);
  const old = readConnector(
    connector({ status: { ...connectStatus("RUNNING"), observedGeneration: 2 } }),
  );
  assert.equal(old.observed, false);
});

/** The resource goes through these looks, one for each time it is annotated or read. */
function open(looks: readonly Look[]) {
  let count = 0;
  const annotated: Record<string, string | null>[] = [];
  const kubernetes = {
    read: async () => connector(looks[Math.min(count++, looks.length - 1)] ?? {}),
    annotate: async (_ref: unknown, annotations: Record<string, string | null>) => {
      annotated.push(annotations);
      return connector({});
    },
    list: async () => [],
  } as unknown as Kubernetes;
  const connectors = createConnectorResources(kubernetes, {
    namespace: "weir-a",
    kafkaConnect: "a",
    refreshAfterMs: 0,
  });
  return { connectors, annotated };
}

const wait = { deadlineMs: 2_000, pollMs: 2 };

test("waits for the asked state through old statuses, and makes Strimzi look again", async () => {
  const { connectors, annotated } = open([
    { status: { ...connectStatus("RUNNING", "RUNNING"), observedGeneration: 2 } },
    { status: connectStatus("RUNNING", "RUNNING") },
    { status: connectStatus("PAUSED", "RUNNING") },
    { status: connectStatus("PAUSED", "PAUSED") },
  ]);
  const paused = await connectors.waitForState("shop", "paused", wait);
  assert.equal(paused.status?.tasks[0]?.state, "PAUSED");
  assert.ok(annotated.every((each) => "weir.dev/status-asked-at" in each));
  assert.ok(annotated.length > 0);
});

test("fails at once where Strimzi refuses the state for good", async () => {
  const message = "Connector shop cannot be paused since it is in failed state.";
  const conditions = [{ type: "NotReady", status: "True", reason: "Throwable", message }];
  const { connectors } = open([{ status: { observedGeneration: 3, conditions } }]);
  await assert.rejects(connectors.waitForState("shop", "paused", wait), {
    code: "RESOURCE_FAILED",
    message: /cannot be paused since it is in failed state/,
  });
});

test("a restart is over when the annotation is gone and FAILED has proven to be new", async () => {
  const failed = { status: connectStatus("RUNNING", "FAILED") };
  const { connectors } = open([
    { ...failed, annotations: { "strimzi.io/restart": "true" } },
    failed,
    failed,
    { status: connectStatus("RUNNING", "RUNNING") },
  ]);
  const restarted = await connectors.waitForRestart("shop", wait);
  assert.equal(restarted.status?.tasks[0]?.state, "RUNNING");
  const again = await open([failed]).connectors.waitForRestart("shop", wait);
  assert.equal(again.status?.tasks[0]?.state, "FAILED");
});

test("restart asks in Strimzi's words", async () => {
  const { connectors, annotated } = open([{}]);
  await connectors.restart("shop");
  await connectors.restart("shop", { includeTasks: true });
  await connectors.restart("shop", { includeTasks: true, onlyFailed: true });
  await connectors.restartTask("shop", 0);
  assert.deepEqual(annotated, [
    { "strimzi.io/restart": "true" },
    { "strimzi.io/restart": "includeTasks" },
    { "strimzi.io/restart": "includeTasks,onlyFailed" },
    { "strimzi.io/restart-task": "0" },
  ]);
});
