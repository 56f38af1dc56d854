import { setTimeout as sleep } from "node:timers/promises";
import { describeError, WeirError } from "@weir/core";

export interface WorkerRequestsOptions {
  /** Base URLs of the workers, such as `http://127.0.0.1:8083`. */
  readonly workers: readonly string[];
  /** Longest wait for one answer. @default 10000 */
  readonly requestTimeoutMs?: number;
  /** How long 409 (rebalance) and 503 (starting) are retried. @default 60000 */
  readonly retryDeadlineMs?: number;
  /** Pause between such retries. @default 250 */
  readonly retryDelayMs?: number;
  /** Ends every request and wait. */
  readonly signal?: AbortSignal;
}

export interface WorkerRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly timeoutMs?: number;
  /** Retry 409 and 503 until the deadline. @default true */
  readonly retry?: boolean;
}

export interface WorkerAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Base URL of the worker that answered. */
  readonly worker: string;
}

const conflictOrStarting = new Set([409, 503]);

/** The message of an error answer. */
export function answerMessage({ body }: WorkerAnswer): string {
  if (typeof body === "object" && body !== null && "message" in body) return String(body.message);
  return typeof body === "string" ? body : JSON.stringify(body);
}

/**
 * Requests to whichever worker answers, beginning with the one that answered last. A worker that
 * refuses or times out is passed over; every method Weir calls may be repeated.
 */
export function createWorkerRequests(options: WorkerRequestsOptions) {
  const {
    workers,
    requestTimeoutMs = 10_000,
    retryDeadlineMs = 60_000,
    retryDelayMs = 250,
  } = options;
  let live = 0;

  async function ask(worker: string, request: WorkerRequest): Promise<WorkerAnswer> {
    const timeout = AbortSignal.timeout(request.timeoutMs ?? requestTimeoutMs);
    const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
    const response = await fetch(`${worker.replace(/\/$/, "")}${request.path}`, {
      method: request.method,
      signal,
      ...(request.body === undefined
        ? {}
        : {
            body: JSON.stringify(request.body),
            headers: { "content-type": "application/json" },
          }),
    });
    const text = await response.text();
    return { status: response.status, body: parseBody(text), worker };
  }

  async function askAny(request: WorkerRequest): Promise<WorkerAnswer> {
    const failures: { worker: string; message: string }[] = [];
    let cause: unknown;
    for (let turn = 0; turn < workers.length; turn += 1) {
      const index = (live + turn) % workers.length;
      const worker = workers[index] ?? "";
      try {
        const answer = await ask(worker, request);
        live = index;
        return answer;
      } catch (error) {
        if (options.signal?.aborted) throw interrupted(error);
        cause = error;
        failures.push({ worker, message: describeError(error) });
      }
    }
    const tried = failures.map(({ worker, message }) => `${worker} (${message})`).join(", ");
    throw new WeirError(
      "CONNECT_UNREACHABLE",
      `no Connect worker answers: tried ${tried || "none"}`,
      {
        cause,
        remedy: 'see "weir status"',
        details: { failures },
      },
    );
  }

  /** Every answer but 409 and 503, which are retried; after the deadline those too. */
  async function request(what: WorkerRequest): Promise<WorkerAnswer> {
    const deadline = Date.now() + retryDeadlineMs;
    for (;;) {
      const answer = await askAny(what);
      const again = (what.retry ?? true) && conflictOrStarting.has(answer.status);
      if (!again || Date.now() + retryDelayMs > deadline) return answer;
      try {
        await sleep(retryDelayMs, undefined, options.signal ? { signal: options.signal } : {});
      } catch (error) {
        throw interrupted(error);
      }
    }
  }

  return { request, askWorker: ask, workers };
}

export type WorkerRequests = ReturnType<typeof createWorkerRequests>;

function interrupted(cause: unknown): WeirError {
  return new WeirError("INTERRUPTED", "the request to Kafka Connect was interrupted", { cause });
}

function parseBody(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's or Jetty's page; its text is the message.
    return text;
  }
}
