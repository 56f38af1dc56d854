/**
 * The high-availability profile of workers and the arithmetic behind it:
 * recovery = detect + join + delay + start.
 */
export interface WorkerProfile {
  /** The coordinator calls a worker dead after this silence. */
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  /** How long a dead follower's tasks stay unassigned on purpose. */
  readonly scheduledRebalanceMaxDelayMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly offsetFlushIntervalMs: number;
}

/** What Kafka 4.3 does where nobody says otherwise. */
export const kafkaDefaultProfile: WorkerProfile = {
  sessionTimeoutMs: 10_000,
  heartbeatIntervalMs: 3_000,
  scheduledRebalanceMaxDelayMs: 300_000,
  rebalanceTimeoutMs: 60_000,
  offsetFlushIntervalMs: 60_000,
};

/** Above this many tasks an immediate rebalance becomes a storm. */
export const manyTasks = 50;

/** The profile Weir gives to workers that run this many tasks. */
export function planWorkerProfile(tasks: number): WorkerProfile {
  return {
    // The broker's group.min.session.timeout.ms is 6 s, on MSK too.
    sessionTimeoutMs: 6_000,
    // Not below 2 s: a worker without coordinator for one interval drops all its tasks (KAFKA-9184).
    heartbeatIntervalMs: 2_000,
    scheduledRebalanceMaxDelayMs: tasks > manyTasks ? 5_000 : 0,
    rebalanceTimeoutMs: 30_000,
    offsetFlushIntervalMs: 5_000,
  };
}

export interface RangeMs {
  readonly minMs: number;
  readonly maxMs: number;
}

/** The parts of a task's recovery after its worker was killed, and their sum. */
export interface RecoveryPrediction {
  readonly detect: RangeMs;
  readonly join: RangeMs;
  readonly delay: RangeMs;
  readonly start: RangeMs;
  readonly total: RangeMs;
}

/** Measured for one Debezium task with a short schema history on a warm worker. */
export const defaultStartRange: RangeMs = { minMs: 2_000, maxMs: 6_000 };

/**
 * How long a task stands still after SIGKILL of its worker. A dead leader costs no delay: the new
 * leader begins without a previous assignment and creates the tasks instead of missing them.
 */
export function predictRecovery(
  profile: WorkerProfile,
  killed: "leader" | "follower",
  start: RangeMs = defaultStartRange,
): RecoveryPrediction {
  const detect = {
    minMs: Math.max(0, profile.sessionTimeoutMs - profile.heartbeatIntervalMs),
    maxMs: profile.sessionTimeoutMs,
  };
  const join = { minMs: 0, maxMs: profile.heartbeatIntervalMs };
  const delayMs = killed === "leader" ? 0 : profile.scheduledRebalanceMaxDelayMs;
  const delay = { minMs: delayMs, maxMs: delayMs };
  const parts = [detect, join, delay, start];
  const total = {
    minMs: parts.reduce((sum, part) => sum + part.minMs, 0),
    maxMs: parts.reduce((sum, part) => sum + part.maxMs, 0),
  };
  return { detect, join, delay, start, total };
}

/** Most records that can arrive twice after a kill without exactly-once. */
export function predictDuplicates(
  profile: WorkerProfile,
  recordsPerSecond: number,
  maxQueueRecords: number,
): number {
  return Math.ceil((recordsPerSecond * profile.offsetFlushIntervalMs) / 1_000) + maxQueueRecords;
}

/**
 * The producer of source tasks. Connect's own default is one request in flight and 16 KiB batches,
 * which across zones ends at a few MB/s for a table; idempotence keeps the order with five.
 */
export const producerProfile = [
  ["acks", "all", "a record counts when the in-sync replicas have it"],
  ["enable.idempotence", "true", "no duplicates or reordering by the producer's own retries"],
  ["max.in.flight.requests.per.connection", "5", "most that idempotence keeps in order"],
  ["batch.size", "524288", "one partition fills a cross-zone round trip"],
  ["linger.ms", "10", "lets a batch fill; below the poll interval, so hardly seen in latency"],
  ["compression.type", "lz4", "change records repeat themselves; cheapest codec for the CPU"],
  ["max.request.size", "8388608", "a row with large text passes; topics allow the same"],
] as const satisfies readonly (readonly [key: string, value: string, reason: string])[];

/** The largest record topics accept, equal to the producer's `max.request.size`. */
export const maxMessageBytes = 8_388_608;
