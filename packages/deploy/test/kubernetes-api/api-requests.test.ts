import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import {
  type ApiRequestsOptions,
  createApiRequests,
} from "../../src/kubernetes-api/api-requests.ts";
import { type FakeAnswer, type FakeRequest, startFakeApiServer } from "./fake-api-server.ts";

async function open(
  t: TestContext,
  answer: (request: FakeRequest, count: number) => FakeAnswer | undefined,
  options: ApiRequestsOptions = {},
) {
  const server = await startFakeApiServer(answer);
  const requests = createApiRequests(
    { server: server.url, credential: async () => ({ token: "t0ken" }) },
    options,
  );
  t.after(() => {
    requests.close();
    server.stop();
  });
  return { server, requests };
}

const version = { method: "GET", path: "/version" } as const;

test("sends the token and body, and gives status, body and warnings", async (t) => {
  const { server, requests } = await open(t, () => ({
    status: 201,
    body: { a: 1 },
    headers: { warning: '299 - "old, \\"very\\" old", 299 - "and more"' },
  }));
  const answer = await requests.request({
    method: "PATCH",
    path: "/x?dryRun=All",
    body: { b: "ü" },
    contentType: "application/apply-patch+yaml",
  });
  assert.deepEqual(answer.body, { a: 1 });
  assert.equal(answer.status, 201);
  assert.deepEqual(answer.warnings, ['old, "very" old', "and more"]);
  const [sent] = server.requests;
  assert.equal(sent?.headers.authorization, "Bearer t0ken");
  assert.equal(sent?.headers["content-type"], "application/apply-patch+yaml");
  assert.equal(sent?.body, '{"b":"ü"}');
  assert.equal(sent?.query.get("dryRun"), "All");
});

test("asks for a credential before each request", async (t) => {
  const server = await startFakeApiServer(() => ({ status: 200 }));
  let made = 0;
  const credential = async () => ({ token: `t${++made}` });
  const requests = createApiRequests({ server: server.url, credential });
  t.after(() => {
    requests.close();
    server.stop();
  });
  await requests.request(version);
  await requests.request(version);
  const seen = server.requests.map(({ headers }) => headers.authorization);
  assert.deepEqual(seen, ["Bearer t1", "Bearer t2"]);
});

test("tries again while the server is busy and when a connection breaks", async (t) => {
  const answers = [{ status: 200, hangUp: true }, { status: 429 }];
  const { server, requests } = await open(
    t,
    (_request, count) => answers[count - 1] ?? { status: 200, body: { ok: true } },
    { retryDelayMs: 5 },
  );
  const { body } = await requests.request(version);
  assert.deepEqual(body, { ok: true });
  assert.equal(server.requests.length, 3);
});

test("gives the busy answer after the deadline", async (t) => {
  const { server, requests } = await open(t, () => ({ status: 503 }), { retryDeadlineMs: 0 });
  assert.equal((await requests.request(version)).status, 503);
  assert.equal(server.requests.length, 1);
});

test("fails where nothing answers within the timeout", async (t) => {
  const { requests } = await open(t, () => undefined, { requestTimeoutMs: 30 });
  await assert.rejects(requests.request(version), {
    code: "KUBERNETES_UNREACHABLE",
    message: /no answer within 0 s/,
  });
});

test("fails as interrupted when the signal aborts, also between two tries", async (t) => {
  const abort = new AbortController();
  const { requests } = await open(
    t,
    () => {
      setImmediate(() => abort.abort());
      return { status: 503, headers: { "retry-after": "5" } };
    },
    { signal: abort.signal },
  );
  await assert.rejects(requests.request(version), { code: "INTERRUPTED" });
  await assert.rejects(requests.request(version), { code: "INTERRUPTED" });
});
