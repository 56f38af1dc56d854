import type { AwsPlatform } from "../../aws-platform.ts";
import type { Alert } from "../alert.ts";
import { duration, workerSeries } from "../promql.ts";
import { planPlatformThresholds } from "../thresholds.ts";

const operatorFirst =
  "the operator restarts what failed at its next reconciliation (2m); what passes with that wakes nobody";

/** What Kafka Connect says of its connectors and tasks. */
export function connectorAlerts(platform: AwsPlatform): Alert[] {
  const plan = planPlatformThresholds(platform);
  const series = (metric: string, status?: string) =>
    workerSeries(platform, metric, status === undefined ? {} : { status });
  const failedTask = `max by (connector, task) (${series("kafka_connect_connector_task_status", "failed")}) == 1`;
  const failures = series("kafka_connect_task_error_metrics_total_record_failures");
  const commits = series("kafka_connect_connector_task_metrics_offset_commit_failure_percentage");
  return [
    {
      name: "WeirConnectorFailed",
      severity: "critical",
      expr: `max by (connector) (${series("kafka_connect_connector_status", "failed")}) == 1`,
      forSeconds: plan.failedSeconds,
      keepFiringForSeconds: 300,
      summary: "connector {{ $labels.connector }} is FAILED",
      description:
        "The connector itself did not start, so it has no task: most often its configuration, a secret or the database refuses it.",
      threshold: `${duration(plan.failedSeconds)}: ${operatorFirst}`,
    },
    {
      name: "WeirTaskFailed",
      severity: "critical",
      expr: failedTask,
      forSeconds: plan.failedSeconds,
      keepFiringForSeconds: 300,
      summary: "task {{ $labels.task }} of connector {{ $labels.connector }} is FAILED",
      description: `Nothing of this source is captured. The stored offset stays, and nothing is lost while MySQL keeps its binlogs (${platform.aws.rds.binlogRetentionHours} h).`,
      threshold: `${duration(plan.failedSeconds)}: ${operatorFirst}`,
    },
    {
      name: "WeirSchemaRefused",
      severity: "critical",
      // Connect counts a record as failed only where a transform or a converter gave it up; a lost
      // database or broker fails the task without it. The registry's answer itself is in no metric.
      expr: `${failedTask} and on (connector, task) max by (connector, task) (${failures}) > 0`,
      forSeconds: 60,
      keepFiringForSeconds: 300,
      summary:
        "connector {{ $labels.connector }} is FAILED on a record that it could not convert: most often a refused schema",
      description:
        "A converter or transform gave up a record: the registry refused its schema, refused access or was unreachable. The trace says which; restarts do not help against a refused schema.",
      threshold: "1m: a refused schema is refused again after every restart",
    },
    {
      name: "WeirOffsetCommitFailing",
      severity: "warning",
      expr: `max by (connector, task) (${commits}) > 0`,
      forSeconds: plan.offsetCommitSeconds,
      summary: "connector {{ $labels.connector }} cannot store its offsets",
      description:
        "Changes flow, but each restart reads again from the last stored offset, and an offset that grows old meets the purge of the binlog.",
      threshold: `${duration(plan.offsetCommitSeconds)}: the percentage looks back a minute, so failures have come in every one of them; single ones are retried`,
    },
  ];
}
