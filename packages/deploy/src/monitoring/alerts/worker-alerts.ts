import type { AwsPlatform } from "../../aws-platform.ts";
import type { Alert } from "../alert.ts";
import { duration, workerJob, workerSeries } from "../promql.ts";
import { planPlatformThresholds } from "../thresholds.ts";

/** Workers that are missing, and a group of them that does not come to rest. */
export function workerAlerts(platform: AwsPlatform): Alert[] {
  const plan = planPlatformThresholds(platform);
  const job = workerJob(platform);
  const up = workerSeries(platform, "up");
  const rebalances = workerSeries(
    platform,
    "kafka_connect_connect_worker_rebalance_metrics_completed_rebalances_total",
  );
  const rebalancing = workerSeries(
    platform,
    "kafka_connect_connect_worker_rebalance_metrics_rebalancing",
  );
  const window = duration(plan.rebalanceWindowSeconds);
  return [
    {
      name: "WeirWorkerDown",
      severity: "warning",
      // A pod that is gone has no `up` at all, so the missing are counted, not the zeros.
      expr: `(sum(${up}) or vector(0)) < ${plan.workers}`,
      forSeconds: plan.workerDownSeconds,
      summary: `fewer than ${plan.workers} Connect workers of ${platform.name} answer`,
      description: `{{ $value }} of ${plan.workers} workers (job ${job}) answer Prometheus. Their tasks run on the others, with less room for the next loss.`,
      threshold: `${duration(plan.workerDownSeconds)}: a rolling update of ${plan.workers} workers stays below it`,
    },
    {
      name: "WeirWorkersGone",
      severity: "critical",
      expr: `(sum(${up}) or vector(0)) == 0`,
      forSeconds: 60,
      summary: `no Connect worker of ${platform.name} answers`,
      description: `Nothing is captured: no worker (job ${job}) answers Prometheus. Nothing is lost while MySQL keeps its binlogs (${platform.aws.rds.binlogRetentionHours} h).`,
      threshold: "1m: a rolling update never stops all workers at once",
    },
    {
      name: "WeirRebalanceStorm",
      severity: "warning",
      expr: `max(increase(${rebalances}[${window}])) > ${plan.rebalances}`,
      forSeconds: 60,
      keepFiringForSeconds: 300,
      summary: `the Connect workers of ${platform.name} rebalance again and again`,
      description: `A worker saw {{ $value | printf "%.0f" }} rebalances in ${window}. Tasks stop and start with each of them.`,
      threshold: `more than ${plan.rebalances} in ${window}: a roll of all ${plan.workers} workers causes at most 4 for each`,
    },
    {
      name: "WeirRebalanceStuck",
      severity: "critical",
      expr: `max(${rebalancing}) == 1`,
      forSeconds: plan.rebalancingSeconds,
      summary: `a rebalance of the Connect workers of ${platform.name} does not end`,
      description: "A worker has been rebalancing all the time: tasks may run nowhere.",
      threshold: `${duration(plan.rebalancingSeconds)}: four times rebalance.timeout.ms, after which a worker that holds it up is out`,
    },
  ];
}
