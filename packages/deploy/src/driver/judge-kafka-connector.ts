import { type Diagnosis, diagnoseTrace } from "@weir/connect";
import { conditionsOf, type KubernetesObject } from "../kubernetes-api/kubernetes.ts";
import { isObserved } from "../kubernetes-api/verdicts.ts";
import { describeCondition, notReady } from "./judge-kafka-connect.ts";

/** What a KafkaConnector's status says of it. */
export type ConnectorVerdict =
  | { readonly state: "running" }
  | { readonly state: "waiting"; readonly why: string }
  /** Kafka Connect refuses the configuration; `why` is what it said of each property. */
  | { readonly state: "invalid"; readonly why: string }
  | { readonly state: "failed"; readonly why: string; readonly diagnosis: Diagnosis };

interface Unit {
  readonly state?: string;
  readonly trace?: string;
}

interface ConnectorStatusField {
  readonly connectorStatus?: {
    readonly connector?: Unit;
    readonly tasks?: readonly (Unit & { readonly id?: number })[];
  };
}

const refused = /configuration is invalid|\b400\b|Failed to find any class|plugin .* not found/i;

/** RUNNING means connector and every task; a FAILED part is diagnosed by its trace. Pure. */
export function judgeKafkaConnector(object: KubernetesObject | undefined): ConnectorVerdict {
  if (object === undefined) return { state: "waiting", why: "it is not there" };
  if (!isObserved(object)) return { state: "waiting", why: "its operator has not seen it yet" };
  const { connectorStatus } = (object.status ?? {}) as ConnectorStatusField;
  const tasks = connectorStatus?.tasks ?? [];
  const units = [connectorStatus?.connector ?? {}, ...tasks];
  const failed = units.find(({ state }) => state === "FAILED");
  if (failed !== undefined) {
    const diagnosis = diagnoseTrace(failed.trace ?? "");
    return { state: "failed", why: `${diagnosis.summary} (${diagnosis.rootMessage})`, diagnosis };
  }
  const trouble = notReady(object);
  if (trouble !== undefined) {
    const why = describeCondition(trouble);
    return { state: refused.test(why) ? "invalid" : "waiting", why };
  }
  const ready = conditionsOf(object).some(
    ({ type, status }) => type === "Ready" && status === "True",
  );
  const running = tasks.length > 0 && units.every(({ state }) => state === "RUNNING");
  if (ready && running) return { state: "running" };
  const states = tasks.map(({ id, state }) => `task ${id} ${state}`).join(", ") || "no task";
  const own = connectorStatus?.connector?.state ?? "no status";
  return { state: "waiting", why: `connector ${own}, ${states}` };
}
