import { setTimeout as sleep } from "node:timers/promises";
import { WeirError } from "@weir/core";

/** How waiting is paced; tests set it to milliseconds. */
export interface Timing {
  /** Between two looks at AWS or Kubernetes. @default 5_000 */
  readonly pollMs: number;
  /**
   * How long something must look broken before it counts, where it looked so before the step began:
   * operators reconcile every 120 s. @default 180_000
   */
  readonly staleMs: number;
  /** Factor of every deadline. @default 1 */
  readonly deadlineFactor: number;
}

export const defaultTiming: Timing = { pollMs: 5_000, staleMs: 180_000, deadlineFactor: 1 };

export interface WaitOptions {
  /** What is waited for, as in "stack shop-data to be complete". */
  readonly what: string;
  readonly deadlineMs: number;
  readonly timing: Timing;
  readonly signal: AbortSignal | undefined;
  /** The last thing seen, for the error. */
  readonly seen?: () => string | undefined;
  readonly remedy?: string;
}

/**
 * Asks until the probe answers with something other than undefined.
 *
 * @throws WeirError READY_TIMEOUT after the deadline, INTERRUPTED
 */
export async function waitUntil<T>(
  probe: () => Promise<T | undefined>,
  { what, deadlineMs, timing, signal, seen, remedy }: WaitOptions,
): Promise<T> {
  const limitMs = deadlineMs * timing.deadlineFactor;
  const startedMs = performance.now();
  for (;;) {
    if (signal?.aborted) throw interrupted(what, signal.reason);
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (performance.now() - startedMs + timing.pollMs > limitMs) {
      const last = seen?.();
      throw new WeirError(
        "READY_TIMEOUT",
        `waited ${Math.round(limitMs / 1000)} s for ${what}${last ? `; last seen: ${last}` : ""}`,
        { remedy: remedy ?? "what is under way goes on; run the same command again to wait on" },
      );
    }
    try {
      await sleep(timing.pollMs, undefined, signal ? { signal } : {});
    } catch (cause) {
      throw interrupted(what, cause);
    }
  }
}

function interrupted(what: string, cause: unknown): WeirError {
  return new WeirError("INTERRUPTED", `interrupted while waiting for ${what}`, {
    remedy: "what is under way in AWS goes on; run the same command again to wait on",
    cause,
  });
}
