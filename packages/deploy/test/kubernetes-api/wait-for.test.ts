import assert from "node:assert/strict";
import { test } from "node:test";
import { WeirError } from "@weir/core";
import type { Kubernetes, KubernetesObject } from "../../src/kubernetes-api/kubernetes.ts";
import { judgeJob } from "../../src/kubernetes-api/verdicts.ts";
import { waitFor } from "../../src/kubernetes-api/wait-for.ts";

const ref = { apiVersion: "batch/v1", kind: "Job", name: "database", namespace: "weir-a" };
const options = { deadlineMs: 1_000, pollMs: 1, describe: "the Job database" };

function job(type: string): KubernetesObject {
  const conditions = [{ type, status: "True", reason: "BackoffLimitExceeded", message: "no luck" }];
  return { ...ref, metadata: { name: ref.name, namespace: ref.namespace }, status: { conditions } };
}

const events: KubernetesObject[] = [
  ["2026-01-01T00:00:02Z", "BackOff", "back-off pulling image"],
  ["2026-01-01T00:00:01Z", "SuccessfulCreate", "created pod"],
].map(([lastTimestamp, reason, message], index) => ({
  apiVersion: "v1",
  kind: "Event",
  metadata: { name: String(index) },
  type: "Normal",
  lastTimestamp,
  reason,
  message,
}));

/** A cluster whose Job goes through these looks; the last one stays. */
function cluster(looks: readonly (KubernetesObject | Error | undefined)[], log = "") {
  let count = 0;
  return {
    read: async () => {
      const look = looks[Math.min(count++, looks.length - 1)];
      if (look instanceof Error) throw look;
      return look;
    },
    list: async () => events,
    podLog: async () => log,
  } as unknown as Kubernetes;
}

test("returns the object once it is ready, and reports each new reason once", async () => {
  const away = new WeirError("KUBERNETES_UNREACHABLE", "the API is away");
  const reported: string[] = [];
  const looks = [undefined, undefined, away, job("Suspended"), job("Complete")];
  const found = await waitFor(cluster(looks), ref, judgeJob, {
    ...options,
    report: (why) => reported.push(why),
  });
  assert.deepEqual(found, job("Complete"));
  assert.deepEqual(reported, [
    "it is not there",
    "the API is away",
    "0 pods at work, 0 failed so far",
  ]);
});

test("fails with conditions, events in their order and the log", async () => {
  const wait = waitFor(
    cluster([job("Failed")], "pod/main:\naccess denied"),
    ref,
    judgeJob,
    options,
  );
  await assert.rejects(wait, (error: WeirError) => {
    assert.equal(error.code, "RESOURCE_FAILED");
    assert.deepEqual(error.message.split("\n"), [
      "Job database in namespace weir-a failed while waiting for the Job database: BackoffLimitExceeded: no luck",
      "conditions:",
      "  Failed=True BackoffLimitExceeded no luck",
      "events:",
      "  Normal SuccessfulCreate: created pod",
      "  Normal BackOff: back-off pulling image",
      "log of Job database in namespace weir-a:",
      "  pod/main:",
      "  access denied",
    ]);
    return true;
  });
});

test("fails after the deadline although log and events cannot be read", async () => {
  const broken = {
    ...cluster([undefined]),
    list: async () => Promise.reject(new Error("no right")),
    podLog: async () => Promise.reject(new Error("no kubelet")),
  } as unknown as Kubernetes;
  const wait = waitFor(broken, ref, judgeJob, { ...options, deadlineMs: 5, remedy: "wait on" });
  await assert.rejects(wait, {
    code: "RESOURCE_TIMEOUT",
    remedy: "wait on",
    message:
      /it is not there\nevents could not be read: no right\nlog could not be read: no kubelet$/,
  });
});

test("an error that waiting cannot mend ends the wait at once", async () => {
  const forbidden = new WeirError("KUBERNETES_FORBIDDEN", "no");
  await assert.rejects(waitFor(cluster([forbidden]), ref, judgeJob, options), forbidden);
});

test("fails as interrupted when the signal aborts", async () => {
  const abort = new AbortController();
  const wait = waitFor(cluster([undefined]), ref, judgeJob, {
    ...options,
    pollMs: 60_000,
    deadlineMs: 600_000,
    signal: abort.signal,
    report: () => abort.abort(),
  });
  await assert.rejects(wait, { code: "INTERRUPTED" });
});
