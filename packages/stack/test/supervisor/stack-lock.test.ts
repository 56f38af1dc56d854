import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { readProcessIdentity } from "../../src/process/process-identity.ts";
import { readLockHolder, takeStackLock } from "../../src/supervisor/stack-lock.ts";
import { reusedIdentity, temporaryState } from "../fixtures.ts";

test("holds the lock until it is released", (t) => {
  const directory = temporaryState(t);
  assert.equal(readLockHolder(directory), undefined);
  const lock = takeStackLock(directory);
  assert.deepEqual(readLockHolder(directory), readProcessIdentity(process.pid));
  assert.deepEqual(
    readdirSync(directory.root).filter((name) => name.startsWith("supervisor.lock")),
    ["supervisor.lock"],
  );
  lock.release();
  assert.equal(existsSync(directory.lockFile), false);
});

test("refuses while a live process holds it, naming that", async (t) => {
  const directory = temporaryState(t);
  const holder = spawn("sleep", ["60"]);
  t.after(() => holder.kill("SIGKILL"));
  await once(holder, "spawn");
  const text = JSON.stringify(readProcessIdentity(holder.pid as number));
  writeFileSync(directory.lockFile, text);
  assert.throws(() => takeStackLock(directory), {
    code: "STACK_BUSY",
    message: new RegExp(`process ${holder.pid} `),
  });
  assert.equal(readFileSync(directory.lockFile, "utf8"), text);
});

for (const [what, text] of [
  ["a dead holder", JSON.stringify({ pid: 2 ** 22 + 1, startTicks: "1" })],
  ["a holder whose pid is another process now", JSON.stringify(reusedIdentity)],
  ["a holder that wrote nothing", ""],
] as const) {
  test(`takes over the lock of ${what}`, (t) => {
    const directory = temporaryState(t);
    writeFileSync(directory.lockFile, text);
    assert.equal(readLockHolder(directory), undefined);
    takeStackLock(directory);
    assert.equal(readLockHolder(directory)?.pid, process.pid);
  });
}

test("does not remove a lock that is no longer its own", async (t) => {
  const directory = temporaryState(t);
  const lock = takeStackLock(directory);
  const other = spawn("sleep", ["60"]);
  t.after(() => other.kill("SIGKILL"));
  await once(other, "spawn");
  writeFileSync(directory.lockFile, JSON.stringify(readProcessIdentity(other.pid as number)));
  lock.release();
  assert.equal(readLockHolder(directory)?.pid, other.pid);
});
