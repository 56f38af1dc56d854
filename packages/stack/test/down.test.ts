import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { down } from "../src/down.ts";
import {
  isAlive,
  type ProcessIdentity,
  readProcessIdentity,
} from "../src/process/process-identity.ts";
import { readStackState, writeStackState } from "../src/state/stack-state.ts";
import { planStateDirectory } from "../src/state/state-directory.ts";
import {
  eventually,
  reusedIdentity,
  sampleService,
  sampleState,
  temporaryFolder,
  temporaryState,
} from "./fixtures.ts";

async function startSleep(t: TestContext): Promise<ProcessIdentity> {
  const child = spawn("sleep", ["60"]);
  t.after(() => child.kill("SIGKILL"));
  await once(child, "spawn");
  return readProcessIdentity(child.pid as number) as ProcessIdentity;
}

test("has nothing to do where there is no stack", async (t) => {
  const directory = planStateDirectory(`${temporaryFolder(t)}/.weir`);
  assert.deepEqual(await down({ directory, purge: true }), { wasRunning: false, purged: false });
  assert.equal(existsSync(directory.root), false);
});

test("asks the supervisor to end and waits for it", async (t) => {
  const directory = temporaryState(t);
  const supervisor = await startSleep(t);
  writeFileSync(directory.lockFile, JSON.stringify(supervisor));
  writeStackState(directory, sampleState({ supervisor }));
  assert.deepEqual(await down({ directory }), { wasRunning: true, purged: false });
  assert.equal(isAlive(supervisor), false);
  assert.equal(readStackState(directory)?.phase, "stopped");
  assert.equal(readStackState(directory)?.supervisor, null);
});

test("kills what a killed supervisor left behind, and no other process of that pid", async (t) => {
  const directory = temporaryState(t);
  const left = await startSleep(t);
  const services = [
    sampleService("kafka-1", { process: left }),
    sampleService("kafka-2", { process: reusedIdentity }),
    sampleService("kafka-3", { state: "failed", reason: "no disk" }),
  ];
  writeStackState(directory, sampleState({ services, supervisor: reusedIdentity }));
  assert.deepEqual(await down({ directory }), { wasRunning: false, purged: false });
  await eventually("what was left to be gone", () => !isAlive(left));
  const state = readStackState(directory);
  assert.equal(state?.phase, "stopped");
  assert.deepEqual(
    state?.services.map((service) => [service.state, service.process]),
    [
      ["stopped", null],
      ["stopped", null],
      ["failed", null],
    ],
  );
});

test("keeps the data, and removes all of it when it is purged", async (t) => {
  const directory = temporaryState(t);
  writeStackState(directory, sampleState());
  writeFileSync(`${directory.data}/rows`, "");
  await down({ directory });
  assert.equal(existsSync(`${directory.data}/rows`), true);
  assert.equal((await down({ directory, purge: true })).purged, true);
  assert.equal(existsSync(directory.root), false);
});
