import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { readPrepared } from "./support/prepared.ts";
import { startApiServer } from "./support/start-api-server.ts";

const isRunning = (pid: number) => existsSync(`/proc/${pid}/cmdline`);

test("secrets stand in files that only their owner reads, not in arguments", async () => {
  const server = await startApiServer(readPrepared().programs);
  try {
    const token = await server.connection.token();
    assert.equal(statSync(server.directory).mode & 0o777, 0o700);
    const files = readdirSync(server.directory).filter((name) => /token|key|config/.test(name));
    assert.ok(files.length >= 3);
    for (const name of files) {
      assert.equal(statSync(path.join(server.directory, name)).mode & 0o077, 0, name);
    }
    for (const pid of server.pids) {
      assert.ok(!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(token));
    }
  } finally {
    await server.stop();
  }
  assert.deepEqual(server.pids.filter(isRunning), []);
  assert.ok(!existsSync(server.directory));
});

test("the servers end with the process that started them, even when it is killed", async () => {
  const script = path.join(import.meta.dirname, "support", "start-and-wait.ts");
  const starter = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(starter, "exit").then(() => Promise.reject(new Error("it did not start")));
  ended.catch(() => {});
  const printed = once(createInterface(starter.stdout), "line") as Promise<[string]>;
  const [line] = await Promise.race([printed, ended]);
  const { pids, directory } = JSON.parse(line) as { pids: number[]; directory: string };
  assert.deepEqual(pids.filter(isRunning), pids);
  starter.kill("SIGKILL");
  await once(starter, "exit");
  for (let look = 0; look < 100 && pids.some(isRunning); look += 1) await sleep(50);
  assert.deepEqual(pids.filter(isRunning), []);
  rmSync(directory, { recursive: true, force: true });
});
