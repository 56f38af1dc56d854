import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { registryClient } from "../src/registry-client.ts";
import { startRegistry } from "../src/start-registry.ts";
import { openStore } from "../src/store/open-store.ts";
import { findRegistry, insertRegistry } from "../src/store/registries.ts";

const folder = mkdtempSync(join(tmpdir(), "weir-registry-"));
const children = new Set<ChildProcess>();

after(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

async function startProcess(data: string) {
  const main = new URL("../src/main.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [main, "--data", data], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  const exited = once(child, "exit", { signal: AbortSignal.timeout(30_000) });
  const [line] = await once(createInterface(child.stdout), "line", {
    signal: AbortSignal.timeout(15_000),
  });
  const { ready, endpoint } = JSON.parse(line as string);
  assert.equal(ready, true);
  return { child, exited, client: registryClient(endpoint) };
}

const SchemaId = { RegistryName: "r", SchemaName: "s" };

/** A record of `n` nullable fields: each n a new compatible version. */
function definition(n: number): string {
  const fields = Array.from({ length: n }, (_, index) => ({
    name: `f${index}`,
    type: ["null", "int"],
    default: null,
  }));
  return JSON.stringify({ type: "record", name: "R", fields });
}

test("keeps every answered version over SIGKILL under load, then ends in order", async () => {
  const data = join(folder, "killed");
  const first = await startProcess(data);
  await first.client.call("CreateRegistry", { RegistryName: "r" });
  await first.client.call("CreateSchema", {
    RegistryId: { RegistryName: "r" },
    SchemaName: "s",
    DataFormat: "AVRO",
    SchemaDefinition: definition(1),
  });
  const answered = new Map<string, string>();
  const writing = Promise.allSettled(
    Array.from({ length: 40 }, async (_, index) => {
      const SchemaDefinition = definition(index + 2);
      const { SchemaVersionId } = await first.client.call("RegisterSchemaVersion", {
        SchemaId,
        SchemaDefinition,
      });
      answered.set(SchemaVersionId, SchemaDefinition);
      if (answered.size === 10) first.child.kill("SIGKILL");
    }),
  );
  await Promise.all([writing, first.exited]);
  assert.ok(answered.size >= 10);

  const second = await startProcess(data);
  for (const [SchemaVersionId, text] of answered) {
    const version = await second.client.call("GetSchemaVersion", { SchemaVersionId });
    assert.equal(version.SchemaDefinition, text);
  }
  second.child.kill("SIGTERM");
  assert.deepEqual(await second.exited, [0, null]);
});

test("keeps ids and refusals over a restart", async () => {
  const databaseFile = join(folder, "restart.db");
  const one = await startRegistry({ databaseFile });
  const client = registryClient(one.endpoint);
  const created = await client.call("CreateSchema", {
    SchemaName: "s",
    DataFormat: "AVRO",
    SchemaDefinition: definition(1),
  });
  const id = { RegistryName: "default-registry", SchemaName: "s" };
  const refused = await client.call("RegisterSchemaVersion", {
    SchemaId: id,
    SchemaDefinition: '{"type":"record","name":"R","fields":[{"name":"x","type":"int"}]}',
  });
  await one.stop();

  const two = await startRegistry({ databaseFile });
  const later = registryClient(two.endpoint);
  const found = await later.call("GetSchemaByDefinition", {
    SchemaId: id,
    SchemaDefinition: definition(1),
  });
  assert.equal(found.SchemaVersionId, created.SchemaVersionId);
  const why = await later.readVerdict(refused.SchemaVersionId);
  assert.match(
    why?.verdict?.violations[0]?.message ?? "",
    /^field "x" was added without a default/,
  );
  await two.stop();
});

test("rejects a database of a newer version and leaves it as it is", () => {
  const databaseFile = join(folder, "newer.db");
  const store = openStore(databaseFile);
  store.run("pragma user_version = 99");
  store.close();
  const before = readFileSync(databaseFile);
  assert.throws(() => openStore(databaseFile), { code: "REGISTRY_STORE_UNSUPPORTED" });
  assert.deepEqual(readFileSync(databaseFile), before);
  assert.equal(existsSync(`${databaseFile}-wal`), false);
});

test("rejects a file that is no database", () => {
  const file = join(folder, "text.db");
  const text = "this is no database, and long enough to be read as one ".repeat(20);
  writeFileSync(file, text);
  assert.throws(() => openStore(file), { code: "REGISTRY_STORE_UNSUPPORTED" });
  assert.equal(readFileSync(file, "utf8"), text);
});

test("rejects a database that another process serves", async () => {
  const data = join(folder, "served");
  const first = await startProcess(data);
  const file = join(data, "registry.sqlite");
  assert.throws(() => openStore(file, { lockTimeoutMs: 1 }), { code: "REGISTRY_STORE_LOCKED" });
  first.child.kill("SIGKILL");
  await first.exited;
  openStore(file).close();
});

test("puts what a killed process left in its log on disk before anybody reads it", () => {
  const file = join(folder, "left.db");
  const left = join(folder, "copy.db");
  // A disk that never answers: nothing here was ever acknowledged.
  const store = openStore(file, { sync: () => new Promise(() => {}) });
  store.transaction(() =>
    insertRegistry(store, { registryName: "r", now: "2026-01-01T00:00:00Z" }),
  );
  for (const suffix of ["", "-wal"]) copyFileSync(`${file}${suffix}`, `${left}${suffix}`);
  assert.ok(statSync(`${left}-wal`).size > 0);
  const again = openStore(left);
  assert.equal(findRegistry(again, "r")?.registryName, "r");
  assert.equal(statSync(`${left}-wal`).size, 0);
  again.close();
  store.close();
});

test("takes everything back that a failed transaction wrote", async () => {
  const store = openStore(join(folder, "rollback.db"));
  const insert = (registryName: string) =>
    insertRegistry(store, { registryName, now: "2026-01-01T00:00:00Z" });
  assert.throws(
    () =>
      store.transaction(() => {
        insert("a");
        throw new Error("half way");
      }),
    /half way/,
  );
  assert.equal(findRegistry(store, "a"), undefined);
  assert.equal(store.sync.isSynced, true);
  store.transaction(() => insert("b"));
  await store.sync.synced();
  assert.throws(() => store.transaction(() => store.transaction(() => {})), /within a transaction/);
  store.close();
  const again = openStore(join(folder, "rollback.db"));
  assert.equal(findRegistry(again, "b")?.registryName, "b");
  again.close();
});
