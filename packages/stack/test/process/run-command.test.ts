import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { isAlive, readProcessIdentity } from "../../src/process/process-identity.ts";
import { type RunCommandOptions, runCommand } from "../../src/process/run-command.ts";
import { eventually, temporaryFolder } from "../fixtures.ts";

const run = (script: string, options: Partial<RunCommandOptions> = {}) =>
  runCommand("sh", ["-c", script], { deadlineMs: 60_000, ...options });

test("answers with stdout alone", async (t) => {
  const cwd = temporaryFolder(t);
  assert.equal(await run("pwd; echo err >&2", { cwd }), cwd);
  assert.equal(await run('echo "$A"', { env: { A: "b" } }), "b");
  assert.equal(await run("cat", { input: "in" }), "in");
});

test("reads nothing from our stdin", async () => {
  assert.equal(await run("cat"), "");
});

test("passes on each line of both outputs", async () => {
  const lines: string[] = [];
  await run("echo one; sleep 0.05; echo two >&2", { onLine: (line) => lines.push(line) });
  assert.deepEqual(lines, ["one", "two"]);
});

test("fails with the end of both outputs, the status and the remedy", async () => {
  await assert.rejects(run("seq 1 100; echo why >&2; exit 7", { remedy: "try this" }), (error) => {
    const { code, message, remedy } = error as { code: string; message: string; remedy: string };
    assert.equal(code, "PROCESS_FAILED");
    assert.match(message, /^sh -c ended with 7:\n/);
    assert.match(message, /\n100\nwhy$/);
    assert.ok(!message.includes("\n80\n") && message.includes("\n90\n"));
    assert.equal(remedy, "try this");
    return true;
  });
});

test("fails when the program is not there", async () => {
  await assert.rejects(runCommand("/no/such/program", [], { deadlineMs: 60_000 }), {
    code: "PROCESS_FAILED",
    message: /\/no\/such\/program/,
  });
});

/** A shell with a child that holds its output open. */
const withChild = "echo begun; sleep 60 & echo $!; wait";

async function runUntil(end: (childRuns: Promise<unknown>) => Partial<RunCommandOptions>) {
  const lines: string[] = [];
  const childRuns = eventually("the child", () => lines.length === 2);
  const outcome = run(withChild, { ...end(childRuns), onLine: (line) => lines.push(line) });
  const settled = outcome.then(
    () => undefined,
    (error: unknown) => error as { code: string; message: string },
  );
  await childRuns;
  const child = readProcessIdentity(Number(lines[1]));
  return { error: await settled, child };
}

test("ends the program and what it started at the deadline", async () => {
  const { error, child } = await runUntil(() => ({ deadlineMs: 500 }));
  assert.equal(error?.code, "PROCESS_FAILED");
  assert.match(error?.message ?? "", /did not end within 0\.5 s:\nbegun/);
  await eventually("the child to be gone", () => !isAlive(child));
});

test("ends the program and what it started when it is interrupted", async () => {
  const abort = new AbortController();
  const { error, child } = await runUntil((childRuns) => {
    void childRuns.then(() => abort.abort());
    return { signal: abort.signal };
  });
  assert.equal(error?.code, "INTERRUPTED");
  await eventually("the child to be gone", () => !isAlive(child));
});

test("does not wait for what a program leaves behind", async () => {
  assert.equal(await run("sleep 60 & echo done"), "done");
});

test("starts nothing when it is interrupted before", async (t) => {
  const cwd = temporaryFolder(t);
  await assert.rejects(run("touch ran", { cwd, signal: AbortSignal.abort() }), {
    code: "INTERRUPTED",
  });
  assert.equal(await run(`ls ${join(cwd)}`), "");
});
