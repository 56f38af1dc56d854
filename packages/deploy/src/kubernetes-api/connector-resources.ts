/**
 * Connectors as KafkaConnector resources, for `--target aws`. Strimzi is the only one that speaks to
 * Kafka Connect's REST interface there. https://strimzi.io/docs/operators/latest/configuring#type-KafkaConnector-reference
 */
import type { ConnectorOffsets, ConnectorStatus } from "@weir/connect";
import { WeirError } from "@weir/core";
import { readConnectorOffsets } from "./connector-offsets.ts";
import {
  type Applied,
  type ApplyOptions,
  conditionsOf,
  type Kubernetes,
  type KubernetesObject,
  type ObjectRef,
} from "./kubernetes.ts";
import { isObserved } from "./verdicts.ts";
import { type WaitForOptions, type WaitVerdict, waitFor } from "./wait-for.ts";

export const connectorKind = { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnector" } as const;

const restartAnnotation = "strimzi.io/restart";
const restartTaskAnnotation = "strimzi.io/restart-task";
/** Strimzi looks at a connector whenever its resource changes, else every two minutes. */
const refreshAnnotation = "weir.dev/status-asked-at";
const defaultRefreshAfterMs = 5_000;

/** A KafkaConnector as commands show it. */
export interface ConnectorResource {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** `spec.state`: what it is asked to be. */
  readonly wantedState: "running" | "paused" | "stopped";
  /** As Kafka Connect had it at the operator's last look; absent before the first. */
  readonly status?: ConnectorStatus;
  /** The operator has seen the resource as it stands. */
  readonly observed: boolean;
  /** The NotReady condition: reason and message. */
  readonly problem?: string;
  /** Warnings of the operator, such as an unknown field. */
  readonly warnings: readonly string[];
  readonly topics: readonly string[];
  readonly autoRestart?: { readonly count: number; readonly lastRestartTimestamp?: string };
}

export interface ConnectorResourcesOptions {
  readonly namespace: string;
  /** Name of the KafkaConnect resource. */
  readonly kafkaConnect: string;
  /** How old a status may be while a command waits for another. @default 5000 */
  readonly refreshAfterMs?: number;
}

/** How long a command waits for the operator, and who may interrupt it. */
export type ConnectorWait = Pick<WaitForOptions, "deadlineMs" | "pollMs" | "signal" | "report">;

/** `refreshes`: how often the operator was made to look again since the wait began. */
type Judge = (
  connector: ConnectorResource,
  object: KubernetesObject,
  refreshes: number,
) => WaitVerdict;

const stateOf = { running: "RUNNING", paused: "PAUSED", stopped: "STOPPED" } as const;

/**
 * Operations on the connectors of one KafkaConnect. What changes something comes in two steps, as
 * with Kafka Connect itself: ask, then wait until the operator has done it.
 */
export function createConnectorResources(
  kubernetes: Kubernetes,
  { namespace, kafkaConnect, refreshAfterMs = defaultRefreshAfterMs }: ConnectorResourcesOptions,
) {
  const refOf = (name: string): ObjectRef => ({ ...connectorKind, name, namespace });

  async function list(): Promise<ConnectorResource[]> {
    const labels = { "strimzi.io/cluster": kafkaConnect };
    const found = await kubernetes.list(connectorKind, { namespace, labels });
    return found.map(readConnector).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Throws CONNECTOR_UNKNOWN. */
  async function describe(name: string): Promise<ConnectorResource> {
    const object = await kubernetes.read(refOf(name));
    if (object === undefined) throw unknown(name);
    return readConnector(object);
  }

  async function apply(manifest: KubernetesObject, options?: ApplyOptions): Promise<Applied> {
    return kubernetes.apply(manifest, options);
  }

  async function askState(name: string, state: ConnectorResource["wantedState"]): Promise<void> {
    await known(name, () => kubernetes.patch(refOf(name), { spec: { state } }));
  }

  /** With `includeTasks` and `onlyFailed` as Kafka Connect's own restart has them. */
  async function restart(
    name: string,
    { includeTasks = false, onlyFailed = false } = {},
  ): Promise<void> {
    const words = [includeTasks ? "includeTasks" : "", onlyFailed ? "onlyFailed" : ""];
    const value = words.filter(Boolean).join(",") || "true";
    await known(name, () => kubernetes.annotate(refOf(name), { [restartAnnotation]: value }));
  }

  async function restartTask(name: string, task: number): Promise<void> {
    const annotations = { [restartTaskAnnotation]: String(task) };
    await known(name, () => kubernetes.annotate(refOf(name), annotations));
  }

  /** As Kafka Connect has stored them. */
  const offsets = (name: string, wait: ConnectorWait): Promise<ConnectorOffsets["offsets"]> =>
    known(name, () => readConnectorOffsets(kubernetes, refOf(name), wait));

  /** Removes the resource, and with it the connector; false where there was none. */
  const remove = (name: string) => kubernetes.remove(refOf(name));

  /** Polls, and makes the operator look again where its status may be old. */
  async function waitUntil(
    name: string,
    what: string,
    judge: Judge,
    wait: ConnectorWait,
  ): Promise<ConnectorResource> {
    let askedMs = performance.now();
    let refreshes = 0;
    const refreshed = {
      ...kubernetes,
      read: async (ref: ObjectRef) => {
        if (performance.now() - askedMs > refreshAfterMs) {
          askedMs = performance.now();
          refreshes += 1;
          const now = new Date().toISOString();
          await known(name, () => kubernetes.annotate(ref, { [refreshAnnotation]: now }));
        }
        return kubernetes.read(ref);
      },
    };
    const object = await waitFor(
      refreshed,
      refOf(name),
      (seen) => {
        if (seen === undefined) throw unknown(name);
        return judge(readConnector(seen), seen, refreshes);
      },
      { ...wait, describe: what, remedy: `see "weir describe connector ${name} --target aws"` },
    );
    return readConnector(object as KubernetesObject);
  }

  return {
    list,
    describe,
    offsets,
    apply,
    pause: (name: string) => askState(name, "paused"),
    resume: (name: string) => askState(name, "running"),
    stop: (name: string) => askState(name, "stopped"),
    restart,
    restartTask,
    remove,
    /** Until the operator has brought the present resource to Kafka Connect, whatever became of it. */
    waitUntilObserved: (name: string, wait: ConnectorWait) =>
      waitUntil(name, `Strimzi to see connector ${name}`, judgeObserved, wait),
    /** Until connector and tasks are as asked; a FAILED task is an answer too. */
    waitForState: (name: string, state: ConnectorResource["wantedState"], wait: ConnectorWait) =>
      waitUntil(
        name,
        `connector ${name} to be ${stateOf[state]}`,
        (connector) => judgeState(connector, state),
        wait,
      ),
    /** Until the operator has restarted it and every part runs again or has failed again. */
    waitForRestart: (name: string, wait: ConnectorWait) =>
      waitUntil(name, `connector ${name} to run again`, createRestartJudge(), wait),
    waitUntilGone: (name: string, wait: ConnectorWait) =>
      waitFor(
        kubernetes,
        refOf(name),
        (seen) =>
          seen === undefined
            ? { state: "ready" }
            : { state: "waiting", why: "the resource is still there" },
        { ...wait, describe: `connector ${name} to be gone` },
      ),
  };

  async function known<T>(name: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof WeirError && error.code === "KUBERNETES_NOT_FOUND") throw unknown(name);
      throw error;
    }
  }

  function unknown(name: string): WeirError {
    return new WeirError(
      "CONNECTOR_UNKNOWN",
      `there is no connector "${name}" in namespace ${namespace}`,
      { remedy: 'see "weir get connectors --target aws"', details: { connector: name } },
    );
  }
}

