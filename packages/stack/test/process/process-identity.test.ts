import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import {
  isAlive,
  readProcessIdentity,
  readResidentBytes,
} from "../../src/process/process-identity.ts";
import { reusedIdentity } from "../fixtures.ts";

test("knows this process as alive", () => {
  const own = readProcessIdentity(process.pid);
  assert.equal(own?.pid, process.pid);
  assert.match(own?.startTicks ?? "", /^\d+$/);
  assert.equal(isAlive(own), true);
  assert.ok(readResidentBytes(process.pid) > 1024 * 1024);
});

test("knows a process that has ended as dead", async () => {
  const child = spawn("sleep", ["60"]);
  await once(child, "spawn");
  const identity = readProcessIdentity(child.pid as number);
  assert.equal(isAlive(identity), true);
  child.kill("SIGKILL");
  await once(child, "exit");
  assert.equal(isAlive(identity), false);
  assert.equal(readProcessIdentity(child.pid as number), undefined);
  assert.equal(readResidentBytes(child.pid as number), 0);
});

test("does not take another process of the same pid for it", () => {
  assert.equal(isAlive(reusedIdentity), false);
});

test("takes nothing for dead", () => {
  assert.equal(isAlive(null), false);
  assert.equal(isAlive(undefined), false);
});
