import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { hasErrorCode, type WeirError } from "@weir/core";
import type { LakeEvent } from "../src/lake-event.ts";
import type { LakeJob } from "../src/lake-job.ts";
import { runLakeJob } from "../src/lake-run.ts";
import { fakeLakehouse } from "./fake-lakehouse.ts";

const job: LakeJob = {
  bootstrapServers: "b",
  registry: { name: "r", region: "eu-central-1", endpoint: "http://127.0.0.1:1" },
  lakePath: "/l",
  checkpointPath: "/c",
  sources: [],
  gold: {},
  trigger: "availableNow",
  sparkJars: "/j",
  driverMemory: "1g",
};

async function run(body: string, more: { signal?: AbortSignal; deadlineMs?: number } = {}) {
  const python = await fakeLakehouse(body);
  const events: LakeEvent[] = [];
  const result = await runLakeJob({
    job,
    python,
    environment: process.env,
    javaHome: "/java",
    workDirectory: join(python.directory, "work"),
    deadlineMs: 30_000,
    onEvent: (event) => events.push(event),
    ...more,
  });
  return { events, result, python };
}

const reject = (body: string, more = {}) =>
  run(body, more).then(
    () => assert.fail("expected an error"),
    (error: WeirError) => error,
  );

test("gives events as they come and the tables at the end", async () => {
  const { events, result, python } = await run(`
job = json.load(open(sys.argv[3]))
print(json.dumps({"event": "warning", "code": "TOPIC_UNKNOWN", "message": job["lakePath"]}))
print("noise of a library")
print(json.dumps({"event": "done", "tables": [], "durationMs": 5}))
print("to the log", os.environ["AWS_ACCESS_KEY_ID"], os.environ["JAVA_HOME"], file=sys.stderr)
`);
  assert.deepEqual(
    events.map(({ event }) => event),
    ["warning", "done"],
  );
  assert.deepEqual(result, {
    tables: [],
    warnings: [{ code: "TOPIC_UNKNOWN", message: "/l" }],
    durationMs: 5,
  });
  const log = await readFile(join(python.directory, "work", "lake.log"), "utf8");
  assert.match(log, /noise of a library/);
  assert.match(log, /to the log weir \/java/);
});

test("fails with the job's own code, message and the end of its log", async () => {
  const error = await reject(`
print("why it failed", file=sys.stderr)
print(json.dumps({"event": "error", "code": "REGISTRY_UNREACHABLE", "message": "no answer"}))
sys.exit(1)
`);
  assert.ok(hasErrorCode(error, "REGISTRY_UNREACHABLE"));
  assert.equal(error.message, "no answer");
  assert.match(String(error.details.log), /why it failed/);
});

test("fails when the job says nothing, whatever its exit code", async () => {
  const error = await reject("pass");
  assert.ok(hasErrorCode(error, "LAKE_RUN_FAILED"));
  assert.equal(error.details.code, "NO_REPORT");
});

test("kills the whole group at the deadline", async () => {
  const error = await reject(`subprocess.run(["sleep", "600"])`, { deadlineMs: 300 });
  assert.ok(hasErrorCode(error, "LAKE_RUN_FAILED"));
  assert.match(error.message, /did not end within/);
});

test("kills the whole group when it is aborted", async () => {
  const error = await reject(`subprocess.run(["sleep", "600"])`, {
    signal: AbortSignal.timeout(200),
  });
  assert.ok(hasErrorCode(error, "INTERRUPTED"));
});
