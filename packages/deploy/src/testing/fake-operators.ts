import { setTimeout as sleep } from "node:timers/promises";
import {
  type Kubernetes,
  type KubernetesObject,
  type ObjectKind,
  refOf,
} from "../kubernetes-api/kubernetes.ts";

/** What Strimzi, External Secrets and the Job controller do, and what of it goes wrong. */
export interface OperatorBehaviour {
  /** Username and password of a secret of Secrets Manager. */
  secretValue: (remoteKey: string) => Record<string, string> | undefined;
  /** Jobs whose name begins so fail. */
  failingJobs: string[];
  /** Log of a Job's pod. */
  jobLog: (job: KubernetesObject) => string;
  /** KafkaConnect is NotReady with this. */
  connectProblem: { reason: string; message: string } | undefined;
  /** Waiting reason of the workers' container, such as ImagePullBackOff. */
  imageProblem: { reason: string; message: string } | undefined;
  /** Kafka Connect refuses the connector with this. */
  connectorProblem: string | undefined;
  /** Trace of the FAILED task. It stays FAILED until a restart, whatever this says by then. */
  taskTrace: string | undefined;
  /** Stored offset of a connector; null where none is. */
  offset: Record<string, unknown> | null;
}

export interface FakeOperators {
  readonly behaviour: OperatorBehaviour;
  /** In place of Kubernetes.podLog: there are no pods. */
  readonly podLog: Kubernetes["podLog"];
  /** Jobs that ran, by name. */
  readonly ran: readonly KubernetesObject[];
  /** Restarts that were asked for, with the annotation's value. */
  readonly restarts: readonly string[];
  stop(): Promise<void>;
}

