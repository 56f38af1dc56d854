/**
 * Connectors as KafkaConnector resources, for `--target aws`. Strimzi is the only one that speaks to
 * Kafka Connect's REST interface there. https://strimzi.io/docs/operators/latest/configuring#type-KafkaConnector-reference
 */
import type { ConnectorOffsets } from "@weir/connect";
import { WeirError } from "@weir/core";
import { readConnectorOffsets } from "./connector-offsets.ts";
import { type ConnectorResource, connectorKind, readConnector } from "./connector-resource.ts";
import {
  createRestartJudge,
  type JudgeConnector,
  judgeObserved,
  judgeState,
  restartAnnotation,
  restartTaskAnnotation,
  stateOf,
} from "./judge-connector.ts";
import type {
  Applied,
  ApplyOptions,
  Kubernetes,
  KubernetesObject,
  ObjectRef,
} from "./kubernetes.ts";
import { judgeGone } from "./verdicts.ts";
import { type WaitForOptions, waitFor } from "./wait-for.ts";

/** Strimzi looks at a connector whenever its resource changes, else every two minutes. */
const refreshAnnotation = "weir.dev/status-asked-at";
const defaultRefreshAfterMs = 5_000;

export interface ConnectorResourcesOptions {
  readonly namespace: string;
  /** Name of the KafkaConnect resource. */
  readonly kafkaConnect: string;
  /** How old a status may be while a command waits for another. @default 5000 */
  readonly refreshAfterMs?: number;
}

/** How long a command waits for the operator, and who may interrupt it. */
export type ConnectorWait = Pick<WaitForOptions, "deadlineMs" | "pollMs" | "signal" | "report">;

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
    judge: JudgeConnector,
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
      waitFor(kubernetes, refOf(name), judgeGone, {
        ...wait,
        describe: `connector ${name} to be gone`,
      }),
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
