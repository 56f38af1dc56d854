import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { type FakeConnect, startFakeConnect } from "@weir/connect/testing";
import { type RunningRegistry, registryClient, startRegistry } from "@weir/registry";
import { renderDebeziumEnvelope } from "@weir/schema";
import { callWeir, makeFolder, smallSpec } from "./run-weir.ts";
import { writeRunningState } from "./running-state.ts";

const topic = "fullfillment.test_db.person";
const offset = { file: "binlog.000002", pos: 157 };

describe("the commands on connectors", () => {
  let connect: FakeConnect;
  let registry: RunningRegistry;
  let refusedId: string;

  before(async () => {
    connect = await startFakeConnect();
    registry = await startRegistry({ databaseFile: ":memory:" });
    refusedId = await refuseSchema(registry.endpoint);
  });
  after(async () => {
    await connect.stop();
    await registry.stop();
  });
  beforeEach(() => {
    connect.connectors.set("fullfillment", {
      config: { "connector.class": "MySqlConnector", "database.password": "hunter2" },
      state: "RUNNING",
      tasks: [{ state: "RUNNING" }],
      offsets: [{ partition: { server: "fullfillment" }, offset }],
      topics: [topic],
    });
  });

  const call = async (t: Parameters<typeof makeFolder>[0], ...args: string[]) => {
    const cwd = makeFolder(t, smallSpec);
    await writeRunningState(cwd, connect.url, Number(new URL(registry.endpoint).port));
    return callWeir(args, cwd);
  };
  const fail = (trace: string) => {
    const connector = connect.connectors.get("fullfillment");
    if (connector !== undefined) connector.tasks = [{ state: "FAILED", trace }];
  };
  const refusal = () =>
    `org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler\nCaused by: com.amazonaws.services.schemaregistry.exception.AWSSchemaRegistryException: Schema evolution check failed. schemaVersionId ${refusedId} is in FAILURE status.\n`;

  test("get connectors has name, state and tasks", async (t) => {
    const { stdout, stderr } = await call(t, "get", "connectors", "-o", "json");
    const workerId = new URL(connect.url).host;
    assert.deepEqual(
      JSON.parse(stdout),
      [{ name: "fullfillment", state: "RUNNING", tasks: [{ id: 0, state: "RUNNING", workerId }] }],
      stderr,
    );
  });

  test("get workers says what each runs", async (t) => {
    const { stdout } = await call(t, "get", "workers", "-o", "json");
    const [worker] = JSON.parse(stdout);
    assert.deepEqual([worker.name, worker.health], ["connect-1", "healthy"]);
    assert.deepEqual(worker.tasks, ["fullfillment/0"]);
  });

  test("get offsets shows what is stored", async (t) => {
    const { stdout } = await call(t, "get", "offsets", "fullfillment", "-o", "json");
    assert.deepEqual(JSON.parse(stdout)[0].offsets[0].offset, offset);
  });

  test("an unknown connector is named with the near match", async (t) => {
    for (const args of [["describe", "connector"], ["pause"], ["restart"], ["get", "tasks"]]) {
      const { exitCode, stderr } = await call(t, ...args, "fulfillment");
      assert.equal(exitCode, 1, args.join(" "));
      assert.match(stderr, /CONNECTOR_UNKNOWN.*\nremedy: did you mean "fullfillment"/);
    }
  });

  test("describe names column, rule and way out of a refused schema, and no password", async (t) => {
    fail(refusal());
    const { exitCode, stdout } = await call(t, "describe", "connector", "fullfillment");
    assert.equal(exitCode, 0);
    assert.match(stdout, /column address: .*reader field missing default value/);
    assert.match(stdout, /what to do: /);
    assert.match(stdout, /binlog\.000002/);
    assert.ok(stdout.includes(topic));
    assert.ok(!stdout.includes("hunter2"));
  });

  test("get tasks says the cause of a failure in plain words", async (t) => {
    fail("java.lang.OutOfMemoryError: Java heap space\n");
    const { stdout } = await call(t, "get", "tasks");
    assert.match(stdout, /fullfillment +0 +FAILED .*the worker ran out of memory/);
  });

  test("pause, resume and stop wait for the state", async (t) => {
    for (const [verb, state] of [
      ["pause", "PAUSED"],
      ["resume", "RUNNING"],
      ["stop", "STOPPED"],
    ] as const) {
      const { exitCode, stdout, stderr } = await call(t, verb, "fullfillment", "-o", "json");
      assert.equal(exitCode, 0, stderr);
      assert.equal(JSON.parse(stdout).state, state);
    }
  });

  test("restart --failed restarts what is FAILED and nothing else", async (t) => {
    const idle = await call(t, "restart", "--failed");
    assert.equal(idle.stdout, "nothing is FAILED\n");
    fail("java.lang.OutOfMemoryError: Java heap space\n");
    const { exitCode, stdout } = await call(t, "restart", "--failed");
    assert.equal(exitCode, 0);
    assert.equal(stdout, "connector fullfillment runs again\n");
  });

  test("delete takes the connector out of Connect", async (t) => {
    const { exitCode, stderr } = await call(t, "delete", "fullfillment");
    assert.equal(exitCode, 0, stderr);
    assert.ok(!connect.connectors.has("fullfillment"));
  });
});

async function refuseSchema(endpoint: string): Promise<string> {
  const client = registryClient(endpoint);
  const RegistryId = { RegistryName: "legopoc" };
  await client.call("CreateRegistry", RegistryId);
  await client.call("CreateSchema", {
    RegistryId,
    SchemaName: topic,
    DataFormat: "AVRO",
    Compatibility: "BACKWARD",
    SchemaDefinition: envelope(["age"]),
  });
  const answer = await client.call("RegisterSchemaVersion", {
    SchemaId: { ...RegistryId, SchemaName: topic },
    SchemaDefinition: envelope(["age", "address"]),
  });
  return String(answer.SchemaVersionId);
}

function envelope(columns: readonly string[]): string {
  return renderDebeziumEnvelope(
    topic,
    columns.map((name) => ({ name, type: "int", nullable: false })),
  );
}
