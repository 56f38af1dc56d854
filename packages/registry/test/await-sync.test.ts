/** No answer precedes its sync: the disk is the test's own, and answers when the test says so. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { registryClient } from "../src/registry-client.ts";
import { type RunningRegistry, startRegistry } from "../src/start-registry.ts";

const folder = mkdtempSync(join(tmpdir(), "weir-registry-"));
let files = 0;
let registry: RunningRegistry;
let client: ReturnType<typeof registryClient>;
/** Syncs that wait for the test; undefined: the disk is fast. */
let held: PromiseWithResolvers<void>[] | undefined;

beforeEach(async () => {
  held = undefined;
  registry = await startRegistry({
    databaseFile: join(folder, `${files++}.sqlite`),
    store: {
      sync: () => {
        const one = Promise.withResolvers<void>();
        if (held === undefined) one.resolve();
        else held.push(one);
        return one.promise;
      },
    },
  });
  client = registryClient(registry.endpoint);
  await client.call("CreateRegistry", { RegistryName: "r" });
});

afterEach(() => registry.stop());
after(() => rmSync(folder, { recursive: true }));

const schema = { RegistryId: { RegistryName: "r" }, SchemaName: "s", DataFormat: "AVRO" } as const;

/** Counts answers; the promise itself is for the end. */
function watch(promise: Promise<unknown>) {
  const watched = { settled: false, promise: promise.catch(() => {}) };
  watched.promise.then(() => {
    watched.settled = true;
  });
  return watched;
}

/** Until the server has begun so many syncs, then as long again as answers would need. */
async function untilHeld(count: number): Promise<void> {
  while ((held?.length ?? 0) < count) await turn();
  await new Promise((resolve) => setTimeout(resolve, 50));
}

test("holds answers back until their commit is on disk, reads and refusals of it as well", async () => {
  held = [];
  const created = watch(client.call("CreateSchema", schema));
  await untilHeld(1);
  // The commit has happened: others would see it, and must not say so yet.
  const read = watch(
    client.call("GetSchema", { SchemaId: { RegistryName: "r", SchemaName: "s" } }),
  );
  const refused = watch(client.call("CreateSchema", schema));
  const confluent = watch(fetch(new URL("/subjects", registry.endpoint)));
  await untilHeld(1);
  assert.deepEqual(
    [created, read, refused, confluent].map(({ settled }) => settled),
    [false, false, false, false],
  );
  const health = await fetch(new URL("/healthz", registry.endpoint));
  assert.equal(health.status, 200);
  held[0]?.resolve();
  await Promise.all([created.promise, read.promise, refused.promise, confluent.promise]);
  assert.equal(held.length, 1);
});

test("answers reads at once when nothing waits for the disk", async () => {
  held = [];
  await client.call("GetRegistry", { RegistryId: { RegistryName: "r" } });
  assert.equal(held.length, 0);
});

test("fails without an answer where the disk fails, and answers nobody any more", async () => {
  held = [];
  const created = client.call("CreateSchema", schema);
  const outcome = assert.rejects(created, { code: "REGISTRY_UNREACHABLE" });
  await untilHeld(1);
  held[0]?.reject(new Error("EIO"));
  const failure = await registry.failed;
  assert.equal(failure.code, "REGISTRY_DISK_FAILED");
  await outcome;
  await assert.rejects(client.call("GetRegistry", { RegistryId: { RegistryName: "r" } }), {
    code: "REGISTRY_UNREACHABLE",
  });
});
