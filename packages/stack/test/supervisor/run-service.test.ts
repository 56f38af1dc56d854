import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { isAlive } from "../../src/process/process-identity.ts";
import type { Service } from "../../src/services/service.ts";
import { runService } from "../../src/supervisor/run-service.ts";
import { eventually, sampleService, temporaryFolder } from "../fixtures.ts";

/** A shell script as a service; it is ready when it has written the file `ready`. */
function setUp(t: TestContext, script: string, change: Partial<Service> = {}) {
  const folder = temporaryFolder(t);
  const ready = join(folder, "ready");
  const state = sampleService("tiny", { state: "pending", logFile: join(folder, "tiny.log") });
  const phases: string[] = [];
  const log: string[] = [];
  const down = new AbortController();
  const service: Service = {
    name: "tiny",
    kind: "kafka",
    endpoint: "",
    dependsOn: [],
    command: { file: "sh", args: ["-c", script], cwd: folder },
    readyDeadlineMs: 20_000,
    stopGraceMs: 5_000,
    prepare: async () => rmSync(ready, { force: true }),
    isReady: async () => existsSync(ready),
    ...change,
  };
  t.after(() => {
    down.abort();
    if (isAlive(state.process)) process.kill(state.process?.pid as number, "SIGKILL");
  });
  const changed = () => {
    if (phases.at(-1) !== state.state) phases.push(state.state);
  };
  const run = () =>
    runService({
      service,
      state,
      changed,
      signal: down.signal,
      log: (message) => log.push(message),
    });
  return { folder, service, state, phases, log, down, run };
}

const healthy = "echo started >> starts; touch ready; exec sleep 60";
const countStarts = (folder: string) =>
  readFileSync(join(folder, "starts"), "utf8").split("\n").length - 1;

test("goes from starting to ready to stopped", async (t) => {
  const { state, phases, down, run, log } = setUp(t, healthy);
  const running = await run();
  const identity = state.process;
  assert.equal(isAlive(identity), true);
  down.abort();
  await running.stop();
  assert.equal(isAlive(identity), false);
  assert.deepEqual(phases, ["starting", "ready", "stopping", "stopped"]);
  assert.equal(state.process, null);
  assert.deepEqual(log, []);
});

test("runs what must hold after each start before it is ready", async (t) => {
  const order: string[] = [];
  const { phases, run } = setUp(t, healthy, {
    afterReady: async () => {
      order.push(`after ${phases.at(-1)}`);
    },
  });
  await run();
  assert.deepEqual(order, ["after starting"]);
});

test("brings a killed process back, counts it and says why it was away", async (t) => {
  const { folder, state, phases, log, run } = setUp(t, healthy);
  await run();
  const first = state.process;
  process.kill(first?.pid as number, "SIGKILL");
  await eventually("the death to be seen", () => state.state === "restarting");
  assert.match(state.reason ?? "", /SIGKILL/);
  await eventually("the restart", () => state.state === "ready");
  assert.notDeepEqual(state.process, first);
  assert.equal(isAlive(state.process), true);
  assert.equal(state.restarts, 1);
  assert.equal(state.reason, undefined);
  assert.deepEqual(phases, ["starting", "ready", "restarting", "ready"]);
  assert.equal(countStarts(folder), 2);
  assert.match(log[0] ?? "", /tiny ended with SIGKILL; restart 1 in \d+ ms/);
});

test("tries again when a restart fails", async (t) => {
  // The second start ends at once, the third holds.
  const script = `echo started >> starts; [ $(wc -l < starts) = 2 ] && exit 9; touch ready; exec sleep 60`;
  const { folder, state, log, run } = setUp(t, script, { firstRestartDelayMs: 20 });
  await run();
  process.kill(state.process?.pid as number, "SIGKILL");
  await eventually("the second restart", () => state.state === "ready" && state.restarts === 2);
  assert.equal(countStarts(folder), 3);
  assert.ok(log.some((message) => /did not come back: tiny ended with 9/.test(message)));
});

