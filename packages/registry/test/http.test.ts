import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { registryClient } from "../src/registry-client.ts";
import { type RunningRegistry, startRegistry } from "../src/start-registry.ts";

let registry: RunningRegistry;

before(async () => {
  registry = await startRegistry({ databaseFile: ":memory:" });
});

after(() => registry.stop());

function post(operation: string, body: string, contentType = "application/x-amz-json-1.1") {
  return fetch(registry.endpoint, {
    method: "POST",
    headers: { "content-type": contentType, "x-amz-target": `AWSGlue.${operation}` },
    body,
    signal: AbortSignal.timeout(10_000),
  });
}

async function refusal(response: Response) {
  const body = (await response.json()) as { __type: string; Message: string };
  assert.equal(response.headers.get("x-amzn-errortype"), body.__type);
  assert.match(response.headers.get("x-amzn-requestid") ?? "", /^[0-9a-f-]{36}$/);
  return [response.status, body.__type];
}

test("answers health", async () => {
  const response = await fetch(new URL("/healthz", registry.endpoint));
  assert.deepEqual(await response.json(), { ready: true });
});

test("rejects unknown operations, broken JSON, other content types and huge bodies", async () => {
  assert.deepEqual(await refusal(await post("Nope", "{}")), [400, "UnknownOperationException"]);
  assert.deepEqual(await refusal(await post("toString", "{}")), [400, "UnknownOperationException"]);
  assert.deepEqual(await refusal(await post("GetSchema", "{")), [400, "SerializationException"]);
  assert.deepEqual(await refusal(await post("GetSchema", "[]")), [400, "SerializationException"]);
  assert.deepEqual(await refusal(await post("GetSchema", "{}", "text/plain")), [
    415,
    "UnsupportedMediaTypeException",
  ]);
  assert.deepEqual(await refusal(await post("GetSchema", `"${"a".repeat(2_000_000)}"`)), [
    413,
    "RequestEntityTooLargeException",
  ]);
});

test("rejects members of a wrong type, length or range", async () => {
  const name = (RegistryName: unknown) => post("CreateRegistry", JSON.stringify({ RegistryName }));
  assert.deepEqual(await refusal(await name(1)), [400, "SerializationException"]);
  assert.deepEqual(await refusal(await name("a".repeat(256))), [400, "InvalidInputException"]);
  assert.deepEqual(await refusal(await name(undefined)), [400, "InvalidInputException"]);
  assert.equal((await name("a.b-c_d$e#f")).status, 200);
});

test("rejects a definition that is nested beyond reason, and lives on", async () => {
  const deep = `${'{"type":"array","items":'.repeat(6000)}"int"${"}".repeat(6000)}`;
  const body = JSON.stringify({ SchemaName: "s", DataFormat: "AVRO", SchemaDefinition: deep });
  assert.deepEqual(await refusal(await post("CreateSchema", body)), [400, "InvalidInputException"]);
});

test("fails with the exception's name, and as unreachable where nothing listens", async () => {
  const input = { RegistryId: { RegistryName: "nope" } };
  await assert.rejects(registryClient(registry.endpoint).call("GetRegistry", input), {
    code: "REGISTRY_FAILED",
    details: {
      operation: "GetRegistry",
      exception: "EntityNotFoundException",
      message: "Registry is not found. RegistryName: nope",
      httpStatus: 400,
    },
  });
  await assert.rejects(registryClient("http://127.0.0.1:1").call("GetRegistry", input), {
    code: "REGISTRY_UNREACHABLE",
  });
  assert.equal(
    await registryClient(registry.endpoint).readVerdict("00000000-0000-4000-8000-000000000000"),
    undefined,
  );
});

test("rejects a port in use and a host that is not loopback", async () => {
  const port = Number(new URL(registry.endpoint).port);
  await assert.rejects(startRegistry({ databaseFile: ":memory:", port }), { code: "PORT_TAKEN" });
  await assert.rejects(startRegistry({ databaseFile: ":memory:", host: "0.0.0.0" }), {
    code: "USAGE",
  });
});
