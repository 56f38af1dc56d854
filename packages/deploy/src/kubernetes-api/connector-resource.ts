import type { ConnectorStatus } from "@weir/connect";
import { conditionsOf, type KubernetesObject } from "./kubernetes.ts";
import { isObserved } from "./verdicts.ts";

export const connectorKind = { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaConnector" } as const;

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