const kinds = {
  externalSecret: { apiVersion: "external-secrets.io/v1", kind: "ExternalSecret" },
  secretStore: { apiVersion: "external-secrets.io/v1", kind: "SecretStore" },
  job: { apiVersion: "batch/v1", kind: "Job" },
  connect: { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnect" },
  connector: { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnector" },
} as const satisfies Record<string, ObjectKind>;

const requests = new Set(["strimzi.io/restart", "strimzi.io/connector-offsets"]);

/** Executed GTID set of the fake database after a row. */
export const fakeGtid = "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-77";

/**
 * Starts a loop that sets the conditions an operator would, through nothing but the API: it works on
 * a real API server as well as in memory.
 */
export function startFakeOperators(
  kubernetes: Kubernetes,
  { namespace, pollMs }: { readonly namespace: string; readonly pollMs: number },
): FakeOperators {
  const behaviour: OperatorBehaviour = {
    secretValue: () => ({ username: "weir_cdc_a", password: "first" }),
    failingJobs: [],
    jobLog: (job) => {
      const env = firstContainer(job).env ?? [];
      const source = env.find(({ name }) => name === "SOURCE")?.value;
      return JSON.stringify({
        event: "row-written",
        source,
        id: "weir-verify-1",
        gtid: fakeGtid,
        file: "binlog.000002",
        pos: 4711,
      });
    },
    connectProblem: undefined,
    imageProblem: undefined,
    connectorProblem: undefined,
    taskTrace: undefined,
    offset: { gtids: fakeGtid, file: "binlog.000002", pos: 4711 },
  };
  const ran: KubernetesObject[] = [];
  const restarts: string[] = [];
  const done = new Map<string, string>();
  const stopping = new AbortController();

  /** Once for each state of an object: generation, annotations and behaviour decide. */
  async function each(
    kind: ObjectKind,
    act: (object: KubernetesObject) => Promise<void>,
    extra: unknown,
  ) {
    for (const object of await kubernetes.list(kind, { namespace }).catch(() => [])) {
      const { uid, generation, annotations } = object.metadata;
      const seen = JSON.stringify([generation, annotations, extra]);
      const key = `${kind.kind}/${uid}`;
      // What an annotation asks for is done each time, also where it was asked for a moment ago.
      const asked = Object.keys(annotations ?? {}).some((name) => requests.has(name));
      if (done.get(key) === seen && !asked) continue;
      await act(object);
      done.set(key, seen);
    }
  }
  const setStatus = (object: KubernetesObject, status: object) =>
    kubernetes.patch(refOf(object), { status }, { subresource: "status" });
  const ready = (ok = true, more: object = {}) => ({
    conditions: [
      {
        type: ok ? "Ready" : "NotReady",
        status: "True",
        lastTransitionTime: new Date().toISOString(),
        ...more,
      },
    ],
  });

  async function syncSecret(object: KubernetesObject) {
    const { data = [] } = object.spec as {
      data?: { secretKey: string; remoteRef: { key: string; property: string } }[];
    };
    const stringData: Record<string, string> = {};
    for (const { secretKey, remoteRef } of data) {
      const value = behaviour.secretValue(remoteRef.key);
      if (value === undefined) {
        await setStatus(object, {
          conditions: [
            {
              type: "Ready",
              status: "False",
              reason: "SecretSyncedError",
              message: `could not get secret ${remoteRef.key}`,
            },
          ],
        });
        return;
      }
      stringData[secretKey] = value[remoteRef.property] ?? "";
    }
    const encoded = Object.entries(stringData).map(([key, value]) => [
      key,
      Buffer.from(value).toString("base64"),
    ]);
    const metadata = { name: object.metadata.name, namespace };
    await kubernetes.apply(
      { apiVersion: "v1", kind: "Secret", metadata, data: Object.fromEntries(encoded) },
      { force: true },
    );
    await setStatus(object, ready());
  }

  async function runJob(job: KubernetesObject) {
    if (!ran.some(({ metadata }) => metadata.uid === job.metadata.uid)) ran.push(job);
    const at = new Date().toISOString();
    const condition = (type: string, more: object = {}) => ({
      type,
      status: "True",
      lastTransitionTime: at,
      lastProbeTime: at,
      ...more,
    });
    const failed = behaviour.failingJobs.some((name) => job.metadata.name.startsWith(name));
    const why = {
      reason: "BackoffLimitExceeded",
      message: "Job has reached the specified backoff limit",
    };
    // The API server checks that the conditions of an ended Job come together.
    await setStatus(
      job,
      failed
        ? {
            startTime: at,
            failed: 1,
            conditions: [condition("FailureTarget", why), condition("Failed", why)],
          }
        : {
            startTime: at,
            completionTime: at,
            succeeded: 1,
            conditions: [condition("SuccessCriteriaMet"), condition("Complete")],
          },
    );
  }

  async function reconcileConnect(object: KubernetesObject) {
    const { connectProblem, imageProblem } = behaviour;
    const { generation, name } = object.metadata;
    if (imageProblem !== undefined) {
      const pod: KubernetesObject = {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
          name: `${name}-connect-0`,
          namespace,
          labels: { "strimzi.io/kind": "KafkaConnect", "strimzi.io/cluster": name },
        },
        spec: { containers: [{ name: "connect", image: "registry.invalid/none:1" }] },
      };
      await kubernetes.apply(pod, { force: true });
      const containerStatuses = [
        {
          name: "connect",
          image: "",
          imageID: "",
          ready: false,
          restartCount: 0,
          state: { waiting: imageProblem },
        },
      ];
      await setStatus(pod, { containerStatuses });
      return;
    }
    await kubernetes.remove({
      apiVersion: "v1",
      kind: "Pod",
      namespace,
      name: `${name}-connect-0`,
    });
    await setStatus(object, {
      observedGeneration: generation,
      ...ready(connectProblem === undefined, connectProblem),
    });
  }

  async function reconcileConnector(object: KubernetesObject) {
    const ref = refOf(object);
    const { annotations = {}, generation } = object.metadata;
    const { connectorProblem: problem, taskTrace: trace } = behaviour;
    const restart = annotations["strimzi.io/restart"];
    if (restart !== undefined) {
      restarts.push(restart);
      await kubernetes.annotate(ref, { "strimzi.io/restart": null });
    }
    if (annotations["strimzi.io/connector-offsets"] === "list") {
      const { listOffsets } = object.spec as { listOffsets?: { toConfigMap: { name: string } } };
      const offsets = [{ partition: { server: ref.name }, offset: behaviour.offset }];
      const metadata = { name: listOffsets?.toConfigMap.name ?? "", namespace };
      const data = { "offsets.json": JSON.stringify({ offsets }) };
      await kubernetes.apply(
        { apiVersion: "v1", kind: "ConfigMap", metadata, data },
        { force: true },
      );
      await kubernetes.annotate(ref, { "strimzi.io/connector-offsets": null });
    }
    const task =
      trace === undefined ? { id: 0, state: "RUNNING" } : { id: 0, state: "FAILED", trace };
    const connectorStatus =
      problem === undefined
        ? { connectorStatus: { name: ref.name, connector: { state: "RUNNING" }, tasks: [task] } }
        : { connectorStatus: null };
    const failure =
      problem === undefined ? undefined : { reason: "ConnectRestException", message: problem };
    await setStatus(object, {
      observedGeneration: generation,
      ...connectorStatus,
      ...ready(failure === undefined, failure),
    });
  }

  async function loop() {
    while (!stopping.signal.aborted) {
      const { connectProblem, imageProblem, connectorProblem, offset } = behaviour;
      try {
        await each(kinds.secretStore, async (object) => void (await setStatus(object, ready())), 0);
        await each(kinds.externalSecret, syncSecret, 0);
        await each(kinds.job, runJob, 0);
        await each(kinds.connect, reconcileConnect, [connectProblem, imageProblem]);
        await each(kinds.connector, reconcileConnector, [connectorProblem, offset]);
      } catch {
        // Deleted or changed meanwhile: the next turn sees it.
      }
      await sleep(pollMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }
  const running = loop();

  return {
    behaviour,
    ran,
    restarts,
    async podLog({ job }) {
      const found = ran.findLast(({ metadata }) => metadata.name === job);
      return found === undefined ? "" : behaviour.jobLog(found);
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

interface Container {
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

function firstContainer(job: KubernetesObject): Container {
  const spec = job.spec as { template: { spec: { containers: Container[] } } };
  return spec.template.spec.containers[0] ?? {};
}
