import { setTimeout as sleep } from "node:timers/promises";
import { hasErrorCode } from "@weir/core";
import {
  type Kubernetes,
  type KubernetesObject,
  refOf,
} from "../../../packages/deploy/src/kubernetes-api/kubernetes.ts";

/** What becomes of a connector; absent means that all goes well. */
export type FakeOutcome =
  /** No operator looks at it. */
  | { readonly ignored: true }
  /** Kafka Connect refuses it. */
  | Problem;

interface Problem {
  readonly reason: string;
  readonly message: string;
}

/** Strimzi and Kafka Connect, as far as KafkaConnectors show them. */
export interface FakeStrimzi {
  /** `restart shop includeTasks`, `restart task shop 0`, in their order. */
  readonly calls: readonly string[];
  /** By name of the connector. */
  readonly outcomes: Map<string, FakeOutcome>;
  /** Makes the tasks of a connector FAILED until they are restarted. */
  fail(name: string, trace: string): void;
  stop(): Promise<void>;
}

const states = { running: "RUNNING", paused: "PAUSED", stopped: "STOPPED" } as const;
const workerId = "10.0.0.7:8083";
const pollMs = 50;

/**
 * Reconciles KafkaConnectors as Strimzi's AbstractConnectOperator does: again after every change of
 * the resource, its own too. Kafka Connect needs a moment: the status written in the reconciliation
 * that asks for something is still the one from before.
 */
export function startFakeStrimzi(kubernetes: Kubernetes): FakeStrimzi {
  const calls: string[] = [];
  const outcomes = new Map<string, FakeOutcome>();
  const traces = new Map<string, string>();
  const known = new Map<string, keyof typeof states>();
  const lookedAt = new Map<string, string>();
  const abort = new AbortController();

  async function look(): Promise<void> {
    const kind = { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnector" };
    for (const object of await kubernetes.list(kind)) {
      const { uid = "", resourceVersion = "", name } = object.metadata;
      if (lookedAt.get(uid) === resourceVersion) continue;
      lookedAt.set(uid, resourceVersion);
      const outcome = outcomes.get(name);
      if (outcome !== undefined && "ignored" in outcome) continue;
      try {
        await setStatus(object, await reconcile(object, outcome));
      } catch (error) {
        // It has gone meanwhile.
        if (!hasErrorCode(error, "KUBERNETES_NOT_FOUND")) throw error;
      }
    }
  }

  async function setStatus(object: KubernetesObject, status: object): Promise<void> {
    const observedGeneration = object.metadata.generation;
    const body = { status: { observedGeneration, ...status } };
    await kubernetes.patch(refOf(object), body, { subresource: "status" });
  }

  async function reconcile(object: KubernetesObject, refused: Problem | undefined) {
    const { name } = object.metadata;
    const spec = object.spec as { state?: keyof typeof states; tasksMax?: number };
    if (refused !== undefined) {
      return { conditions: [conditionOf(refused)], connectorStatus: null };
    }
    const wanted = spec.state ?? "running";
    const state = known.get(name) ?? wanted;
    const trace = traces.get(name);
    await takeOrders(object);
    known.set(name, wanted);
    const count = state === "stopped" ? 0 : (spec.tasksMax ?? 1);
    const tasks = Array.from({ length: count }, (_, id) => ({
      id,
      state: trace === undefined ? states[state] : "FAILED",
      worker_id: workerId,
      ...(trace === undefined ? {} : { trace }),
    }));
    const failed = tasks.filter((task) => task.state === "FAILED").map(({ id }) => id);
    const message = `The following tasks have failed: ${failed.join(", ")}, see connectorStatus for more details.`;
    return {
      conditions: [conditionOf(failed.length === 0 ? undefined : { reason: "Throwable", message })],
      connectorStatus: {
        name,
        connector: { state: states[state], worker_id: workerId },
        tasks,
        type: "source",
      },
      tasksMax: tasks.length,
      topics: [`${name}.a.b`],
    };
  }

  async function takeOrders(object: KubernetesObject): Promise<void> {
    const { name, annotations = {} } = object.metadata;
    const done = (annotation: string) => kubernetes.annotate(refOf(object), { [annotation]: null });
    const restart = annotations["strimzi.io/restart"];
    if (restart !== undefined) {
      calls.push(`restart ${name} ${restart}`);
      traces.delete(name);
      await done("strimzi.io/restart");
    }
    const task = annotations["strimzi.io/restart-task"];
    if (task !== undefined) {
      calls.push(`restart task ${name} ${task}`);
      traces.delete(name);
      await done("strimzi.io/restart-task");
    }
    const spec = object.spec as { listOffsets?: { toConfigMap: { name: string } } };
    // Without spec.listOffsets Strimzi leaves the annotation and warns.
    if (annotations["strimzi.io/connector-offsets"] === "list" && spec.listOffsets !== undefined) {
      const offsets = [{ partition: { server: name }, offset: { file: "binlog.000003", pos: 4 } }];
      const { namespace = "" } = object.metadata;
      await kubernetes.apply({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: spec.listOffsets.toConfigMap.name, namespace },
        data: { "offsets.json": JSON.stringify({ offsets }) },
      });
      await done("strimzi.io/connector-offsets");
    }
  }

  const work = (async () => {
    while (!abort.signal.aborted) {
      await look();
      await sleep(pollMs, undefined, { signal: abort.signal }).catch(() => {});
    }
  })();
  // stop() shows what went wrong.
  work.catch(() => {});
  return {
    calls,
    outcomes,
    fail: (name, trace) => void traces.set(name, trace),
    stop: async () => {
      abort.abort();
      await work;
    },
  };
}

/** As Strimzi reports: one of two types, always True. */
function conditionOf(problem: Problem | undefined) {
  return { type: problem === undefined ? "Ready" : "NotReady", status: "True", ...problem };
}
