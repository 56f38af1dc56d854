import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { registryClient } from "../../src/registry-client.ts";
import { type RunningRegistry, startRegistry } from "../../src/start-registry.ts";

let registry: RunningRegistry;

before(async () => {
  registry = await startRegistry({ databaseFile: ":memory:" });
});

after(() => registry.stop());

const definition = '{"type":"record","name":"R","fields":[{"name":"secret","type":"int"}]}';

test("counts requests by operation and outcome, versions by status, each server its own", async () => {
  const client = registryClient(registry.endpoint);
  await client.call("CreateSchema", {
    ...{ SchemaName: "s", DataFormat: "AVRO", SchemaDefinition: definition },
  });
  const SchemaId = { RegistryName: "default-registry", SchemaName: "s" };
  const SchemaDefinition = definition.replace("secret", "other");
  await client.call("RegisterSchemaVersion", { SchemaId, SchemaDefinition });
  await assert.rejects(client.call("GetRegistry", { RegistryId: { RegistryName: "nope" } }));
  await fetch(registry.endpoint, {
    method: "POST",
    headers: { "x-amz-target": "AWSGlue.made-up-by-a-client" },
  });
  const metrics = await (await fetch(new URL("/metrics", registry.endpoint))).text();
  const lines = metrics.split("\n");
  for (const line of [
    'weir_registry_requests_total{operation="CreateSchema",outcome="success"} 1',
    'weir_registry_requests_total{operation="GetRegistry",outcome="EntityNotFoundException"} 1',
    'weir_registry_request_duration_seconds_count{operation="RegisterSchemaVersion"} 1',
    'weir_registry_schema_versions{status="AVAILABLE"} 1',
    'weir_registry_schema_versions{status="FAILURE"} 1',
  ]) {
    assert.ok(lines.includes(line), line);
  }
  assert.match(metrics, /^weir_registry_open_connections [1-9]/m);
  assert.match(metrics, /^process_resident_memory_bytes \d{8,}/m);
  assert.doesNotMatch(metrics, /made-up/);

  const other = await startRegistry({ databaseFile: ":memory:" });
  const own = await (await fetch(new URL("/metrics", other.endpoint))).text();
  assert.doesNotMatch(own, /operation="CreateSchema"/);
  await other.stop();
});

test("writes one line per request without definitions, and ends open requests in order", async () => {
  const main = new URL("../../src/main.ts", import.meta.url).pathname;
  const args = ["--data", ":memory:", "--log-level", "info", "--fault", "latency=GetTags:400ms"];
  const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const log = text(child.stderr);
  const exited = once(child, "exit", { signal: AbortSignal.timeout(20_000) });
  const [line] = await once(createInterface(child.stdout), "line", {
    signal: AbortSignal.timeout(15_000),
  });
  const { endpoint } = JSON.parse(line as string);
  const client = registryClient(endpoint);
  await client.call("CreateSchema", {
    ...{ SchemaName: "s", DataFormat: "AVRO", SchemaDefinition: definition },
  });
  // An idle connection must not hold up the end; a request under way must be answered.
  const idle = connect(Number(new URL(endpoint).port), "127.0.0.1");
  await once(idle, "connect");
  const arn = "arn:aws:glue:eu-central-1:000000000000:schema/default-registry/s";
  const open = client.call("GetTags", { ResourceArn: arn });
  await new Promise((resolve) => setTimeout(resolve, 100));
  child.kill("SIGTERM");
  assert.deepEqual(await open, { Tags: {} });
  assert.deepEqual(await exited, [0, null]);
  idle.destroy();

  const entries = (await log)
    .split("\n")
    .filter((each) => each.startsWith("{"))
    .map((each) => JSON.parse(each))
    .filter(({ msg }) => msg === "request");
  assert.deepEqual(
    entries.map(({ operation, status, outcome }) => [operation, status, outcome]),
    [
      ["CreateSchema", 200, "success"],
      ["GetTags", 200, "success"],
    ],
  );
  assert.match(entries[0].requestId, /^[0-9a-f-]{36}$/);
  assert.equal(typeof entries[0].durationMs, "number");
  assert.doesNotMatch(await log, /secret/);
});
