import { setTimeout as sleep } from "node:timers/promises";
import { hasErrorCode, WeirError } from "@weir/core";
import { explainObject } from "./explain-object.ts";
import {
  describeRef,
  type Kubernetes,
  type KubernetesObject,
  type ObjectRef,
} from "./kubernetes.ts";

/** What a predicate says of an object; `why` is shown while it waits and where it fails. */
export type WaitVerdict =
  | { readonly state: "ready" }
  | { readonly state: "waiting"; readonly why: string }
  /** Waiting longer cannot help. */
  | { readonly state: "failed"; readonly why: string };

export interface WaitForOptions {
  readonly deadlineMs: number;
  /** @default 2000 */
  readonly pollMs?: number;
  /** What is waited for, as in "the workers to be Ready". */
  readonly describe: string;
  readonly signal?: AbortSignal;
  /** Called whenever the reason to wait changes. */
  readonly report?: (why: string) => void;
  /** What to do when it fails. */
  readonly remedy?: string;
}

const defaultPollMs = 2_000;

/**
 * Asks for an object until the predicate says ready, and returns it. An API server that is away for
 * a moment is waited for too.
 *
 * @throws WeirError RESOURCE_FAILED when the predicate says failed, RESOURCE_TIMEOUT after the
 * deadline, both with conditions, events and log tail in the message; INTERRUPTED
 */
export async function waitFor(
  kubernetes: Kubernetes,
  ref: ObjectRef,
  predicate: (object: KubernetesObject | undefined) => WaitVerdict,
  options: WaitForOptions,
): Promise<KubernetesObject | undefined> {
  const { deadlineMs, pollMs = defaultPollMs, describe, signal, report, remedy } = options;
  const endMs = performance.now() + deadlineMs;
  let reported: string | undefined;
  for (;;) {
    if (signal?.aborted) throw interrupted(describe, signal.reason);
    const { object, verdict } = await look(kubernetes, ref, predicate);
    if (verdict.state === "ready") return object;
    if (verdict.state === "failed" || performance.now() + pollMs > endMs) {
      const failed = verdict.state === "failed";
      const seconds = Math.round(deadlineMs / 1000);
      const what = failed
        ? `${describeRef(ref)} failed while waiting for ${describe}: ${verdict.why}`
        : `waited ${seconds} s for ${describe}: ${verdict.why}`;
      const explanation = await explainObject(kubernetes, ref, object);
      throw new WeirError(
        failed ? "RESOURCE_FAILED" : "RESOURCE_TIMEOUT",
        [what, ...explanation].join("\n"),
        { ...(remedy === undefined ? {} : { remedy }), details: { ref, why: verdict.why } },
      );
    }
    if (verdict.why !== reported) report?.(verdict.why);
    reported = verdict.why;
    try {
      await sleep(pollMs, undefined, signal ? { signal } : {});
    } catch (cause) {
      throw interrupted(describe, cause);
    }
  }
}

async function look(
  kubernetes: Kubernetes,
  ref: ObjectRef,
  predicate: (object: KubernetesObject | undefined) => WaitVerdict,
): Promise<{ object?: KubernetesObject | undefined; verdict: WaitVerdict }> {
  let object: KubernetesObject | undefined;
  try {
    object = await kubernetes.read(ref);
  } catch (error) {
    if (!hasErrorCode(error, "KUBERNETES_UNREACHABLE")) throw error;
    return { verdict: { state: "waiting", why: (error as Error).message } };
  }
  return { object, verdict: predicate(object) };
}

function interrupted(describe: string, cause: unknown): WeirError {
  return new WeirError("INTERRUPTED", `interrupted while waiting for ${describe}`, { cause });
}