test("fails with the tail of its log when the process ends while it starts", async (t) => {
  const { state, run } = setUp(t, "echo cannot bind port 1; exit 3");
  await assert.rejects(run(), {
    code: "PROCESS_FAILED",
    message: /^tiny ended with 3 while it started; its log ends with:\ncannot bind port 1$/,
    details: { service: "tiny" },
  });
  assert.equal(state.state, "failed");
  assert.equal(state.process, null);
  assert.match(state.reason ?? "", /cannot bind port 1/);
});

test("fails at its deadline with the tail of its log, and ends the process", async (t) => {
  let pid = 0;
  const { folder, state, run } = setUp(t, "echo $$ > pid; echo still loading; exec sleep 60", {
    readyDeadlineMs: 500,
  });
  await assert.rejects(run(), {
    code: "READY_TIMEOUT",
    message: /for tiny to be ready; its log ends with:\nstill loading$/,
    remedy: /read .*tiny\.log/,
  });
  pid = Number(readFileSync(join(folder, "pid"), "utf8"));
  assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
  assert.equal(state.state, "failed");
});

test("ends the process when the stack goes down while it starts", async (t) => {
  const { state, down, run } = setUp(t, "exec sleep 60");
  const starting = assert.rejects(run(), { name: "AbortError" });
  const identity = await eventually("the process", () => state.process ?? undefined);
  down.abort();
  await starting;
  assert.equal(isAlive(identity), false);
});

test("starts nothing more when the stack goes down between a death and the restart", async (t) => {
  const { folder, state, down, run } = setUp(t, healthy, { firstRestartDelayMs: 30_000 });
  const running = await run();
  process.kill(state.process?.pid as number, "SIGKILL");
  await eventually("the death to be seen", () => state.state === "restarting");
  down.abort();
  await running.stop();
  assert.equal(state.state, "stopped");
  assert.equal(countStarts(folder), 1);
});

test("ends a restart that is under way when the stack goes down", async (t) => {
  // Only the first start becomes ready.
  const script = "echo started >> starts; [ $(wc -l < starts) = 1 ] && touch ready; exec sleep 60";
  const { folder, state, down, run } = setUp(t, script, { firstRestartDelayMs: 10 });
  const running = await run();
  const first = state.process;
  process.kill(first?.pid as number, "SIGKILL");
  await eventually("the second start", () => countStarts(folder) === 2);
  const second = state.process;
  down.abort();
  await running.stop();
  assert.equal(isAlive(second), false);
  assert.equal(state.state, "stopped");
});

test("does not restart what dies while the stack goes down", async (t) => {
  const { folder, state, down, run } = setUp(t, healthy, { firstRestartDelayMs: 1 });
  const running = await run();
  down.abort();
  process.kill(state.process?.pid as number, "SIGKILL");
  await running.stop();
  assert.equal(countStarts(folder), 1);
  assert.equal(state.restarts, 0);
});

test("watches a server that is not ours without starting one", async (t) => {
  const { state, down, run } = setUp(t, "", { command: undefined, isReady: async () => true });
  const running = await run();
  assert.equal(state.state, "ready");
  assert.equal(state.process, null);
  down.abort();
  await running.stop();
  assert.equal(state.state, "stopped");
});

test("is ready when a server over HTTP answers", async (t) => {
  const program =
    "require('http').createServer((q, a) => a.end('ok')).listen(0, '127.0.0.1', function () {" +
    "require('fs').writeFileSync('port', String(this.address().port)) })";
  const found = setUp(t, "", {});
  const portFile = join(found.folder, "port");
  Object.assign(found.service, {
    command: { file: process.execPath, args: ["-e", program], cwd: found.folder },
    isReady: async () => {
      const port = readFileSync(portFile, "utf8");
      return (await fetch(`http://127.0.0.1:${port}`)).ok;
    },
  });
  const running = await found.run();
  found.down.abort();
  await running.stop();
  assert.deepEqual(found.phases, ["starting", "ready", "stopping", "stopped"]);
});
