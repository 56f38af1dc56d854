/**
 * A random workload over a keyed and a keyless table, with schema changes and a worker killed in
 * the middle; afterwards silver equals MySQL. The seed is printed: WEIR_TEST_SEED repeats a run.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { loadPlatform } from "@weir/core";
import { compareRows } from "@weir/lake";
import {
  bootstrapServers,
  mysqlAddress,
  planStateDirectory,
  readStackState,
  runSql,
  waitUntil,
} from "@weir/stack";
import { type ConsumedLine, consumeWith } from "./support/consumers.ts";
import { createTestStack, type TestStack } from "./support/test-stack.ts";
import { planWorkload, type WorkloadStep, workloadInit } from "./support/workload.ts";

const full = process.env.WEIR_TEST_FULL === "1";
const seed = Number(process.env.WEIR_TEST_SEED ?? (full ? Date.now() % 1_000_000 : 20_261_122));
const transactions = full ? 2_000 : 240;
// The schema change behind them brings one more.
const lakeRuns = full ? 4 : 1;
const drainDeadlineMs = 120_000;

describe(`a random workload of ${transactions} transactions, seed ${seed}`, () => {
  let stack: TestStack;

  before(async () => {
    stack = createTestStack(
      {
        name: "workload",
        sources: { shopsrc: { tables: ["shop.item", "shop.event"] } },
        lake: { gold: { events: "select kind, count(*) as n from silver.event group by kind" } },
      },
      workloadInit,
    );
    await stack.weir(["up"]);
  });
  after(() => stack?.destroy());

  it("leaves silver equal to MySQL, with a worker killed in the middle", async () => {
    const steps = planWorkload(seed, transactions);
    const chunk = Math.ceil(steps.length / lakeRuns);
    for (let run = 0; run < lakeRuns; run++) {
      const part = steps.slice(run * chunk, (run + 1) * chunk);
      const middle = Math.floor(part.length / 2);
      await runSteps(stack, part.slice(0, middle));
      if (run === 0) await killTaskWorker(stack);
      await runSteps(stack, part.slice(middle));
      await drain(stack, run);
      await stack.weir(["lake", "run", "--once"]);
      await assertEqual(stack);
    }
  });

  it("is read alike by the consumers in Node, Python and Java", async () => {
    const directory = planStateDirectory(stack.stateDirectory);
    const { ports } = readStackState(directory) ?? assert.fail("no stack runs");
    for (const topic of ["shopsrc.shop.item", "shopsrc.shop.event"]) {
      const options = {
        bootstrapServers: bootstrapServers(ports),
        registry: `http://127.0.0.1:${ports.registry}`,
        topic,
      };
      // One after the other: two of them start a JVM or load as much.
      const node = await consumeWith("node", options);
      assert.deepEqual(await consumeWith("python", options), node);
      assert.deepEqual(await consumeWith("java", options), node);
      assert.deepEqual(await consumeWithWeir(stack, topic), node);
      const columns = node.map(({ value }) => Object.keys(Object(value).after ?? {}).join());
      assert.ok(new Set(columns).size > 2, "the schema did not change on the way");
    }
  });

  it("also applies a schema change that no row follows", async () => {
    await stack.sql("ALTER TABLE shop.event ADD COLUMN late VARCHAR(10) NULL DEFAULT 'x'");
    await stack.sql("ALTER TABLE shop.item DROP COLUMN note");
    await waitForDdl(stack);
    await stack.weir(["lake", "run", "--once"]);
    await assertEqual(stack);
  });

  it("can say that silver differs from MySQL", async () => {
    await stack.sql("INSERT INTO shop.event (kind) VALUES ('not in the lake yet')");
    const verdict = await compareTable(stack, "shop.event");
    assert.equal(verdict.equal, false);
    assert.equal(verdict.missing.length, 1);
  });

  it("writes gold from silver", async () => {
    const [gold] = await stack.lakeQuery("select sum(n) as n from gold.events");
    const [silver] = await stack.lakeQuery("select count(*) as n from silver.event");
    assert.equal(Number(gold?.n), Number(silver?.n));
  });
});

/** On one connection would be faster still; `weir sql` per statement would cost a process each. */
async function runSteps(stack: TestStack, steps: readonly WorkloadStep[]): Promise<void> {
  const address = await sourceAddress(stack);
  for (const { sql } of steps) await runSql(sql, address);
}

async function sourceAddress(stack: TestStack) {
  const { platform } = await loadPlatform({ path: stack.folder, cwd: stack.folder, env: {} });
  const directory = planStateDirectory(stack.stateDirectory);
  const state = readStackState(directory);
  assert.ok(state);
  return mysqlAddress(platform, directory, state.ports);
}

async function killTaskWorker(stack: TestStack): Promise<void> {
  const { services, connectors } = await stack.status();
  const workerId = connectors[0]?.tasks[0]?.workerId;
  const worker = services.find(({ endpoint }) => endpoint === `http://${workerId}`);
  assert.ok(worker?.pid, `no process runs ${workerId}`);
  process.kill(worker.pid, "SIGKILL");
}

/** Waits until a row of each table that is written last has arrived in its topic. */
async function drain(stack: TestStack, run: number): Promise<void> {
  await stack.sql(`INSERT INTO shop.item (name, big) VALUES ('end ${run}', 0)`);
  await stack.sql(`INSERT INTO shop.event (kind) VALUES ('end ${run}')`);
  for (const table of ["item", "event"]) {
    await waitUntil(
      async () => {
        const { stdout } = await stack.weir([
          ...["consume", `shopsrc.shop.${table}`, "--from-beginning", "--until-end", "-o", "json"],
        ]);
        return stdout.includes(`"end ${run}"`);
      },
      { what: `the last row of shop.${table}`, deadlineMs: drainDeadlineMs, intervalMs: 1_000 },
    );
  }
}

/** A DDL statement gives no record: a row of another table behind it tells that it was read. */
async function waitForDdl(stack: TestStack): Promise<void> {
  await waitUntil(
    async () => {
      const { stdout } = await stack.weir(["get", "offsets", "-o", "json"]);
      const [{ gtid } = { gtid: "" }] = await stack.sql("SELECT @@gtid_executed AS gtid");
      const last = String(gtid).split(/[-:]/).at(-1) ?? "";
      // Heartbeats move both on; the stored position is at most one flush behind.
      const stored = /(?:-|:)(\d+)"/.exec(stdout.replaceAll("\\n", ""))?.[1] ?? "0";
      return Number(stored) >= Number(last) - 3;
    },
    { what: "the connector to read the DDL", deadlineMs: 60_000, intervalMs: 1_000 },
  );
}

/** What `weir consume` prints, in the form of the example consumers. */
async function consumeWithWeir(stack: TestStack, topic: string): Promise<ConsumedLine[]> {
  const args = ["--from-beginning", "--until-end", "-o", "json"];
  const { stdout } = await stack.weir(["consume", topic, ...args]);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { partition, offset, key, value } = JSON.parse(line);
      return { partition, offset: Number(offset), key, value };
    });
}

async function compareTable(stack: TestStack, table: string) {
  const silver = table.replace("shop.", "silver.");
  return compareRows(
    await stack.sql(`SELECT * FROM ${table}`),
    await stack.lakeQuery(`select * from ${silver}`),
  );
}

async function assertEqual(stack: TestStack): Promise<void> {
  for (const table of ["shop.item", "shop.event"]) {
    const verdict = await compareTable(stack, table);
    assert.ok(verdict.equal, `silver differs from ${table}: ${JSON.stringify(verdict)}`);
    assert.ok(verdict.expectedRows > 0);
  }
}
