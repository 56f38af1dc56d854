import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { groupSync } from "../../src/store/group-sync.ts";

/** A disk that answers when the test says so. */
function slowDisk() {
  const running: PromiseWithResolvers<void>[] = [];
  const sync = () => {
    const one = Promise.withResolvers<void>();
    running.push(one);
    return one.promise;
  };
  return { running, sync };
}

/** Whether a promise has settled after every turn that was due. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => {
      settled = true;
    },
    () => {
      settled = true;
    },
  );
  for (let turns = 0; turns < 5; turns++) await turn();
  return settled;
}

function becauseOf(reason: string): (error: Error) => boolean {
  return ({ cause }) => cause instanceof Error && cause.message === reason;
}

test("covers with one sync what was committed before it began, and nothing later", async () => {
  const { running, sync } = slowDisk();
  const group = groupSync(sync, () => {});
  assert.equal(group.isSynced, true);
  group.committed();
  group.committed();
  const early = group.synced();
  assert.equal(await isSettled(early), false);
  assert.equal(running.length, 1);
  group.committed();
  const late = group.synced();
  running[0]?.resolve();
  await early;
  assert.equal(group.isSynced, false);
  assert.equal(await isSettled(late), false);
  assert.equal(running.length, 2);
  running[1]?.resolve();
  await late;
  assert.equal(group.isSynced, true);
  await group.synced();
});

test("fails for ever: a sync that works after one that did not proves nothing", async () => {
  const { running, sync } = slowDisk();
  const group = groupSync(sync, () => {});
  group.committed();
  const waiting = group.synced();
  await turn();
  group.committed();
  running[0]?.reject(new Error("EIO"));
  await assert.rejects(waiting, becauseOf("EIO"));
  await assert.rejects(group.synced(), becauseOf("EIO"));
  assert.equal((await group.failed).cause instanceof Error, true);
  assert.equal(group.isSynced, false);
  assert.equal(running.length, 1);
});

test("fails where the checkpoint after a sync fails", async () => {
  const group = groupSync(
    async () => {},
    () => {
      throw new Error("disk full");
    },
  );
  group.committed();
  await assert.rejects(group.synced(), becauseOf("disk full"));
});
