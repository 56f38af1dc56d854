/** Whatever arrives at the port, the registry answers in form and in time, and lives on. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { checkAnswer } from "./fuzz/check-answer.ts";
import { mutatedRequest } from "./fuzz/mutated-requests.ts";
import { seededRandom } from "./fuzz/random.ts";
import { exchange, type RawRequest } from "./fuzz/raw-exchange.ts";
import { refusedRequests } from "./fuzz/refused-requests.ts";
import { renderRequest } from "./fuzz/render-request.ts";
import { type ServerProcess, startServer } from "./start-server.ts";

const isFull = process.env.WEIR_TEST_FULL === "1";
const refusedPerKind = isFull ? 400 : 12;
const mutated = isFull ? 20_000 : 600;
const maxAnswerMs = 1000;
/** As the local stack starts it. About 190 MB on an idle machine; a leak of some kB per request shows. */
const maxResidentBytes = 400e6;
const atATime = 4;

let server: ServerProcess;
let port: number;

before(async () => {
  server = await startServer(["--data", ":memory:"], { flags: ["--max-old-space-size=96"] });
  port = Number(new URL(server.endpoint).port);
});

after(() => server.child.kill("SIGKILL"));

/** What is wrong with what a request was answered; undefined where all is well. */
async function ask(request: RawRequest): Promise<string | undefined> {
  const expected = request.aborts ? 0 : (request.answers ?? 1);
  for (let attempt = 1; ; attempt++) {
    const { answers, elapsedMs } = await exchange(port, request);
    const problem = answers.map(checkAnswer).find((each) => each !== undefined);
    if (problem !== undefined) return problem;
    if (answers.length < expected) return `${answers.length} of ${expected} answers`;
    if (elapsedMs <= maxAnswerMs) return undefined;
    // Slow once may be this machine; slow every time is the request.
    if (attempt === 3) return `answered after ${elapsedMs} ms`;
  }
}

async function askAll(requests: readonly (readonly [string, RawRequest])[]): Promise<string[]> {
  const problems: string[] = [];
  const queue = [...requests];
  const work = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const [kind, request] = next;
      const problem = await ask(request);
      if (problem === undefined) continue;
      const bytes = Buffer.concat(request.chunks).subarray(0, 600).toString("latin1");
      problems.push(`${kind}: ${problem}\n${bytes}`);
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  return problems;
}

/** Everything that is stored, as far as a client can see it. */
async function readStored(): Promise<string> {
  const list = async (operation: string) => {
    const request = { chunks: [renderRequest({ target: `AWSGlue.${operation}` })] };
    return (await exchange(port, request)).answers[0]?.body;
  };
  const metrics = await (await fetch(new URL("/metrics", server.endpoint))).text();
  const versions = metrics.match(/^weir_registry_schema_versions.*$/gm) ?? [];
  return [await list("ListRegistries"), await list("ListSchemas"), ...versions].join("\n");
}

test("refuses in form what cannot be accepted, and stores nothing of it", async () => {
  const random = seededRandom(5);
  const before = await readStored();
  for (const [kind, make] of Object.entries(refusedRequests)) {
    const requests = Array.from({ length: refusedPerKind }, () => [kind, make(random)] as const);
    assert.deepEqual(await askAll(requests), []);
    assert.equal(await readStored(), before, kind);
  }
});

test("answers in form what is nearly right", async () => {
  const random = seededRandom(6);
  const requests = Array.from(
    { length: mutated },
    () => ["mutated", mutatedRequest(random)] as const,
  );
  assert.deepEqual(await askAll(requests), []);
  // Some of it was right: the fuzzing reaches the store.
  const metrics = await (await fetch(new URL("/metrics", server.endpoint))).text();
  for (const operation of ["CreateSchema", "RegisterSchemaVersion", "GetSchemaVersion"]) {
    assert.match(metrics, new RegExp(`operation="${operation}",outcome="success"\\} [1-9]`));
  }
});

test("keeps its memory within bounds, and is still there", async () => {
  const status = readFileSync(`/proc/${server.child.pid}/status`, "utf8");
  const residentBytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
  assert.ok(residentBytes < maxResidentBytes, `${residentBytes} bytes`);
  assert.equal(server.child.exitCode, null);
  assert.equal((await fetch(new URL("/healthz", server.endpoint))).status, 200);
});

test("fails for answers out of form", () => {
  const headers = { "x-amzn-requestid": "01234567-89ab-4def-8123-456789abcdef" };
  const named = { ...headers, "x-amzn-errortype": "InvalidInputException" };
  const refusal = '{"__type":"InvalidInputException","Message":"m"}';
  assert.equal(checkAnswer({ status: 400, headers: named, body: refusal }), undefined);
  for (const answer of [
    { status: 400, headers: {}, body: refusal },
    { status: 400, headers, body: refusal },
    { status: 404, headers: named, body: refusal },
    { status: 400, headers: named, body: "<html>" },
    { status: 400, headers: named, body: '{"__type":"InvalidInputException"}' },
    { status: 500, headers, body: '{"error":"Internal Server Error"}' },
    { status: 400, headers, body: '{"error":"Bad Request"}' },
  ]) {
    assert.notEqual(checkAnswer(answer), undefined, JSON.stringify(answer));
  }
});
