import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { KubernetesObject } from "../../packages/deploy/src/kubernetes-api/kubernetes.ts";
import { openKubernetes } from "../../packages/deploy/src/kubernetes-api/open-kubernetes.ts";
import { waitFor } from "../../packages/deploy/src/kubernetes-api/wait-for.ts";
import { makeNamespace, startTestCluster, type TestCluster } from "./support/test-cluster.ts";

let cluster: TestCluster;

before(async () => {
  cluster = await startTestCluster();
  await makeNamespace(cluster.kubernetes, "weir-a");
});
after(() => cluster.stop());

const configMap = (name: string, data: Record<string, unknown> = { a: "1" }): KubernetesObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "weir-a" },
  data,
});
const refOfMap = (name: string) =>
  ({ apiVersion: "v1", kind: "ConfigMap", name, namespace: "weir-a" }) as const;

test("apply says created, unchanged and configured, and a dry run stores nothing", async () => {
  const { kubernetes } = cluster;
  const outcomes = [];
  outcomes.push(await kubernetes.apply(configMap("m"), { dryRun: true }));
  assert.equal(await kubernetes.read(refOfMap("m")), undefined);
  outcomes.push(await kubernetes.apply(configMap("m")));
  outcomes.push(await kubernetes.apply(configMap("m")));
  outcomes.push(await kubernetes.apply(configMap("m"), { dryRun: true }));
  outcomes.push(await kubernetes.apply(configMap("m", { a: "2" }), { dryRun: true }));
  outcomes.push(await kubernetes.apply(configMap("m", { a: "2" })));
  assert.deepEqual(
    outcomes.map(({ outcome }) => outcome),
    ["created", "created", "unchanged", "unchanged", "configured", "configured"],
  );
  assert.deepEqual((await kubernetes.read(refOfMap("m")))?.data, { a: "2" });
});

test("apply removes what it set before and leaves what others have set", async () => {
  const { kubernetes } = cluster;
  await kubernetes.apply(configMap("owned", { a: "1", b: "1" }));
  await kubernetes.patch(refOfMap("owned"), { data: { c: "1" } });
  await kubernetes.apply(configMap("owned", { a: "1" }));
  assert.deepEqual((await kubernetes.read(refOfMap("owned")))?.data, { a: "1", c: "1" });
});

test("an unknown field is refused by its name", async () => {
  const { kubernetes } = cluster;
  const job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "j", namespace: "weir-a" },
    spec: {
      template: {
        spec: { restartPolicyy: "Never", containers: [{ name: "c", image: "busybox" }] },
      },
    },
  };
  await assert.rejects(kubernetes.apply(job, { dryRun: true }), {
    code: "KUBERNETES_INVALID",
    message: /apply Job j in namespace weir-a: .*restartPolicyy: field not declared in schema/,
  });
});

test("every invalid field is named", async () => {
  const { kubernetes } = cluster;
  const job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "j", namespace: "weir-a" },
    spec: {
      backoffLimit: -1,
      template: {
        spec: { restartPolicy: "Always", containers: [{ name: "C", image: "busybox" }] },
      },
    },
  };
  await assert.rejects(kubernetes.apply(job, { dryRun: true }), (error: Error) => {
    assert.equal((error as Error & { code: string }).code, "KUBERNETES_INVALID");
    assert.match(error.message, /spec\.backoffLimit: Invalid value: -1/);
    assert.match(error.message, /spec\.template\.spec\.restartPolicy: /);
    assert.match(error.message, /spec\.template\.spec\.containers\[0\]\.name: /);
    return true;
  });
});

test("a value of the wrong type is refused with its path", async () => {
  const wrong = configMap("wrong", { a: 1 });
  await assert.rejects(cluster.kubernetes.apply(wrong), {
    code: "KUBERNETES_INVALID",
    message: /\.data\.a/,
  });
});

test("a field of another manager is a conflict that names it, and force takes it over", async () => {
  const { kubernetes } = cluster;
  await kubernetes.apply(configMap("shared"));
  await kubernetes.patch(refOfMap("shared"), { data: { a: "by hand" } });
  await assert.rejects(kubernetes.apply(configMap("shared", { a: "2" })), {
    code: "KUBERNETES_CONFLICT",
    message: /\.data\.a is managed by weir-command/,
  });
  await kubernetes.apply(configMap("shared", { a: "2" }), { force: true });
  assert.deepEqual((await kubernetes.read(refOfMap("shared")))?.data, { a: "2" });
});

test("fails with verb and resource where a user may not, and where nobody knows the token", async () => {
  const nobody = await openKubernetes(cluster.server.asNobody);
  await assert.rejects(nobody.read(refOfMap("m")), {
    code: "KUBERNETES_FORBIDDEN",
    message: /nobody may not get configmaps in namespace weir-a/,
  });
  await assert.rejects(nobody.list({ apiVersion: "v1", kind: "Node" }), {
    code: "KUBERNETES_FORBIDDEN",
    message: /nobody may not list nodes in the cluster/,
  });
  nobody.close();
  const stranger = await openKubernetes({
    ...cluster.server.connection,
    token: async () => "wrong",
  });
  await assert.rejects(stranger.read(refOfMap("m")), {
    code: "KUBERNETES_UNAUTHORIZED",
    remedy: /log in to AWS again/,
  });
  stranger.close();
});

test("fails where the namespace is missing", async () => {
  const elsewhere = { ...configMap("m"), metadata: { name: "m", namespace: "nowhere" } };
  await assert.rejects(cluster.kubernetes.apply(elsewhere), {
    code: "KUBERNETES_NOT_FOUND",
    message: /there is no namespace nowhere/,
  });
});

