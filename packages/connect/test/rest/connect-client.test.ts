import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { hasErrorCode, WeirError } from "@weir/core";
import { createConnectClient } from "../../src/index.ts";
import { type FakeConnect, startFakeConnect } from "../../src/testing/index.ts";

const dead = "http://127.0.0.1:1";
let fake: FakeConnect;
before(async () => {
  fake = await startFakeConnect();
});
after(() => fake.stop());
beforeEach(() => {
  fake.connectors.clear();
  fake.invalid.clear();
  fake.requests.length = 0;
});

const client = (workers = [fake.url]) =>
  createConnectClient({
    workers,
    requestTimeoutMs: 2_000,
    retryDeadlineMs: 2_000,
    retryDelayMs: 5,
  });
const config = { "connector.class": "io.debezium.connector.mysql.MySqlConnector" };

test("creates, reads, stops and deletes a connector", async () => {
  const c = client();
  await c.putConnectorConfig("shop/eu", config);
  assert.deepEqual(await c.listConnectors(), ["shop/eu"]);
  assert.equal((await c.getConnectorStatus("shop/eu")).tasks[0]?.state, "RUNNING");
  assert.equal((await c.listConnectorStatuses())[0]?.name, "shop/eu");
  assert.deepEqual((await c.getOffsets("shop/eu")).offsets, []);
  assert.deepEqual(await c.getTopics("shop/eu"), []);
  await c.pause("shop/eu");
  assert.equal((await c.getConnectorStatus("shop/eu")).connector.state, "PAUSED");
  await c.resume("shop/eu");
  await c.stop("shop/eu");
  assert.equal((await c.getConnectorStatus("shop/eu")).connector.state, "STOPPED");
  await c.delete("shop/eu");
  assert.deepEqual(await c.listConnectors(), []);
});

test("restarts only what failed", async () => {
  const c = client();
  await c.putConnectorConfig("shop", config);
  const task = fake.connectors.get("shop")?.tasks[0];
  assert.ok(task);
  task.state = "FAILED";
  await c.restartConnector("shop", { includeTasks: true, onlyFailed: true });
  assert.equal(task.state, "RUNNING");
  assert.ok(
    fake.requests.includes("POST /connectors/shop/restart?includeTasks=true&onlyFailed=true"),
  );
  task.state = "FAILED";
  await c.restartTask("shop", 0);
  assert.equal(task.state, "RUNNING");
});

test("passes over a worker that refuses or drops the connection", async () => {
  const c = client([dead, fake.url]);
  assert.equal((await c.getWorker()).version, "4.3.1");
  fake.fail({ status: "drop", times: 1 });
  await assert.rejects(client().listConnectors(), (e) => hasErrorCode(e, "CONNECT_UNREACHABLE"));
  assert.deepEqual(await client().listConnectors(), []);
});

test("fails with every worker it tried where none answers", async () => {
  await assert.rejects(
    client([dead]).listConnectors(),
    (e) => hasErrorCode(e, "CONNECT_UNREACHABLE") && String(e).includes(dead),
  );
});

test("fails where a worker accepts and never answers", async () => {
  fake.fail({ status: "hang", times: 1 });
  const c = createConnectClient({ workers: [fake.url], requestTimeoutMs: 20 });
  await assert.rejects(c.listConnectors(), (e) => hasErrorCode(e, "CONNECT_UNREACHABLE"));
});

test("retries a rebalance until it is over", async () => {
  fake.fail({ status: 409, times: 3, method: "PUT" });
  await client().putConnectorConfig("shop", config);
  assert.equal(fake.requests.filter((r) => r.startsWith("PUT")).length, 4);
});

test("fails when a rebalance outlasts the deadline", async () => {
  fake.fail({ status: 409, times: 1_000, path: /busy/ });
  const c = createConnectClient({ workers: [fake.url], retryDeadlineMs: 20, retryDelayMs: 5 });
  await assert.rejects(
    c.putConnectorConfig("busy", config),
    (e) => hasErrorCode(e, "CONNECT_UNREACHABLE") && String(e).includes("409"),
  );
});

test("rejects an unknown connector by its name", async () => {
  await assert.rejects(
    client().getConnectorStatus("nope"),
    (e) => hasErrorCode(e, "CONNECTOR_UNKNOWN") && String(e).includes('"nope"'),
  );
});

test("rejects an invalid configuration with each field and without secrets", async () => {
  fake.invalid.set("database.port", ["not a number"]);
  fake.invalid.set("database.password", ["hunter2 is too short"]);
  fake.secrets.set("reference", "hunter2");
  const bad = { ...config, "database.port": "x", "database.password": "reference" };
  await assert.rejects(client().putConnectorConfig("shop", bad), (error) => {
    assert.ok(error instanceof WeirError && error.code === "CONNECTOR_INVALID");
    assert.ok(!JSON.stringify(error.details).includes("hunter2"));
    assert.ok(!error.message.includes("hunter2"));
    assert.deepEqual(error.details.errors, [
      { field: "database.port", value: "x", errors: ["not a number"] },
      { field: "database.password", value: "[hidden]", errors: ["[hidden] is too short"] },
    ]);
    return true;
  });
  assert.equal((await client().validateConnectorConfig(bad)).valid, false);
  assert.equal((await client().validateConnectorConfig(config)).valid, true);
});

test("reads health and plugins", async () => {
  assert.equal((await client().getHealth()).status, "healthy");
  assert.equal((await client().getHealth(fake.url)).status, "healthy");
  await assert.rejects(client().getHealth(dead), (e) => hasErrorCode(e, "CONNECT_UNREACHABLE"));
  assert.match((await client().getPlugins())[0]?.class ?? "", /MySqlConnector/);
});

test("ends when its caller is interrupted", async () => {
  const c = createConnectClient({ workers: [fake.url], signal: AbortSignal.abort() });
  await assert.rejects(c.listConnectors(), (e) => hasErrorCode(e, "INTERRUPTED"));
});
