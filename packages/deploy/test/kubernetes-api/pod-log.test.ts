import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openKubernetes } from "../../src/kubernetes-api/open-kubernetes.ts";
import { coreResources, startFakeApiServer } from "./fake-api-server.ts";

const namespace = "weir-a";

function pod(name: string, createdAt: string, containerStatuses: unknown[]) {
  return { metadata: { name, creationTimestamp: createdAt }, status: { containerStatuses } };
}

async function open(t: TestContext, items: unknown[]) {
  const server = await startFakeApiServer(({ path, query }) => {
    if (path === "/api/v1") return { status: 200, body: coreResources };
    if (path.endsWith("/pods")) return { status: 200, body: { items, metadata: {} } };
    const previous = query.get("previous") === "true" ? " of the run before" : "";
    const text = `${query.get("container")} tail ${query.get("tailLines")}${previous}\n`;
    return { status: 200, body: text, headers: { "content-type": "text/plain" } };
  });
  const caData = Buffer.from("").toString("base64");
  const token = async () => "t";
  const kubernetes = await openKubernetes({ server: server.url, caData, token });
  t.after(() => {
    kubernetes.close();
    server.stop();
  });
  return { server, kubernetes };
}

test("shows each container of the newest pod of a Job", async (t) => {
  const { server, kubernetes } = await open(t, [
    pod("new", "2026-01-02T00:00:00Z", [
      { name: "a", state: { terminated: { reason: "Error" } } },
      { name: "b", state: { running: {} } },
    ]),
    pod("old", "2026-01-01T00:00:00Z", [{ name: "a", state: { running: {} } }]),
  ]);
  const log = await kubernetes.podLog({ namespace, job: "database", tailLines: 7 });
  assert.equal(log, "new/a:\na tail 7\nnew/b:\nb tail 7");
  const list = server.requests.find(({ path }) => path.endsWith("/pods"));
  assert.equal(list?.query.get("labelSelector"), "batch.kubernetes.io/job-name=database");
});

test("says why a container has no log, and shows that of its run before", async (t) => {
  const { kubernetes } = await open(t, [
    pod("p", "2026-01-01T00:00:00Z", [
      { name: "a", state: { waiting: { reason: "ImagePullBackOff", message: "not found" } } },
      { name: "b", restartCount: 3, state: { waiting: { reason: "CrashLoopBackOff" } } },
    ]),
  ]);
  assert.equal(
    await kubernetes.podLog({ namespace, labels: { app: "x" } }),
    [
      "p/a waits: ImagePullBackOff: not found",
      "p/b waits: CrashLoopBackOff",
      "p/b:\nb tail 30 of the run before",
    ].join("\n"),
  );
});

test("is empty where there is no pod", async (t) => {
  const { kubernetes } = await open(t, []);
  assert.equal(await kubernetes.podLog({ namespace, job: "database" }), "");
});