test("a kind that the cluster does not know is a missing operator", async () => {
  const connector = {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaConnector",
    metadata: { name: "shop", namespace: "weir-a" },
  };
  await assert.rejects(cluster.kubernetes.apply(connector), {
    code: "OPERATOR_MISSING",
    message:
      /KafkaConnector of kafka\.strimzi\.io\/v1: the operator strimzi-kafka-operator is missing/,
  });
});

test("a certificate of another authority is unreachable, with what to check", async () => {
  const { connection } = cluster.server;
  const { rootCertificates } = await import("node:tls");
  const caData = Buffer.from(rootCertificates[0] ?? "").toString("base64");
  const wrong = await openKubernetes({ ...connection, caData });
  await assert.rejects(wrong.version(), {
    code: "KUBERNETES_UNREACHABLE",
    remedy: /certificate authority is not that of this cluster/,
  });
  wrong.close();
});

test("list pages through everything and filters by labels", async () => {
  const { kubernetes } = cluster;
  await makeNamespace(kubernetes, "many");
  const names = Array.from({ length: 620 }, (_, index) => `m${index}`);
  for (let from = 0; from < names.length; from += 62) {
    await Promise.all(
      names.slice(from, from + 62).map((name) =>
        kubernetes.apply({
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name, namespace: "many", labels: { last: name.slice(-1) } },
        }),
      ),
    );
  }
  const kind = { apiVersion: "v1", kind: "ConfigMap" };
  const all = await kubernetes.list(kind, { namespace: "many" });
  assert.deepEqual(all.map(({ metadata }) => metadata.name).toSorted(), names.toSorted());
  const some = await kubernetes.list(kind, { namespace: "many", labels: { last: "7" } });
  assert.equal(some.length, 62);
  assert.equal(some[0]?.kind, "ConfigMap");
});

test("annotate sets and removes, remove says whether there was something", async () => {
  const { kubernetes } = cluster;
  await kubernetes.apply(configMap("noted"));
  await kubernetes.annotate(refOfMap("noted"), { "weir/a": "1", "weir/b": "2" });
  const noted = await kubernetes.annotate(refOfMap("noted"), { "weir/a": null });
  assert.deepEqual(noted.metadata.annotations, { "weir/b": "2" });
  assert.equal(await kubernetes.remove(refOfMap("noted"), { dryRun: true }), true);
  assert.equal(await kubernetes.remove(refOfMap("noted")), true);
  assert.equal(await kubernetes.remove(refOfMap("noted")), false);
});

test("no message repeats a value of a Secret", async () => {
  const value = Buffer.from("hunter2hunter2").toString("base64");
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "s", namespace: "weir-a" },
    type: "kubernetes.io/dockerconfigjson",
    data: { ".dockerconfigjson": value },
  };
  await assert.rejects(cluster.kubernetes.apply(secret), (error: Error) => {
    assert.equal((error as Error & { code: string }).code, "KUBERNETES_INVALID");
    assert.doesNotMatch(error.message, /hunter2/);
    assert.ok(!error.message.includes(value));
    return true;
  });
});

test("warnings of the server come with the answer", async () => {
  const { kubernetes } = cluster;
  const { warnings } = await kubernetes.apply(
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: "old",
        namespace: "weir-a",
        annotations: { "container.apparmor.security.beta.kubernetes.io/c": "runtime/default" },
      },
      spec: { containers: [{ name: "c", image: "busybox" }] },
    },
    { dryRun: true },
  );
  assert.match(warnings.join(), /deprecated since v1\.30/);
});

test("a wait that passes its deadline shows conditions and events", async () => {
  const { kubernetes } = cluster;
  const name = "slow";
  const pod = { apiVersion: "v1", kind: "Pod", name, namespace: "weir-a" };
  await kubernetes.apply({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "weir-a" },
    spec: { containers: [{ name: "c", image: "busybox" }] },
  });
  await kubernetes.patch(
    pod,
    {
      status: {
        conditions: [
          {
            type: "PodScheduled",
            status: "False",
            reason: "Unschedulable",
            message: "0/3 nodes are available",
          },
        ],
      },
    },
    { subresource: "status" },
  );
  await kubernetes.apply({
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: "slow.1", namespace: "weir-a" },
    involvedObject: { apiVersion: "v1", kind: "Pod", name, namespace: "weir-a" },
    type: "Warning",
    reason: "FailedScheduling",
    message: "Insufficient memory",
    lastTimestamp: "2026-01-01T00:00:00Z",
  });
  const reported: string[] = [];
  const wait = waitFor(kubernetes, pod, () => ({ state: "waiting", why: "not scheduled" }), {
    deadlineMs: 50,
    pollMs: 10,
    describe: "the pod to run",
    report: (why) => reported.push(why),
  });
  await assert.rejects(wait, (error: Error & { code?: string }) => {
    assert.equal(error.code, "RESOURCE_TIMEOUT");
    assert.match(error.message, /PodScheduled=False Unschedulable 0\/3 nodes are available/);
    assert.match(error.message, /Warning FailedScheduling: Insufficient memory/);
    return true;
  });
  assert.deepEqual(reported, ["not scheduled"]);
});

test("a kubeconfig opens the same cluster", async () => {
  const kubernetes = await openKubernetes({ kubeconfig: cluster.server.kubeconfig });
  const { gitVersion } = await kubernetes.version();
  assert.match(gitVersion, /^v1\.36\./);
  kubernetes.close();
});

test("a server that has ended is unreachable", async () => {
  const gone = await openKubernetes({
    ...cluster.server.connection,
    server: "https://127.0.0.1:1",
  });
  await assert.rejects(gone.version(), {
    code: "KUBERNETES_UNREACHABLE",
    message: /cannot reach Kubernetes at https:\/\/127\.0\.0\.1:1: connect ECONNREFUSED/,
  });
  gone.close();
});
