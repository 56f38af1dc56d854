import assert from "node:assert/strict";
import { createServer } from "node:net";
import { type TestContext, test } from "node:test";
import { choosePorts, isPortFree } from "../src/ports.ts";
import type { StackPorts } from "../src/state/stack-state.ts";
import { samplePlatform } from "./fixtures.ts";

function listen(t: TestContext, port = 0, host = "127.0.0.1"): Promise<number> {
  const server = createServer();
  t.after(() => server.close());
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as { port: number }).port));
  });
}

const listAll = (ports: StackPorts) => Object.values(ports).flat() as number[];

test("knows a free port from one that is taken, on loopback or on every address", async (t) => {
  assert.equal(await isPortFree(await listen(t)), false);
  assert.equal(await isPortFree(await listen(t, 0, "0.0.0.0")), false);
  const { mysql } = await choosePorts(samplePlatform(), undefined);
  assert.equal(await isPortFree(mysql), true);
});

test("chooses ports that all differ", async () => {
  const ports = await choosePorts(samplePlatform(), undefined);
  assert.equal(ports.kafka.length, 3);
  assert.equal(ports.connect.length, 3);
  assert.equal(new Set(listAll(ports)).size, 14);
});

test("keeps the ports of the run before", async () => {
  const previous = await choosePorts(samplePlatform(), undefined);
  assert.deepEqual(await choosePorts(samplePlatform(), previous), previous);
});

test("replaces a remembered port that is taken, and only that one", async (t) => {
  const previous = await choosePorts(samplePlatform(), undefined);
  await listen(t, previous.kafka[1]);
  const next = await choosePorts(samplePlatform(), previous);
  assert.notEqual(next.kafka[1], previous.kafka[1]);
  assert.deepEqual({ ...next, kafka: [] }, { ...previous, kafka: [] });
  assert.deepEqual([next.kafka[0], next.kafka[2]], [previous.kafka[0], previous.kafka[2]]);
});

test("takes fixed ports, the others of a series after the first", async () => {
  const { registry, kafka } = await choosePorts(samplePlatform(), undefined);
  const first = Math.max(...kafka, registry) + 1;
  const free = (await Promise.all([0, 1, 2].map((n) => isPortFree(first + n)))).every(Boolean);
  if (!free) return;
  const platform = samplePlatform({ local: { ports: { registry, kafka: first } } });
  const ports = await choosePorts(platform, undefined);
  assert.equal(ports.registry, registry);
  assert.deepEqual(ports.kafka, [first, first + 1, first + 2]);
});

test("rejects a fixed port that another program has", async (t) => {
  const port = await listen(t);
  const platform = samplePlatform({ local: { ports: { registry: port } } });
  await assert.rejects(choosePorts(platform, undefined), {
    code: "PORT_TAKEN",
    message: `port ${port} of local.ports.registry is in use`,
    details: { port, field: "local.ports.registry" },
  });
});

test("gives a port that the spec fixes to nobody else, also when it is remembered", async () => {
  const previous = await choosePorts(samplePlatform(), undefined);
  // MySQL had this port by chance and is asked before the registry.
  const platform = samplePlatform({ local: { ports: { registry: previous.mysql } } });
  const ports = await choosePorts(platform, previous);
  assert.equal(ports.registry, previous.mysql);
  assert.notEqual(ports.mysql, previous.mysql);
});

test("does not look at the fixed port of a server named by URL", async (t) => {
  const port = await listen(t);
  const local = { mysql: { url: "mysql://root@db.example:3306" }, ports: { mysql: port } };
  const ports = await choosePorts(samplePlatform({ local }), undefined);
  assert.notEqual(ports.mysql, port);
});
