import { type Diagnosis, diagnoseTrace } from "./diagnosis.ts";
import type { ConnectorStatus } from "./rest/connect-types.ts";

export const firstDelayMs = 1_000;
export const longestDelayMs = 60_000;
/** Tries of policy `bounded`. */
export const boundedAttempts = 5;
/** A task that ran this long after its last restart starts again at the first delay. */
export const stableAfterMs = 120_000;

/** What is remembered of one failing connector or task. Plain data: keep it as JSON. */
export interface RestartRecord {
  readonly attempts: number;
  /** When it was first seen FAILED, or last restarted. */
  readonly sinceMs: number;
}

/** By `connector` or `connector/task`. */
export type RestartHistory = Readonly<Record<string, RestartRecord>>;

/** A connector (`task` null) or a task that is FAILED. */
export interface FailedUnit {
  readonly connector: string;
  readonly task: number | null;
  readonly attempts: number;
  readonly diagnosis: Diagnosis;
}

export interface RestartPlan {
  /** To restart now. */
  readonly restarts: readonly FailedUnit[];
  /** To restart later, and when. */
  readonly waiting: readonly (FailedUnit & { readonly dueMs: number })[];
  /** Never restarted, or no longer: somebody must act. */
  readonly stuck: readonly FailedUnit[];
  /** What to give to the next call. */
  readonly history: RestartHistory;
}

/** Pause before the restart after `attempts` earlier ones: 1, 2, 4 … 60 s. */
export function restartDelayMs(attempts: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempts, 16));
}

interface Unit {
  readonly key: string;
  readonly connector: string;
  readonly task: number | null;
  readonly state: string;
  readonly trace: string;
}

function unitsOf(status: ConnectorStatus): Unit[] {
  const { name: connector } = status;
  return [
    {
      key: connector,
      connector,
      task: null,
      state: status.connector.state,
      trace: status.connector.trace ?? "",
    },
    ...status.tasks.map(({ id, state, trace = "" }) => ({
      key: `${connector}/${id}`,
      connector,
      task: id,
      state,
      trace,
    })),
  ];
}

/**
 * Which FAILED connectors and tasks to restart now. Pure: the caller restarts and calls again with
 * the returned history every second or so.
 */
export function planRestart(
  statuses: readonly ConnectorStatus[],
  history: RestartHistory,
  nowMs: number,
): RestartPlan {
  const restarts: FailedUnit[] = [];
  const waiting: (FailedUnit & { dueMs: number })[] = [];
  const stuck: FailedUnit[] = [];
  const next: Record<string, RestartRecord> = {};
  for (const { key, connector, task, state, trace } of statuses.flatMap(unitsOf)) {
    const known = history[key];
    if (state !== "FAILED") {
      // RUNNING for a moment between two failures is no recovery.
      const stable = state === "RUNNING" && nowMs - (known?.sinceMs ?? 0) >= stableAfterMs;
      if (known !== undefined && !stable) next[key] = known;
      continue;
    }
    const diagnosis = diagnoseTrace(trace);
    const record = known ?? { attempts: 0, sinceMs: nowMs };
    const unit = { connector, task, attempts: record.attempts, diagnosis };
    next[key] = record;
    const { restartPolicy } = diagnosis;
    const spent = restartPolicy === "bounded" && record.attempts >= boundedAttempts;
    const dueMs = record.sinceMs + restartDelayMs(record.attempts);
    if (restartPolicy === "never" || spent) {
      stuck.push(unit);
    } else if (dueMs > nowMs) {
      waiting.push({ ...unit, dueMs });
    } else {
      restarts.push(unit);
      next[key] = { attempts: record.attempts + 1, sinceMs: nowMs };
    }
  }
  return { restarts, waiting, stuck, history: next };
}