export type ConnectorResources = ReturnType<typeof createConnectorResources>;

/** A KafkaConnector object as commands show it. */
export function readConnector(object: KubernetesObject): ConnectorResource {
  const spec = (object.spec ?? {}) as {
    class?: string;
    config?: Record<string, unknown>;
    state?: ConnectorResource["wantedState"];
  };
  const status = (object.status ?? {}) as {
    connectorStatus?: Omit<ConnectorStatus, "name" | "type"> & Partial<ConnectorStatus>;
    topics?: string[];
    autoRestart?: { count: number; lastRestartTimestamp?: string };
  };
  const { name } = object.metadata;
  const conditions = conditionsOf(object);
  const told = ({ reason, message }: { reason?: string; message?: string }) =>
    [reason, message?.trim()].filter(Boolean).join(": ");
  const notReady = conditions.find(({ type }) => type === "NotReady");
  const { connectorStatus, topics = [], autoRestart } = status;
  return {
    name,
    className: spec.class ?? "",
    config: spec.config ?? {},
    wantedState: spec.state ?? "running",
    ...(connectorStatus === undefined ? {} : { status: connectStatus(name, connectorStatus) }),
    observed: isObserved(object),
    ...(notReady === undefined ? {} : { problem: told(notReady) || "NotReady" }),
    warnings: conditions.filter(({ type }) => type === "Warning").map(told),
    topics,
    ...(autoRestart === undefined ? {} : { autoRestart }),
  };
}

