import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { callWeir, makeFolder, runWeir, smallSpec } from "./run-weir.ts";

const needStack = [
  ["status"],
  ["logs"],
  ["sql", "select 1"],
  ["get", "connectors"],
  ["get", "tasks"],
  ["get", "workers"],
  ["get", "topics"],
  ["get", "offsets"],
  ["describe", "connector", "fullfillment"],
  ["apply"],
  ["restart", "fullfillment"],
  ["pause", "fullfillment"],
  ["delete", "fullfillment"],
  ["consume", "fullfillment.test_db.person"],
  ["schema", "history", "fullfillment.test_db.person"],
  ["schema", "accept", "fullfillment.test_db.person", "--yes"],
  ["lake", "run", "--once"],
  ["lake", "query", "select 1"],
];

for (const args of needStack) {
  test(`${args.slice(0, 2).join(" ")} without a stack exits with 1 and STACK_NOT_RUNNING`, async (t) => {
    const cwd = makeFolder(t, smallSpec);
    const { exitCode, stdout, stderr } = await callWeir([...args, "-o", "json"], cwd);
    assert.equal(exitCode, 1, stderr);
    const { error } = JSON.parse(stderr);
    assert.equal(error.code, "STACK_NOT_RUNNING");
    assert.match(error.remedy, /weir up/);
    assert.equal(stdout, "");
    assert.ok(!existsSync(path.join(cwd, ".weir")));
  });
}

test("down without a stack is harmless", (t) => {
  const { exitCode, stdout } = runWeir(["down"], { cwd: makeFolder(t, smallSpec) });
  assert.equal(exitCode, 0);
  assert.equal(stdout, "no stack was running\n");
});

test("a folder with neither spec nor stack is taken for a mistake", async (t) => {
  const { exitCode, stderr } = await callWeir(["down"], makeFolder(t));
  assert.equal(exitCode, 2);
  assert.match(stderr, /^error\[SPEC_NOT_FOUND\]/);
});

test("a stack can be looked for where its spec has become wrong", (t) => {
  const { stderr } = runWeir(["status"], { cwd: makeFolder(t, "name: 7\n") });
  assert.match(stderr, /STACK_NOT_RUNNING/);
});

test("WEIR_STATE_DIR says where the stack is, without any spec", (t) => {
  const cwd = makeFolder(t);
  const { stderr } = runWeir(["status"], { cwd, env: { WEIR_STATE_DIR: "elsewhere" } });
  assert.ok(stderr.includes(path.join(cwd, "elsewhere")), stderr);
});

test("status of a stopped stack prints its services and exits with 0", async (t) => {
  const cwd = makeFolder(t, smallSpec);
  const state = path.join(cwd, "state");
  const service = {
    name: "mysql",
    kind: "mysql",
    state: "ready",
    process: null,
    endpoint: "127.0.0.1:20000",
    restarts: 1,
    logFile: path.join(state, "mysql.log"),
  };
  writeStoppedState(state, [service]);
  const env = { WEIR_STATE_DIR: state };
  const json = await callWeir(["status", "-o", "json"], cwd, env);
  assert.equal(json.exitCode, 0, json.stderr);
  const { services, connectors } = JSON.parse(json.stdout);
  const { name, kind, pid, state: phase, endpoint, restarts } = services[0];
  assert.deepEqual(
    { name, kind, pid, phase, endpoint, restarts },
    {
      name: "mysql",
      kind: "mysql",
      pid: null,
      phase: "stopped",
      endpoint: "127.0.0.1:20000",
      restarts: 1,
    },
  );
  assert.deepEqual(connectors, []);
  assert.match((await callWeir(["status"], cwd, env)).stdout, /^mysql +stopped/m);
  assert.match((await callWeir(["sql", "select 1"], cwd, env)).stderr, /STACK_NOT_RUNNING/);
});

test("logs shows the last lines, and names the service that was meant", async (t) => {
  const cwd = makeFolder(t, smallSpec);
  const state = path.join(cwd, "state");
  const logFile = path.join(cwd, "kafka-1.log");
  writeFileSync(logFile, "one\ntwo\nthree\n");
  writeStoppedState(state, [
    {
      name: "kafka-1",
      kind: "kafka",
      state: "ready",
      process: null,
      endpoint: "",
      restarts: 0,
      logFile,
    },
  ]);
  const env = { WEIR_STATE_DIR: state };
  assert.equal(
    (await callWeir(["logs", "kafka-1", "--lines", "2"], cwd, env)).stdout,
    "two\nthree\n",
  );
  assert.match((await callWeir(["logs"], cwd, env)).stdout, /^kafka-1 +three$/m);
  const unknown = await callWeir(["logs", "kafka1"], cwd, env);
  assert.equal(unknown.exitCode, 2);
  assert.match(unknown.stderr, /did you mean "kafka-1"/);
});

function writeStoppedState(folder: string, services: readonly object[]): void {
  mkdirSync(folder);
  const state = {
    version: 1,
    platform: "legopoc",
    phase: "ready",
    supervisor: null,
    ports: {},
    mysql: null,
    warnings: [],
    services,
    connectors: [],
    timings: [],
  };
  writeFileSync(path.join(folder, "state.json"), JSON.stringify(state));
}
