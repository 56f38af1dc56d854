/** `npm run demo -- --keep`, and then the machine-readable contract on the stack that it leaves. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { waitUntil } from "@weir/stack";
import type { DemoReport } from "../../demo/report.ts";
import { checkMonitoringMetrics } from "./support/monitoring-metrics.ts";
import { listProcesses, openTestStack } from "./support/test-stack.ts";
import { root } from "./support/weir-command.ts";

const example = join(root, "examples", "legopoc-avro");

describe("the demo", () => {
  const stack = openTestStack(example, join(example, "weir.config.ts"));
  let output = "";

  before(async () => {
    const demo = spawn(process.execPath, [join(root, "scripts", "demo.ts"), "--keep"], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    demo.stdout.setEncoding("utf8").on("data", (data: string) => {
      output += data;
    });
    const [code] = await once(demo, "close");
    assert.equal(code, 0, output);
  });
  after(async () => {
    await stack.weir(["down", "--purge"]);
    assert.deepEqual(listProcesses(stack.stateDirectory), []);
  });

  it("holds every check and says so in its report", () => {
    const report = JSON.parse(
      readFileSync(join(root, ".weir", "demo-report.json"), "utf8"),
    ) as DemoReport;
    assert.equal(report.ok, true);
    assert.ok(report.checks.length >= 19);
    assert.deepEqual(
      report.checks.filter(({ ok }) => !ok),
      [],
    );
  });

  it("answers status with services and connectors", async () => {
    const { services, connectors } = await stack.status();
    assert.deepEqual(services.map(({ kind }) => kind).sort(), [
      ...["connect", "connect", "connect"],
      ...["kafka", "kafka", "kafka"],
      ...["mysql", "registry"],
    ]);
    for (const service of services) {
      assert.equal(service.state, "ready", service.name);
      assert.ok(service.pid);
      assert.equal(typeof service.restarts, "number");
    }
    assert.deepEqual(
      connectors.map(({ name, state, tasks }) => [name, state, tasks.map((task) => task.state)]),
      [["fullfillment", "RUNNING", ["RUNNING"]]],
    );
  });

  it("answers sql with exact scalars of the last statement", async () => {
    const rows = await stack.sql(
      "SELECT 1; SELECT 9007199254740993 AS big, 7 AS small, 1.10 AS price, NULL AS none, x'00ff' AS raw, 'é' AS name",
    );
    assert.deepEqual(rows, [
      { big: "9007199254740993", small: 7, price: "1.10", none: null, raw: "AP8=", name: "é" },
    ]);
  });

  it("consumes records as JSON lines with their own schema version", async () => {
    const { stdout } = await stack.weir([
      ...["consume", "fullfillment.test_db.person", "--from-beginning", "--max", "2"],
      ...["-o", "json"],
    ]);
    const [first, second] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(first.value.after, { firstName: "foo", lastName: "doe", age: 18 });
    assert.deepEqual(second.value.after, { firstName: "torri", lastName: "lang", age: 19 });
    assert.deepEqual(
      Object.keys(first).filter((key) => key !== "tombstone"),
      [
        ...["topic", "partition", "offset", "timestamp", "key", "value"],
        ...["schemaVersionId", "schemaVersion"],
      ],
    );
    assert.equal(first.schemaVersion, 1);
  });

  it("exposes Connect, Debezium and client metrics of each worker", async () => {
    const { services } = await stack.status();
    const workers = services.filter(({ kind }) => kind === "connect");
    const texts = await Promise.all(
      workers.map(async ({ metricsEndpoint }) => (await fetch(metricsEndpoint ?? "")).text()),
    );
    for (const text of texts)
      assert.match(text, /^kafka_connect_connect_worker_metrics_task_count \d/m);
    const all = texts.join("\n");
    assert.match(
      all,
      /^debezium_mysql_streaming_millisecondsbehindsource\{server="fullfillment"\}/m,
    );
    assert.match(all, /^kafka_producer_producer_record_send_rate/m);
    const specFile = join(example, "weir.config.ts");
    assert.deepEqual(await checkMonitoringMetrics(specFile, texts), []);
    const without = texts.map((text) => text.replaceAll("connector_task_status", "gone"));
    const [problem] = await checkMonitoringMetrics(specFile, without);
    assert.match(problem ?? "", /asks for kafka_connect_connector_task_status/);
  });

  it("writes heartbeats to a topic of their own, and lists schemas", async () => {
    const { stdout } = await stack.weir([
      ...["consume", "weir.heartbeat.fullfillment", "--from-beginning", "--max", "1", "-o", "json"],
    ]);
    assert.equal(typeof JSON.parse(stdout).value.ts_ms, "number");
    const listed = JSON.parse((await stack.weir(["schema", "list", "-o", "json"])).stdout);
    const person = listed.find(
      ({ name }: { name: string }) => name === "fullfillment.test_db.person",
    );
    assert.equal(person.format, "AVRO");
    const shown = await stack.weir(["schema", "show", person.name, "--version", "1", "-o", "json"]);
    assert.equal(JSON.parse(shown.stdout).definition.type, "record");
  });

  it("keeps passwords out of logs, configurations, topics and process lists", async () => {
    const secrets = ["mysql-admin-password", "connect/mysql-cdc-password"].map((name) =>
      readFileSync(join(stack.stateDirectory, "secrets", name), "utf8"),
    );
    for (const secret of secrets) {
      assert.ok(secret.length >= 32);
      for (const file of listFiles(stack.stateDirectory)) {
        if (file.includes("/secrets/") || file.includes("/data/mysql/")) continue;
        assert.ok(!readFileSync(file).includes(secret), `${file} holds a password`);
      }
      assert.deepEqual(listProcesses(secret), []);
      const described = await stack.weir(["describe", "connector", "fullfillment", "-o", "json"]);
      assert.ok(!described.stdout.includes(secret));
    }
    for (const name of ["mysql-admin-password", "connect/mysql-cdc-password"]) {
      assert.equal(statSync(join(stack.stateDirectory, "secrets", name)).mode & 0o077, 0);
    }
  });

  it("is harmless to bring up twice", async () => {
    const before = (await stack.status()).services.map(({ pid }) => pid);
    await stack.weir(["up"]);
    assert.deepEqual(
      (await stack.status()).services.map(({ pid }) => pid),
      before,
    );
  });

  it("keeps its state over down and up", async () => {
    const rows = await stack.sql("SELECT * FROM test_db.person");
    await stack.weir(["down"]);
    assert.deepEqual(listProcesses(stack.stateDirectory), []);
    await stack.weir(["up"]);
    assert.deepEqual(await stack.sql("SELECT * FROM test_db.person"), rows);
    await stack.sql("INSERT INTO test_db.person VALUES ('after the restart', 1, NULL, '')");
    const { stdout } = await stack.weir([
      ...["consume", "fullfillment.test_db.person", "--from-beginning", "--max", "9"],
      ...["-o", "json"],
    ]);
    const names = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).value.after?.firstName);
    assert.ok(names.includes("after the restart"), names.join());
  });

  it("leaves no process behind when its supervisor is killed", async () => {
    const { supervisor } = await stack.status();
    process.kill(supervisor.pid as number, "SIGKILL");
    await waitUntil(async () => listProcesses(stack.stateDirectory).length === 0, {
      what: "every process of the stack to end",
      deadlineMs: 10_000,
    });
    const { phase, services } = await stack.status();
    assert.equal(phase, "stopped");
    assert.ok(services.every(({ pid }) => pid === null));
    assert.ok(existsSync(join(stack.stateDirectory, "state.json")));
  });
});

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
