import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Json, optional, record, startConfluent } from "./confluent-calls.ts";

const v1 = record({ name: "string" });
const v2 = record({ name: "string", age: optional("int", 0) });

test("keeps numbers, levels and modes over a restart", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "weir-confluent-"));
  context.after(() => rm(folder, { recursive: true }));
  const databaseFile = join(folder, "registry.sqlite");
  const before = await startConfluent({ databaseFile });
  const first = await before.register("a", v1);
  const second = await before.register("b", v2);
  await before.ok("PUT /config", { compatibility: "FULL" });
  await before.ok("PUT /mode/b", { mode: "READONLY" });
  const shown = await before.ok("GET /schemas");
  await before.registry.stop();

  const after = await startConfluent({ databaseFile });
  context.after(() => after.registry.stop());
  assert.deepEqual(await after.ok("GET /schemas"), shown);
  assert.equal((await after.register("a", v1)).id, first.id);
  assert.equal((await after.register("c", v2)).id, second.id);
  assert.equal((await after.register("c2", record({ new: "int" }))).id, 3);
  assert.deepEqual(await after.ok("GET /config"), { compatibilityLevel: "FULL" });
  assert.deepEqual(await after.ok("GET /mode/b"), { mode: "READONLY" });
});

test("gives one number to 50 clients that register one schema", async (context) => {
  const { call, ok, registry } = await startConfluent();
  context.after(() => registry.stop());
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, client) =>
      call(`POST /subjects/s${client % 2}/versions`, { schema: v1 }),
    ),
  );
  const ids = new Set(answers.map(({ body }) => body.id));
  assert.deepEqual([...ids], [1]);
  assert.deepEqual(await ok("GET /subjects/s0/versions"), [1]);
  const schemas: Json[] = await ok("GET /schemas");
  assert.equal(schemas.length, 2);
});

test("brings followers to the default that the server starts with", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "weir-confluent-"));
  context.after(() => rm(folder, { recursive: true }));
  const databaseFile = join(folder, "registry.sqlite");
  const before = await startConfluent({ databaseFile });
  await before.register("a", v1);
  await before.registry.stop();
  const after = await startConfluent({
    databaseFile,
    policy: { defaultCompatibility: "FULL_ALL" },
  });
  context.after(() => after.registry.stop());
  const level = await after.ok("GET /config/a?defaultToGlobal=true");
  assert.equal(level.compatibilityLevel, "FULL_TRANSITIVE");
});

test("answers when what it tells is on disk", async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "weir-confluent-"));
  context.after(() => rm(folder, { recursive: true }));
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let syncs = 0;
  const store = {
    sync: async () => {
      await released;
      syncs++;
    },
  };
  const { call, registry } = await startConfluent({
    databaseFile: join(folder, "registry.sqlite"),
    store,
  });
  context.after(() => registry.stop());
  const order: string[] = [];
  const register = call("POST /subjects/s/versions", { schema: v1 }).then(() => {
    order.push("registered");
  });
  const read = call("GET /subjects").then(() => {
    order.push("read");
  });
  setTimeout(() => {
    order.push("on disk");
    release();
  }, 100);
  await Promise.all([register, read]);
  assert.equal(order.indexOf("on disk") < order.indexOf("registered"), true, order.join());
  assert.ok(syncs > 0);
});
