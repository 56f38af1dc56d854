import { names, type SourceSpec } from "@weir/core";
import { awsNames } from "../../aws-names.ts";
import type { AwsPlatform } from "../../aws-platform.ts";
import type { Alert, Recording } from "../alert.ts";
import { duration, quote, workerSeries } from "../promql.ts";
import { isStreamed, planSourceThresholds } from "../thresholds.ts";

/** Unix time, by MySQL's clock, up to which the connector has read the binlog. */
export const readTimestamp = "weir:source_read_timestamp_seconds";

/** Label of Debezium (topic prefix) and label of Connect (connector) of one source. */
function seriesOf(platform: AwsPlatform, name: string) {
  const connector = awsNames(platform).kubernetes.kafkaConnector(name);
  return {
    connector,
    debezium: (metric: string, matchers = {}) =>
      workerSeries(platform, `debezium_mysql_${metric}`, { server: name, ...matchers }),
    task: (metric: string, matchers = {}) =>
      workerSeries(platform, `kafka_connect_${metric}`, { connector, ...matchers }),
  };
}

/** Series that survive the task they were taken from: its own are gone when it fails. */
export function sourceRecordings(
  platform: AwsPlatform,
  name: string,
  source: SourceSpec,
): Recording[] {
  if (!isStreamed(source)) return [];
  const { debezium } = seriesOf(platform, name);
  const behind = debezium("streaming_millisecondsbehindsource");
  const since = debezium("streaming_millisecondssincelastevent");
  return [
    {
      record: readTimestamp,
      // Without an event yet (-1) there is no position to speak of.
      expr: `max(time() - (clamp_min(${behind}, 0) + (${since} >= 0)) / 1000)`,
      source: name,
    },
  ];
}

/** What Debezium says of one source. */
export function sourceAlerts(platform: AwsPlatform, name: string, source: SourceSpec): Alert[] {
  return [
    ...taskAlerts(platform, name, source),
    ...(isStreamed(source) ? streamingAlerts(platform, name, source) : []),
    ...snapshotAlerts(platform, name, source),
  ];
}

function taskAlerts(platform: AwsPlatform, name: string, source: SourceSpec): Alert[] {
  const plan = planSourceThresholds(platform, source);
  const { connector, debezium, task } = seriesOf(platform, name);
  return [
    {
      name: "WeirTaskMissing",
      severity: "critical",
      expr: `absent(${task("connector_task_status")})`,
      forSeconds: plan.taskMissingSeconds,
      summary: `no worker runs the task of connector ${connector}`,
      description:
        "Kafka Connect has given the task to no worker, or there is no such connector, or somebody stopped it.",
      threshold: `${duration(plan.taskMissingSeconds)}: twice the longest predicted recovery after the loss of its worker`,
      source: name,
    },
    {
      name: "WeirSchemaHistoryStuck",
      severity: "critical",
      expr: `max(${debezium("schema_history_status", { status: "RECOVERING" })}) == 1`,
      forSeconds: plan.schemaHistorySeconds,
      summary: `connector ${connector} does not finish reading its schema history`,
      description: `The task reads ${names.schemaHistoryTopicName(name)} before it streams, and nothing is captured meanwhile.`,
      threshold: `${duration(plan.schemaHistorySeconds)}: a history of the captured tables alone is read in seconds`,
      source: name,
    },
  ];
}

