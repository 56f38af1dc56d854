import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { isAlive, readProcessIdentity } from "../../src/process/process-identity.ts";
import { type ProcessCommand, startProcess } from "../../src/process/start-process.ts";
import { eventually, temporaryFolder } from "../fixtures.ts";

async function start(t: TestContext, command: ProcessCommand) {
  const logFile = join(temporaryFolder(t), "log");
  const process = await startProcess(command, logFile);
  t.after(() => process.kill("SIGKILL"));
  return { process, log: () => readFileSync(logFile, "utf8"), logFile };
}

const shell = (script: string): ProcessCommand => ({ file: "sh", args: ["-c", script] });

test("writes what the process prints to the log, which only its owner reads", async (t) => {
  const command = { ...shell('echo "$WORD"; echo err >&2; exit 3'), env: { WORD: "out" } };
  const { process, log, logFile } = await start(t, command);
  assert.deepEqual(await process.exited, { code: 3, signal: null });
  assert.equal(log(), "out\nerr\n");
  assert.equal(statSync(logFile).mode & 0o777, 0o600);
  assert.equal(process.hasExited(), true);
});

test("ends a process with SIGTERM", async (t) => {
  const { process } = await start(t, { file: "sleep", args: ["60"] });
  assert.equal(process.hasExited(), false);
  await process.stop(60_000);
  assert.deepEqual(await process.exited, { code: null, signal: "SIGTERM" });
  await process.stop(60_000);
});

test("kills a process that ignores SIGTERM after its grace", async (t) => {
  const { process, log } = await start(
    t,
    shell("trap '' TERM; echo deaf; while :; do sleep 1; done"),
  );
  await eventually("the trap", () => log() === "deaf\n");
  await process.stop(100);
  assert.deepEqual(await process.exited, { code: null, signal: "SIGKILL" });
});

const startsChild = "sh -c \"trap '' TERM; echo ready; exec sleep 60\" & echo $!; exec sleep 60";

async function startWithChild(t: TestContext) {
  const { process, log } = await start(t, shell(startsChild));
  // The two lines come in either order.
  const pid = await eventually(
    "the child to run",
    () => log().includes("ready\n") && /^(\d+)\n/m.exec(log())?.[1],
  );
  const child = readProcessIdentity(Number(pid));
  assert.equal(isAlive(child), true);
  return { process, child };
}

test("ends what the process has started, also when that ignores SIGTERM", async (t) => {
  const { process, child } = await startWithChild(t);
  await process.stop(60_000);
  await eventually("the child to be gone", () => !isAlive(child));
});

test("ends what a process leaves behind when it dies by itself", async (t) => {
  const { process, child } = await startWithChild(t);
  globalThis.process.kill(process.pid, "SIGKILL");
  await process.exited;
  await eventually("the child to be gone", () => !isAlive(child));
});

const slowSetpriv = '#!/bin/sh\nsleep 1\nexec /usr/bin/setpriv "$@"\n';
const deaths = [
  { how: "", drop: "", setpriv: "" },
  { how: ", without capabilities as well", drop: "drop", setpriv: "" },
  { how: " before the kernel was told to end it", drop: "", setpriv: slowSetpriv },
];
for (const { how, drop, setpriv } of deaths) {
  test(`leaves nothing when the parent is killed${how}`, async (t) => {
    const folder = temporaryFolder(t);
    if (setpriv !== "") writeFileSync(join(folder, "setpriv"), setpriv, { mode: 0o755 });
    const script = fileURLToPath(new URL("start-process.parent.ts", import.meta.url));
    const parent = spawn(process.execPath, [script, join(folder, "log"), drop], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    });
    t.after(() => parent.kill("SIGKILL"));
    const [line] = await once(parent.stdout, "data");
    const grandchild = readProcessIdentity(Number(line));
    assert.equal(isAlive(grandchild), true);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    await eventually("the grandchild to be gone", () => !isAlive(grandchild));
  });
}

test("drops every capability where that is asked for", async (t) => {
  const { process, log } = await start(t, {
    ...shell("grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status"),
    dropCapabilities: true,
  });
  await process.exited;
  const none = /CapEff:\s+0+\nCapBnd:\s+0+\nNoNewPrivs:\s+1/;
  if (globalThis.process.getuid?.() === 0) assert.match(log(), none);
});

test("tells of a program that is not there by its end and its log", async (t) => {
  const { process, log } = await start(t, { file: "/no/such/program", args: [] });
  const { code } = await process.exited;
  assert.notEqual(code, 0);
  assert.match(log(), /\/no\/such\/program/);
});

test("fails when the working folder is not there, leaving an empty log", async (t) => {
  const logFile = join(temporaryFolder(t), "log");
  const starting = startProcess({ file: "true", args: [], cwd: "/no/such/folder" }, logFile);
  await assert.rejects(starting, { code: "PROCESS_FAILED", message: "cannot start true" });
  assert.ok(existsSync(logFile));
});
