import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { startFakeConnect } from "@weir/connect/testing";
import { readProcessIdentity } from "../src/process/process-identity.ts";
import { writeStackState } from "../src/state/stack-state.ts";
import { status } from "../src/status.ts";
import { reusedIdentity, sampleService, sampleState, temporaryState } from "./fixtures.ts";

const own = readProcessIdentity(process.pid) ?? null;

test("rejects a folder without a stack", async (t) => {
  await assert.rejects(status(temporaryState(t)), {
    code: "STACK_NOT_RUNNING",
    remedy: 'start it with "weir up"',
  });
});

test("shows what runs, with its memory", async (t) => {
  const directory = temporaryState(t);
  writeFileSync(directory.lockFile, JSON.stringify(own));
  const services = [
    sampleService("kafka-1", { process: own, restarts: 2 }),
    sampleService("kafka-2", { process: null, state: "restarting", reason: "ended with 1" }),
  ];
  writeStackState(directory, sampleState({ services, supervisor: own }));
  const shown = await status(directory);
  assert.equal(shown.phase, "ready");
  assert.equal(shown.supervisor.pid, process.pid);
  const [one, two] = shown.services;
  assert.equal(one?.pid, process.pid);
  assert.equal(one?.restarts, 2);
  assert.ok((one?.residentBytes ?? 0) > 0);
  assert.deepEqual([two?.state, two?.pid, two?.residentBytes], ["restarting", null, 0]);
  assert.equal(two?.reason, "ended with 1");
});

test("shows everything stopped after the supervisor was killed, except what had failed", async (t) => {
  const directory = temporaryState(t);
  writeFileSync(directory.lockFile, JSON.stringify(reusedIdentity));
  const services = [
    sampleService("kafka-1", { process: reusedIdentity }),
    sampleService("kafka-2", { state: "failed", reason: "no disk" }),
  ];
  const connectors = [{ name: "orders", state: "waiting" as const }];
  writeStackState(directory, sampleState({ services, connectors, supervisor: reusedIdentity }));
  const shown = await status(directory);
  assert.equal(shown.phase, "stopped");
  assert.equal(shown.supervisor.pid, null);
  assert.deepEqual(
    shown.services.map(({ state, pid }) => [state, pid]),
    [
      ["stopped", null],
      ["failed", null],
    ],
  );
  assert.deepEqual(shown.connectors, []);
});

test("asks Connect for the connectors it has, and adds those that wait", async (t) => {
  const connect = await startFakeConnect();
  t.after(() => connect.stop());
  connect.connectors.set("orders", {
    config: {},
    state: "RUNNING",
    tasks: [{ state: "FAILED" }],
    offsets: [],
    topics: [],
  });
  const directory = temporaryState(t);
  writeFileSync(directory.lockFile, JSON.stringify(own));
  const services = [sampleService("connect-1", { kind: "connect", endpoint: connect.url })];
  const connectors = [
    { name: "orders", state: "ready" as const },
    { name: "later", state: "waiting" as const, reason: "waits for db.a" },
  ];
  writeStackState(directory, sampleState({ services, connectors, supervisor: own }));
  const { connectors: shown } = await status(directory);
  assert.deepEqual(
    shown.map(({ name, state, reason, tasks }) => [name, state, reason, tasks.map((t) => t.state)]),
    [
      ["orders", "RUNNING", undefined, ["FAILED"]],
      ["later", "WAITING", "waits for db.a", []],
    ],
  );
});
