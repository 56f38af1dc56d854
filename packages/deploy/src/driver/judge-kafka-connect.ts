import {
  type Condition,
  conditionsOf,
  type KubernetesObject,
} from "../kubernetes-api/kubernetes.ts";
import { isObserved } from "../kubernetes-api/verdicts.ts";
import type { WaitVerdict } from "../kubernetes-api/wait-for.ts";

/** Why a container of the workers does not start, undefined where nothing is wrong. */
export interface PodTrouble {
  readonly pod: string;
  readonly reason: string;
  readonly message: string;
}

// What waiting does not mend. https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff
const imageReasons = new Set([
  "ImagePullBackOff",
  "InvalidImageName",
  "ErrImageNeverPull",
  "ImageInspectError",
]);

interface ContainerStatus {
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
}

/** Containers that cannot get their image. Pure. */
export function imageTrouble(pods: readonly KubernetesObject[]): PodTrouble | undefined {
  for (const { metadata, status } of pods) {
    const { containerStatuses = [], initContainerStatuses = [] } = (status ?? {}) as {
      containerStatuses?: readonly ContainerStatus[];
      initContainerStatuses?: readonly ContainerStatus[];
    };
    for (const { state } of [...initContainerStatuses, ...containerStatuses]) {
      const { reason = "", message = "" } = state?.waiting ?? {};
      if (imageReasons.has(reason)) return { pod: metadata.name, reason, message };
    }
  }
  return undefined;
}

/** The condition that says why an operator's object is not Ready. */
export function notReady(object: KubernetesObject | undefined): Condition | undefined {
  return conditionsOf(object).find(({ type, status }) => type === "NotReady" && status === "True");
}

export function describeCondition({ reason, message }: Condition): string {
  return [reason, message?.trim()].filter(Boolean).join(": ") || "NotReady";
}

// Strimzi's exceptions of a spec that it will refuse again, and of a build that failed.
const finalReasons = /^Invalid(Configuration|Resource)/;
const finalMessages = /build failed|unsupported kafka/i;

/**
 * Ready for the present generation; failed where Strimzi refuses the spec or its build failed;
 * waiting with the reason otherwise, for Strimzi tries again every two minutes. Pure.
 */
export function judgeKafkaConnect(object: KubernetesObject | undefined): WaitVerdict {
  if (object === undefined) return { state: "waiting", why: "it is not there" };
  if (!isObserved(object)) return { state: "waiting", why: "its operator is at work" };
  const trouble = notReady(object);
  if (trouble !== undefined) {
    const why = describeCondition(trouble);
    const final =
      finalReasons.test(trouble.reason ?? "") || finalMessages.test(trouble.message ?? "");
    return { state: final ? "failed" : "waiting", why };
  }
  const ready = conditionsOf(object).some(
    ({ type, status }) => type === "Ready" && status === "True",
  );
  return ready
    ? { state: "ready" }
    : { state: "waiting", why: "its operator has not reported yet" };
}
