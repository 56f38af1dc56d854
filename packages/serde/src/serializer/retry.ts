import { setTimeout as sleep } from "node:timers/promises";
import { describeRefusal } from "../glue-call.ts";

/** As AWS's client has it: three retries, equal jitter. */
const retries = 3;
const baseDelayMs = 200;
const maxDelayMs = 20_000;

/** Rapid registrations of one schema get the first; deploys of many schemas the others. */
const passing: ReadonlySet<string> = new Set([
  "ConcurrentModificationException",
  "InternalServiceException",
  "OperationTimeoutException",
  "ThrottlingException",
  "TooManyRequestsException",
]);

export type Wait = (delayMs: number) => Promise<void>;

export const waitMs: Wait = (delayMs) => sleep(delayMs);

/** Does it again, later each time, where that can help. */
export async function withRetries<T>(attempt: () => Promise<T>, wait: Wait): Promise<T> {
  for (let retry = 0; ; retry++) {
    try {
      return await attempt();
    } catch (error) {
      if (retry >= retries || !isPassing(error)) throw error;
      const delayMs = Math.min(maxDelayMs, baseDelayMs * 2 ** retry);
      await wait(delayMs / 2 + (Math.random() * delayMs) / 2);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (passing.has(describeRefusal(error).exception)) return true;
  return error instanceof Error && "retryable" in error && error.retryable === true;
}
