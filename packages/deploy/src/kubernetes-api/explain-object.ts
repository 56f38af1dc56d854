import { describeError } from "@weir/core";
import {
  conditionsOf,
  describeRef,
  type Kubernetes,
  type KubernetesObject,
  type ObjectRef,
  type PodLogOptions,
} from "./kubernetes.ts";

const shownEvents = 6;
const shownLogLines = 20;

/**
 * What the cluster has to say of an object: its conditions, its last events, and the end of the log
 * of its pods. A part that cannot be read says so instead.
 */
export async function explainObject(
  kubernetes: Kubernetes,
  ref: ObjectRef,
  object: KubernetesObject | undefined,
): Promise<string[]> {
  const logs = logOf(ref);
  return [
    ...(object === undefined ? [] : explainConditions(object)),
    ...(await attempt("events", () => explainEvents(kubernetes, ref))),
    ...(logs === undefined ? [] : await attempt("log", () => explainLog(kubernetes, ref, logs))),
  ];
}

function explainConditions(object: KubernetesObject): string[] {
  const lines = conditionsOf(object).map(({ type, status, reason, message }) =>
    [`  ${type}=${status}`, reason, message?.trim()].filter(Boolean).join(" "),
  );
  return lines.length === 0 ? [] : ["conditions:", ...lines];
}

async function explainEvents(kubernetes: Kubernetes, ref: ObjectRef): Promise<string[]> {
  const events = await kubernetes.list(
    { apiVersion: "v1", kind: "Event" },
    {
      ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
      fieldSelector: `involvedObject.kind=${ref.kind},involvedObject.name=${ref.name}`,
    },
  );
  const lines = events
    .map((event) => ({ at: timeOf(event), line: eventLine(event) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(-shownEvents)
    .map(({ line }) => line);
  return lines.length === 0 ? [] : ["events:", ...lines];
}

function timeOf(event: KubernetesObject): string {
  return String(event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? "");
}

function eventLine({ type, reason, message }: KubernetesObject): string {
  return `  ${type} ${reason}: ${String(message ?? "").trim()}`;
}

async function explainLog(
  kubernetes: Kubernetes,
  ref: ObjectRef,
  options: PodLogOptions,
): Promise<string[]> {
  const log = await kubernetes.podLog({ ...options, tailLines: shownLogLines });
  return log === ""
    ? []
    : [
        `log of ${describeRef(ref)}:`,
        ...log
          .trimEnd()
          .split("\n")
          .map((line) => `  ${line}`),
      ];
}

/** Which pods work for an object. */
function logOf({ kind, name, namespace }: ObjectRef): PodLogOptions | undefined {
  if (namespace === undefined) return undefined;
  if (kind === "Job") return { namespace, job: name };
  if (kind === "KafkaConnect") {
    // https://strimzi.io/docs/operators/latest/deploying#con-labels-str
    return { namespace, labels: { "strimzi.io/kind": kind, "strimzi.io/cluster": name } };
  }
  return undefined;
}

async function attempt(part: string, read: () => Promise<string[]>): Promise<string[]> {
  try {
    return await read();
  } catch (error) {
    return [`${part} could not be read: ${describeError(error)}`];
  }
}
