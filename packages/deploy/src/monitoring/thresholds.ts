import { planWorkerProfile, predictRecovery, type WorkerProfile } from "@weir/connect";
import type { SourceSpec } from "@weir/core";
import type { AwsPlatform } from "../aws-platform.ts";

/** How often Prometheus asks a worker. */
export const scrapeSeconds = 15;
/** How often rules are evaluated; every wait below is a multiple of it. */
export const evaluationSeconds = 30;

/** Strimzi's readiness probe starts after 60 s; stopping and starting a worker take 30 s each. */
const podRestartSeconds = 120;
/** Strimzi looks at failed connectors at each full reconciliation. */
const reconciliationSeconds = 120;
/** New IAM connections per second and broker that MSK accepts; on t3.small 4. */
const iamConnectionsPerSecond = 100;
const iamConnectionsPerSecondOfT3 = 4;

/** Rounds up to whole evaluations, so that `for` says what happens. */
export function inEvaluations(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / evaluationSeconds)) * evaluationSeconds;
}

/** What the alerts of a whole platform compare with. */
export interface PlatformThresholds {
  readonly workers: number;
  /** Longer than Strimzi takes to roll every worker, one after the other. */
  readonly workerDownSeconds: number;
  /** Longer than Strimzi needs for the first restart of what failed. */
  readonly failedSeconds: number;
  readonly rebalanceWindowSeconds: number;
  /** More completed rebalances of one worker within the window than a whole roll causes. */
  readonly rebalances: number;
  /** A rebalance ends within `rebalance.timeout.ms`, or never. */
  readonly rebalancingSeconds: number;
  readonly offsetCommitSeconds: number;
  /** Half of what the brokers accept, all together. */
  readonly iamConnectionsPerSecond: number;
}

export function planPlatformThresholds(platform: AwsPlatform): PlatformThresholds {
  const { workers } = platform.connect;
  const profile = profileOf(platform);
  const perBroker = platform.aws.msk.instanceType.startsWith("kafka.t3.")
    ? iamConnectionsPerSecondOfT3
    : iamConnectionsPerSecond;
  return {
    workers,
    workerDownSeconds: inEvaluations(Math.max(300, workers * podRestartSeconds)),
    failedSeconds: inEvaluations(reconciliationSeconds + 60),
    rebalanceWindowSeconds: 900,
    // A worker that leaves and one that joins are a round each, and each may revoke in a second:
    // four for each worker, and one more for what increase() extrapolates.
    rebalances: 5 * workers,
    rebalancingSeconds: inEvaluations((4 * profile.rebalanceTimeoutMs) / 1_000),
    offsetCommitSeconds: inEvaluations(Math.max(300, (12 * profile.offsetFlushIntervalMs) / 1_000)),
    iamConnectionsPerSecond: (perBroker * platform.kafka.brokers) / 2,
  };
}

/** What the alerts of one source compare with. */
export interface SourceThresholds {
  /** Twice the longest predicted recovery after the loss of a worker. */
  readonly taskMissingSeconds: number;
  /** The reader reconnects by itself within a minute, and RDS fails over within two. */
  readonly notConnectedSeconds: number;
  /** Absent without a heartbeat: a quiet source stands still by right. */
  readonly heartbeat?: {
    /** Without one event for so long, though a heartbeat row is written many times. */
    readonly standstillSeconds: number;
    /** Without one heartbeat record in Kafka for so long. */
    readonly missingSeconds: number;
  };
  readonly lagSeconds: number;
  readonly binlogRetentionSeconds: number;
  /** Age of the position: a quarter of the retention. */
  readonly positionAgingSeconds: number;
  /** Half of the retention: catching up may take as long as the outage did. */
  readonly positionAtRiskSeconds: number;
  readonly positionForSeconds: number;
  /** A snapshot streams from the position at which it began. */
  readonly snapshotSeconds: number;
  readonly schemaHistorySeconds: number;
}

export function planSourceThresholds(platform: AwsPlatform, source: SourceSpec): SourceThresholds {
  const recoverySeconds = predictRecovery(profileOf(platform), "follower").total.maxMs / 1_000;
  const heartbeatSeconds = source.heartbeatIntervalMs / 1_000;
  const retention = platform.aws.rds.binlogRetentionHours * 3_600;
  return {
    taskMissingSeconds: inEvaluations(Math.max(60, 2 * recoverySeconds)),
    notConnectedSeconds: 120,
    ...(heartbeatSeconds === 0
      ? {}
      : {
          heartbeat: {
            standstillSeconds: inEvaluations(Math.max(120, 12 * heartbeatSeconds)),
            // Debezium sends one at the first event after the interval: at most every second beat.
            missingSeconds: inEvaluations(Math.max(240, 24 * heartbeatSeconds)),
          },
        }),
    lagSeconds: inEvaluations(Math.max(60, 4 * recoverySeconds, 12 * heartbeatSeconds)),
    binlogRetentionSeconds: retention,
    positionAgingSeconds: retention / 4,
    positionAtRiskSeconds: retention / 2,
    positionForSeconds: inEvaluations(Math.min(300, retention / 20)),
    snapshotSeconds: retention / 4,
    schemaHistorySeconds: 300,
  };
}

/** With `initial_only` nothing is streamed after the snapshot, and nothing needs to move. */
export function isStreamed(source: SourceSpec): boolean {
  return source.snapshot !== "initial_only";
}

function profileOf(platform: AwsPlatform): WorkerProfile {
  return planWorkerProfile(Object.keys(platform.sources).length);
}