function streamingAlerts(platform: AwsPlatform, name: string, source: SourceSpec): Alert[] {
  const plan = planSourceThresholds(platform, source);
  const { connector, debezium, task } = seriesOf(platform, name);
  const running = `max(${task("connector_task_status", { status: "running" })}) == 1`;
  const snapshot = `max(${debezium("snapshot_snapshotrunning")}) == 1`;
  /** RUNNING and not busy with a snapshot, in which nothing is streamed. */
  const whileStreaming = (expr: string) => `${expr} and on () ${running} unless on () ${snapshot}`;
  const age = `time() - max(last_over_time(${readTimestamp}{weir_platform=${quote(platform.name)},source=${quote(name)}}[${duration(2 * plan.binlogRetentionSeconds)}]))`;
  const alerts: Alert[] = [
    {
      name: "WeirSourceNotConnected",
      severity: "critical",
      expr: whileStreaming(`max(${debezium("streaming_connected")}) == 0`),
      forSeconds: plan.notConnectedSeconds,
      summary: `connector ${connector} is RUNNING but not connected to MySQL`,
      description: "The binlog reader has lost its server and does not find it again.",
      threshold: `${duration(plan.notConnectedSeconds)}: the reader reconnects within 30 s, and RDS fails over to its standby within two minutes`,
      source: name,
    },
    {
      name: "WeirSourceLag",
      severity: "warning",
      expr: `max(${debezium("streaming_millisecondsbehindsource")}) / 1000 > ${plan.lagSeconds}`,
      forSeconds: 300,
      summary: `connector ${connector} is {{ $value | humanizeDuration }} behind MySQL`,
      description:
        "By the source's own clock: time between the commit of the last event and its arrival in the connector.",
      threshold: `${duration(plan.lagSeconds)} for 5m: four times the predicted recovery after the loss of a worker, and the time to catch up`,
      source: name,
    },
    {
      name: "WeirBinlogPositionAging",
      severity: "warning",
      expr: `${age} > ${plan.positionAgingSeconds}`,
      forSeconds: plan.positionForSeconds,
      summary: `connector ${connector} has read nothing newer than {{ $value | humanizeDuration }}`,
      description: `MySQL purges its binlogs after ${duration(plan.binlogRetentionSeconds)} (aws.rds.binlogRetentionHours); then only a new snapshot helps.`,
      threshold: `${duration(plan.positionAgingSeconds)}: a quarter of the retention`,
      source: name,
    },
    {
      name: "WeirBinlogAboutToBePurged",
      severity: "critical",
      expr: `${age} > ${plan.positionAtRiskSeconds}`,
      forSeconds: plan.positionForSeconds,
      summary: `the binlog position of connector ${connector} is {{ $value | humanizeDuration }} old and will be purged`,
      description: `MySQL purges its binlogs after ${duration(plan.binlogRetentionSeconds)} (aws.rds.binlogRetentionHours). Lengthen the retention now, then mend the connector.`,
      threshold: `${duration(plan.positionAtRiskSeconds)}: half of the retention, because catching up may take as long as the outage did`,
      source: name,
    },
  ];
  const { heartbeat } = plan;
  if (heartbeat === undefined) return alerts;
  const seen = `max(changes(${debezium("streaming_totalnumberofeventsseen")}[${duration(heartbeat.standstillSeconds)}])) == 0`;
  // Debezium's own prefix too, for connectors whose overrides bring it back.
  const sent = workerSeries(platform, "kafka_producer_producer_topic_record_send_total", {
    topic: `~(${names.heartbeatTopicPrefix.replaceAll(".", "\\.")}|__debezium-heartbeat)\\.${name}`,
  });
  const beats = `(sum(increase(${sent}[${duration(heartbeat.missingSeconds)}])) or vector(0)) == 0`;
  return [
    ...alerts,
    {
      name: "WeirNoData",
      severity: "critical",
      expr: whileStreaming(seen),
      forSeconds: 60,
      summary: `connector ${connector} is RUNNING but reads nothing`,
      description: `Not one binlog event in ${duration(heartbeat.standstillSeconds)}, though a heartbeat row is written every ${source.heartbeatIntervalMs / 1_000} s: a dead link, a blocked reader, or a heartbeat that may not write.`,
      threshold: `${duration(heartbeat.standstillSeconds)} and 1m: at least twelve heartbeats, and longer than a failover of RDS`,
      source: name,
    },
    {
      name: "WeirHeartbeatMissing",
      severity: "critical",
      expr: whileStreaming(beats),
      forSeconds: 60,
      summary: `no heartbeat of connector ${connector} arrives in Kafka`,
      description: `The task is RUNNING, but for ${duration(heartbeat.missingSeconds)} no heartbeat record went through converter and producer: the way to Kafka is blocked, or the reader stands still.`,
      threshold: `${duration(heartbeat.missingSeconds)} and 1m: Debezium sends one at the first event after the interval, so at least eleven are missing`,
      source: name,
    },
  ];
}

function snapshotAlerts(platform: AwsPlatform, name: string, source: SourceSpec): Alert[] {
  const plan = planSourceThresholds(platform, source);
  const { connector, debezium } = seriesOf(platform, name);
  const running = debezium("snapshot_snapshotrunning");
  return [
    {
      name: "WeirSnapshotTooLong",
      severity: "warning",
      expr: `max(${debezium("snapshot_snapshotdurationinseconds")} and ${running} == 1) > ${plan.snapshotSeconds}`,
      forSeconds: 60,
      summary: `the snapshot of connector ${connector} has been running for {{ $value | humanizeDuration }}`,
      description: `Streaming begins at the position of the snapshot's start, which MySQL purges after ${duration(plan.binlogRetentionSeconds)} (aws.rds.binlogRetentionHours).`,
      threshold: `${duration(plan.snapshotSeconds)}: a quarter of the retention`,
      source: name,
    },
    {
      name: "WeirSnapshotAborted",
      severity: "critical",
      expr: `max(${debezium("snapshot_snapshotaborted")}) == 1`,
      forSeconds: 60,
      summary: `the snapshot of connector ${connector} was aborted`,
      description: "It begins again from the start at the next start of the task.",
      threshold: "1m: a task that is only moved to another worker starts a new snapshot before",
      source: name,
    },
  ];
}
