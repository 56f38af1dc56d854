/** What goes wrong on a small stack: bad specs, interruptions, and each service killed in turn. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { registryClient } from "@weir/registry";
import { waitUntil } from "@weir/stack";
import { createTestStack, listProcesses, type Row, type TestStack } from "./support/test-stack.ts";

const init = `
CREATE DATABASE shop;
CREATE TABLE shop.orders (id INT NOT NULL PRIMARY KEY, note VARCHAR(60) NOT NULL);
CREATE TABLE shop.customers (id INT NOT NULL PRIMARY KEY);
INSERT INTO shop.orders VALUES (0, 'by snapshot');
`;
const spec = { name: "faults", sources: { shopsrc: { tables: ["shop.orders"] } } };

describe("a stack that cannot come up", () => {
  const stacks: TestStack[] = [];
  const create = (...args: Parameters<typeof createTestStack>) => {
    const stack = createTestStack(...args);
    stacks.push(stack);
    return stack;
  };
  after(() => Promise.all(stacks.map((stack) => stack.destroy())));

  const assertNothingRuns = (stack: TestStack) =>
    assert.deepEqual(listProcesses(stack.stateDirectory), []);

  it("names an unknown table and its near match, and leaves nothing running", async () => {
    const stack = create({ ...spec, sources: { shopsrc: { tables: ["shop.order"] } } }, init);
    const { stderr } = await stack.weir(["up", "--small"], 1);
    assert.match(stderr, /TABLE_UNKNOWN/);
    assert.match(stderr, /shop\.order\b.*did you mean shop\.orders\?/);
    assertNothingRuns(stack);
  });

  it("names a port that is taken, before anything is started", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const stack = create({ ...spec, name: "ports" });
    writeFileSync(
      join(stack.folder, "weir.config.json"),
      JSON.stringify({ ...spec, local: { ports: { registry: port } } }),
    );
    const { stderr } = await stack.weir(["up", "--small"], 1);
    server.close();
    assert.match(stderr, /PORT_TAKEN/);
    assert.match(stderr, new RegExp(`port ${port} of local\\.ports\\.registry`));
    assertNothingRuns(stack);
  });

  it("ends everything when it is interrupted half-way, and comes up afterwards", async () => {
    const stack = create({ ...spec, name: "interrupted" }, init);
    const up = stack.start(["up", "--small"]);
    await waitUntil(async () => listProcesses(stack.stateDirectory).length >= 3, {
      what: "the first services",
      deadlineMs: 60_000,
    });
    up.kill("SIGINT");
    const { code, stderr } = await up.result;
    assert.equal(code, 1, stderr);
    assert.match(stderr, /INTERRUPTED/);
    assertNothingRuns(stack);
  });
});

describe("a small stack under faults", () => {
  const stack = createTestStack(spec, init);
  after(() => stack.destroy());
  let next = 1;

  const insert = async (count: number) => {
    const values = Array.from({ length: count }, () => `(${next++}, 'row')`);
    await stack.sql(`INSERT INTO shop.orders VALUES ${values.join(", ")}`);
  };
  const arrivedIds = async () => {
    const { stdout } = await stack.weir([
      ...["consume", "shopsrc.shop.orders", "--from-beginning", "--until-end", "-o", "json"],
    ]);
    const lines = stdout.trim().split("\n").filter(Boolean);
    return new Set(lines.map((line) => JSON.parse(line).value?.after?.id));
  };
  /** Every row that was ever committed is in the topic. */
  const assertNothingLost = () =>
    waitUntil(
      async () => {
        const ids = await arrivedIds();
        return Array.from({ length: next }, (_, id) => id).every((id) => ids.has(id));
      },
      { what: `all ${next} rows in the topic`, deadlineMs: 90_000, intervalMs: 1_000 },
    );
  const kill = async (name: string) => {
    const service = (await stack.status()).services.find((one) => one.name === name);
    assert.ok(service?.pid, name);
    process.kill(service.pid, "SIGKILL");
    return service.pid;
  };
  const waitForRestart = (name: string, oldPid: number) =>
    waitUntil(
      async () => {
        const { services } = await stack.status();
        const service = services.find((one) => one.name === name);
        return service?.state === "ready" && service.pid !== oldPid && service.restarts > 0;
      },
      { what: `${name} to come back`, deadlineMs: 90_000, intervalMs: 500 },
    );

  it("waits for tables that are created later, and captures them then", async () => {
    const late = createTestStack({
      name: "late",
      sources: { latesrc: { tables: ["later.things"] } },
    });
    try {
      const { stderr, stdout } = await late.weir(["up", "--small"]);
      assert.match(stderr + stdout, /later\.things/);
      await late.sql("CREATE DATABASE later");
      await late.sql("CREATE TABLE later.things (id INT PRIMARY KEY)");
      await late.sql("INSERT INTO later.things VALUES (1)");
      await waitUntil(
        async () => (await late.status()).connectors.some(({ state }) => state === "RUNNING"),
        { what: "the connector to be applied", deadlineMs: 60_000, intervalMs: 500 },
      );
      const { stdout: records } = await late.weir([
        ...["consume", "latesrc.later.things", "--from-beginning", "--max", "1", "-o", "json"],
      ]);
      assert.equal(JSON.parse(records).value.after.id, 1);
    } finally {
      await late.destroy();
    }
  });

  it("comes up and streams", async () => {
    await stack.weir(["up", "--small"]);
    await insert(20);
    await assertNothingLost();
  });

  for (const name of ["connect-1", "kafka-1", "mysql"]) {
    it(`loses nothing when ${name} is killed`, async () => {
      const pid = await kill(name);
      if (name !== "mysql") await insert(20);
      await waitForRestart(name, pid);
      await insert(20);
      await assertNothingLost();
    });
  }

  it("flows on with cached schemas while the registry is down, and recovers with new ones", async () => {
    const { services } = await stack.status();
    const registry = services.find(({ name }) => name === "registry");
    assert.ok(registry?.pid);
    // Stopped rather than killed: the supervisor would bring a dead one back at once.
    process.kill(registry.pid, "SIGSTOP");
    try {
      await insert(20);
      await sleep(2_000);
      await stack.sql("ALTER TABLE shop.orders ADD COLUMN extra VARCHAR(10) NULL");
      await stack.sql(`INSERT INTO shop.orders VALUES (${next++}, 'new schema', 'x')`);
      await sleep(5_000);
    } finally {
      process.kill(registry.pid, "SIGCONT");
    }
    await assertNothingLost();
    await waitUntil(
      async () =>
        (await stack.status()).connectors.every(({ tasks }) =>
          tasks.every(({ state }) => state === "RUNNING"),
        ),
      { what: "the task to run again", deadlineMs: 90_000, intervalMs: 500 },
    );
  });

  it("never restarts a task whose schema was refused, and explains it", async () => {
    await stack.sql("ALTER TABLE shop.orders ADD COLUMN must VARCHAR(10) NOT NULL");
    await stack.sql(`INSERT INTO shop.orders VALUES (${next}, 'refused', NULL, '')`);
    await waitUntil(
      async () =>
        (await stack.status()).connectors.some(({ tasks }) =>
          tasks.some(({ state }) => state === "FAILED"),
        ),
      { what: "the task to fail", deadlineMs: 60_000, intervalMs: 500 },
    );
    await sleep(8_000);
    const { connectors } = await stack.status();
    assert.equal(connectors[0]?.tasks[0]?.state, "FAILED");
    const log = readFileSync(join(stack.stateDirectory, "logs", "supervisor.log"), "utf8");
    const sinceRecovery = log.slice(log.lastIndexOf("restarts shopsrc") + 1);
    assert.doesNotMatch(sinceRecovery, /refused/);
    const { stdout } = await stack.weir(["describe", "connector", "shopsrc"]);
    assert.match(stdout, /must/);
    assert.match(stdout, /NOT NULL without a default/);
  });

  it("accepts the refused version though accept is killed half-way, and loses nothing", async () => {
    const { services } = await stack.status();
    const { call } = registryClient(
      services.find(({ kind }) => kind === "registry")?.endpoint ?? "",
    );
    const schema = "shopsrc.shop.orders";
    const read = (SchemaName: string) =>
      call("GetSchema", { SchemaId: { RegistryName: "faults", SchemaName } });
    const accept = ["schema", "accept", schema, "--yes", "-o", "json"];

    const killed = stack.start(accept);
    await waitUntil(() => read(`${schema}.weir-accept`), {
      what: "accept to begin",
      deadlineMs: 30_000,
      intervalMs: 2,
    });
    killed.kill("SIGKILL");
    assert.equal((await killed.result).code, null);
    const list = JSON.parse((await stack.weir(["schema", "list", "-o", "json"])).stdout);
    assert.equal(list.find(({ name }: Row) => name === schema).acceptUnderWay, true);

    const { resumed, row, version } = JSON.parse((await stack.weir(accept)).stdout);
    next += 1;
    assert.deepEqual([resumed, row.state, row.record?.topic], [true, "arrived", schema]);
    const { Compatibility, SchemaCheckpoint } = await read(schema);
    assert.deepEqual([Compatibility, SchemaCheckpoint], ["BACKWARD", version.versionNumber]);
    await assert.rejects(read(`${schema}.weir-accept`), /EntityNotFoundException/);
    await assertNothingLost();
  });

  it("leaves nothing after down --purge", async () => {
    await stack.weir(["down", "--purge"]);
    assert.deepEqual(listProcesses(stack.stateDirectory), []);
    assert.equal(existsSync(stack.stateDirectory), false);
  });
});
