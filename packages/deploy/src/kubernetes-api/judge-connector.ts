import type { ConnectorStatus } from "@weir/connect";
import type { ConnectorResource } from "./connector-resource.ts";
import type { KubernetesObject } from "./kubernetes.ts";
import type { WaitVerdict } from "./wait-for.ts";

export const restartAnnotation = "strimzi.io/restart";
export const restartTaskAnnotation = "strimzi.io/restart-task";
/** `refreshes`: how often the operator was made to look again since the wait began. */
export type JudgeConnector = (
  connector: ConnectorResource,
  object: KubernetesObject,
  refreshes: number,
) => WaitVerdict;

/** States of Kafka Connect by `spec.state`. */
export const stateOf = { running: "RUNNING", paused: "PAUSED", stopped: "STOPPED" } as const;

/** Ready once Strimzi has reported on the present resource, whatever that was. */
export function judgeObserved({ observed, status, problem }: ConnectorResource): WaitVerdict {
  if (!observed) return { state: "waiting", why: "Strimzi has not seen the change yet" };
  if (status !== undefined || problem !== undefined) return { state: "ready" };
  return { state: "waiting", why: "Strimzi has not reported yet" };
}

/** Ready once Kafka Connect shows the state; a FAILED task is an answer too. */
export function judgeState(
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
export function createRestartJudge(): JudgeConnector {
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