/** Strimzi stores Kafka Connect's answer as it is, in a free-form field. */
function connectStatus(
  name: string,
  status: Omit<ConnectorStatus, "name" | "type"> & Partial<ConnectorStatus>,
): ConnectorStatus {
  return { ...status, name, tasks: status.tasks ?? [], type: status.type ?? "unknown" };
}

function judgeObserved({ observed, status, problem }: ConnectorResource): WaitVerdict {
  if (!observed) return { state: "waiting", why: "Strimzi has not seen the change yet" };
  if (status !== undefined || problem !== undefined) return { state: "ready" };
  return { state: "waiting", why: "Strimzi has not reported yet" };
}

function judgeState(
  connector: ConnectorResource,
  wanted: ConnectorResource["wantedState"],
): WaitVerdict {
  const observed = judgeObserved(connector);
  if (observed.state !== "ready") return observed;
  const { status, problem } = connector;
  if (status === undefined) return withoutStatus(problem);
  const state = stateOf[wanted];
  const done =
    wanted === "stopped"
      ? status.tasks.length === 0
      : status.tasks.every((task) => task.state === state || task.state === "FAILED");
  if (status.connector.state === state && done) return { state: "ready" };
  return { state: "waiting", why: statesOf(status) };
}

/** Strimzi tries everything again by itself but what it refuses to do at all. */
function withoutStatus(problem = "Strimzi has not reported yet"): WaitVerdict {
  const refused = /cannot be paused since it is in failed state/.test(problem);
  return { state: refused ? "failed" : "waiting", why: problem };
}

/**
 * A restart is answered before anything happens: FAILED may be the state from before it, and counts
 * only once the operator has looked twice since.
 */
function createRestartJudge(): Judge {
  let restartedAt: number | undefined;
  return (connector, object, refreshes) => {
    const annotations = object.metadata.annotations ?? {};
    if (restartAnnotation in annotations || restartTaskAnnotation in annotations) {
      const refused = connector.warnings.find((warning) => warning.startsWith("RestartConnector"));
      return { state: "waiting", why: refused ?? "Strimzi has not restarted it yet" };
    }
    restartedAt ??= refreshes;
    const { status, problem } = connector;
    if (status === undefined) return withoutStatus(problem);
    const states = [status.connector, ...status.tasks].map(({ state }) => state);
    const settled = states.every((state) => ["RUNNING", "PAUSED", "FAILED"].includes(state));
    const isThere = status.tasks.length > 0 || status.connector.state === "FAILED";
    const isOld = states.includes("FAILED") && refreshes - restartedAt < 2;
    return settled && isThere && !isOld
      ? { state: "ready" }
      : { state: "waiting", why: statesOf(status) };
  };
}

function statesOf({ connector, tasks }: ConnectorStatus): string {
  const each = tasks.map(({ id, state }) => `task ${id} ${state}`);
  return [`connector ${connector.state}`, ...each].join(", ");
}
