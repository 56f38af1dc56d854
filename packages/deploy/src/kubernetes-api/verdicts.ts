import { conditionsOf, type KubernetesObject } from "./kubernetes.ts";
import type { WaitVerdict } from "./wait-for.ts";

/** Whether an operator has seen the object as it stands now. */
export function isObserved(object: KubernetesObject): boolean {
  const { observedGeneration } = (object.status ?? {}) as { observedGeneration?: number };
  const { generation } = object.metadata;
  return generation === undefined || (observedGeneration ?? 0) >= generation;
}

/**
 * Ready once the condition is True for the present generation: KafkaConnect, KafkaConnector,
 * ExternalSecret. Operators mend most errors themselves, so `NotReady` waits on with its reason.
 */
export function judgeReady(object: KubernetesObject | undefined): WaitVerdict {
  if (object === undefined) return { state: "waiting", why: "it is not there" };
  // External Secrets has no observedGeneration in its status.
  const { observedGeneration } = (object.status ?? {}) as { observedGeneration?: number };
  if (observedGeneration !== undefined && !isObserved(object)) {
    return { state: "waiting", why: "its operator has not seen the change yet" };
  }
  const conditions = conditionsOf(object);
  const ready = conditions.find(({ type }) => type === "Ready");
  if (ready?.status === "True") return { state: "ready" };
  const told = conditions.find(({ type }) => type === "NotReady") ?? ready;
  if (told === undefined) return { state: "waiting", why: "its operator has not reported yet" };
  const why = [told.reason, told.message?.trim()].filter(Boolean).join(": ");
  return { state: "waiting", why: why || "not Ready" };
}

/** Ready once a Job is Complete; failed once it is Failed. */
export function judgeJob(object: KubernetesObject | undefined): WaitVerdict {
  if (object === undefined) return { state: "waiting", why: "it is not there" };
  const isTrue = (wanted: string) =>
    conditionsOf(object).find(({ type, status }) => type === wanted && status === "True");
  if (isTrue("Complete")) return { state: "ready" };
  const failed = isTrue("Failed");
  if (failed !== undefined) {
    const why = [failed.reason, failed.message].filter(Boolean).join(": ");
    return { state: "failed", why: why || "Failed" };
  }
  const { active = 0, failed: failures = 0 } = (object.status ?? {}) as Record<string, number>;
  return { state: "waiting", why: `${active} pods at work, ${failures} failed so far` };
}

/** Ready once the object is gone: what a delete with finalizers waits for. */
export function judgeGone(object: KubernetesObject | undefined): WaitVerdict {
  if (object === undefined) return { state: "ready" };
  const finalizers = (object.metadata.finalizers ?? []) as string[];
  const why =
    finalizers.length > 0 ? `finalizers ${finalizers.join(", ")} are at work` : "it is still there";
  return { state: "waiting", why };
}
