import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { hasErrorCode, WeirError } from "@weir/core";
import { createConnectClient, type Diagnosis, waitForConnectorReady } from "../src/index.ts";
import { type FakeConnect, type FakeConnector, startFakeConnect } from "../src/testing/index.ts";

let fake: FakeConnect;
let connector: FakeConnector;
before(async () => {
  fake = await startFakeConnect();
});
after(() => fake.stop());
beforeEach(() => {
  connector = {
    config: {},
    state: "RUNNING",
    tasks: [{ state: "RUNNING" }],
    offsets: [],
    topics: [],
  };
  fake.connectors.set("shop", connector);
});

const offsets = (offset: Record<string, unknown> | null) => [
  { partition: { server: "shop" }, offset },
];
const wait = (deadlineMs: number, waitForTransient = false) =>
  waitForConnectorReady(createConnectClient({ workers: [fake.url] }), "shop", {
    deadlineMs,
    pollMs: 5,
    waitForTransient,
  });

test("waits for a stored offset, not only for RUNNING", async () => {
  const ready = wait(10_000);
  connector.offsets = offsets({ file: "binlog.000001", pos: 4 });
  assert.equal((await ready).snapshotting, false);
});

test("fails while no offset is stored, even where everything is RUNNING", async () => {
  connector.offsets = offsets(null);
  await assert.rejects(
    wait(30),
    (e) => hasErrorCode(e, "READY_TIMEOUT") && String(e).includes("no stored offset"),
  );
});

test("waits for a connector that the worker does not know yet", async () => {
  fake.connectors.clear();
  await assert.rejects(wait(20), (e) => hasErrorCode(e, "READY_TIMEOUT"));
  connector.offsets = offsets({ pos: 4, snapshot: "INITIAL" });
  const ready = wait(10_000);
  fake.connectors.set("shop", connector);
  assert.equal((await ready).snapshotting, true);
});

test("fails at once with the diagnosis of a FAILED task", async () => {
  connector.tasks = [{ state: "FAILED", trace: "x.Y: Schema Found but status is FAILURE" }];
  await assert.rejects(wait(60_000, true), (error) => {
    assert.ok(error instanceof WeirError && error.code === "CONNECTOR_FAILED");
    assert.equal((error.details.diagnosis as Diagnosis).cause, "schema_refused");
    return true;
  });
});

test("waits through a transient failure where somebody restarts the task", async () => {
  connector.tasks = [
    { state: "FAILED", trace: "org.apache.kafka.common.errors.TimeoutException: no broker" },
  ];
  await assert.rejects(wait(60_000), (e) => hasErrorCode(e, "CONNECTOR_FAILED"));
  const ready = wait(10_000, true);
  connector.tasks = [{ state: "RUNNING" }];
  connector.offsets = offsets({ pos: 4 });
  assert.equal((await ready).status.tasks[0]?.state, "RUNNING");
});
