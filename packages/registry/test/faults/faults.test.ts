/** AWS's own SDK goes through the faults as it would on AWS. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  CreateSchemaCommand,
  GlueClient,
  ListRegistriesCommand,
  ListSchemasCommand,
} from "@aws-sdk/client-glue";
import { type RunningRegistry, startRegistry } from "../../src/start-registry.ts";

let registry: RunningRegistry;

before(async () => {
  registry = await startRegistry({ databaseFile: ":memory:" });
});

beforeEach(() => putFaults([]));
after(() => registry.stop());

async function putFaults(faults: unknown): Promise<Response> {
  return fetch(new URL("/weir/faults", registry.endpoint), {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ faults }),
  });
}

function sdk(maxAttempts: number): GlueClient {
  return new GlueClient({
    region: "eu-central-1",
    endpoint: registry.endpoint,
    credentials: { accessKeyId: "weir", secretAccessKey: "weir" },
    maxAttempts,
  });
}

test("throttles from the start, and until the faults are taken away", async (t) => {
  const fresh = await startRegistry({ databaseFile: ":memory:", faults: ["throttle=1"] });
  t.after(() => fresh.stop());
  const client = new GlueClient({
    region: "eu-central-1",
    endpoint: fresh.endpoint,
    credentials: { accessKeyId: "weir", secretAccessKey: "weir" },
    maxAttempts: 1,
  });
  await assert.rejects(client.send(new ListRegistriesCommand({})), {
    name: "ThrottlingException",
    message: "Rate exceeded",
  });
  const place = new URL("/weir/faults", fresh.endpoint);
  assert.deepEqual(await (await fetch(place)).json(), { faults: ["throttle=1"] });
  assert.deepEqual(await (await fetch(place, { method: "DELETE" })).json(), { faults: [] });
  await client.send(new ListRegistriesCommand({}));
});

test("lets the SDK retry through throttling and internal errors", async () => {
  // The seed draws one of each: the SDK pauses half a second after a throttling.
  await putFaults(["throttle=0.4", "internal-error=0.2", "seed=26"]);
  const client = sdk(12);
  let attempts = 0;
  for (let index = 0; index < 4; index++) {
    const { $metadata } = await client.send(new ListRegistriesCommand({}));
    attempts += $metadata.attempts ?? 1;
  }
  assert.equal(attempts, 6);
});

test("answers concurrent modification where something is written, and stores nothing", async () => {
  await putFaults(["concurrent-modification=1"]);
  const client = sdk(1);
  const schema = { SchemaName: "refused", DataFormat: "AVRO", SchemaDefinition: '"int"' } as const;
  await assert.rejects(client.send(new CreateSchemaCommand(schema)), {
    name: "ConcurrentModificationException",
  });
  await putFaults([]);
  assert.deepEqual((await client.send(new ListSchemasCommand({}))).Schemas, []);
});

test("loses the answer of what it has done: the repetition says that it is there", async () => {
  await putFaults(["lost-answer=CreateSchema:1"]);
  const schema = { SchemaName: "lost", DataFormat: "AVRO", SchemaDefinition: '"int"' } as const;
  await assert.rejects(sdk(1).send(new CreateSchemaCommand(schema)));
  await putFaults([]);
  await assert.rejects(sdk(1).send(new CreateSchemaCommand(schema)), {
    name: "AlreadyExistsException",
  });
});

test("rejects faults it does not understand, and keeps those it has", async () => {
  await putFaults(["seed=3"]);
  for (const faults of [["nonsense=1"], "throttle=1", [1], undefined]) {
    const response = await putFaults(faults);
    assert.equal(response.status, 400);
    const { message, remedy } = (await response.json()) as { message: string; remedy: string };
    assert.ok(message.length > 0 && remedy.length > 0);
  }
  const place = new URL("/weir/faults", registry.endpoint);
  assert.deepEqual(await (await fetch(place)).json(), { faults: ["seed=3"] });
});
