import { setTimeout as sleep } from "node:timers/promises";
import { WeirError, type WeirErrorOptions } from "@weir/core";

export interface WaitOptions {
  /** What is waited for, as in "broker kafka-1 to answer". */
  readonly what: string;
  readonly deadlineMs: number;
  readonly intervalMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Errors of the probe that waiting cannot mend. */
  readonly isFinal?: (error: unknown) => boolean;
  /** Asked when the deadline has passed: usually the tail of the log that explains it. */
  readonly explain?: () => WeirErrorOptions & { readonly tail?: string };
}

/** Asks `probe` until it answers with something other than undefined or false. */
export async function waitUntil<T>(
  probe: () => Promise<T | undefined | false>,
  options: WaitOptions,
): Promise<T> {
  const started = performance.now();
  let last: unknown;
  while (true) {
    options.signal?.throwIfAborted();
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      if (options.isFinal?.(error)) throw error;
      last = error;
    }
    if (performance.now() - started > options.deadlineMs) {
      const { tail, ...explained } = options.explain?.() ?? {};
      throw new WeirError(
        "READY_TIMEOUT",
        `waited ${Math.round(options.deadlineMs / 1000)} s for ${options.what}${tail ? `; its log ends with:\n${tail}` : ""}`,
        { cause: last, ...explained },
      );
    }
    await sleep(options.intervalMs ?? 100, undefined, { signal: options.signal });
  }
}
