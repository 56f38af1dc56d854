import type { AwsPlatform } from "../../aws-platform.ts";
import { readTimestamp } from "../alerts/source-alerts.ts";
import { quote, workerSeries } from "../promql.ts";
import { type DashboardPlan, stat, timeseries } from "./dashboard-plan.ts";

/** Debezium and Connect, by source and by connector: does data move, and how late is it? */
export function connectorDashboard(platform: AwsPlatform): DashboardPlan {
  const retention = platform.aws.rds.binlogRetentionHours * 3_600;
  const debezium = (metric: string) =>
    workerSeries(platform, `debezium_mysql_${metric}`, { server: "~$source" });
  const bySource = (metric: string, call = "max") => `${call} by (server) (${debezium(metric)})`;
  const ofSource = (expr: string) => ({ expr, legend: "{{server}}" });
  const task = (metric: string) =>
    workerSeries(platform, `kafka_connect_${metric}`, { connector: "~$connector" });
  const ofTask = (metric: string) => ({
    expr: `max by (connector, task) (${task(metric)})`,
    legend: "{{connector}}-{{task}}",
  });
  const rate = (metric: string) => `sum by (server) (rate(${debezium(metric)}[$__rate_interval]))`;
  const producer = (attribute: string) =>
    workerSeries(platform, `kafka_producer_producer_${attribute}`, {
      client_id: "~connector-producer-($connector)-.+",
    });
  return {
    name: "connector",
    title: `Weir ${platform.name}: connectors`,
    description: "Debezium and Kafka Connect, by source.",
    variables: [
      {
        name: "source",
        label: "Source",
        description: "Topic prefix, as Debezium labels its metrics.",
        query: `label_values(${workerSeries(platform, "debezium_mysql_streaming_connected")}, server)`,
      },
      {
        name: "connector",
        label: "Connector",
        description: "Connector, as Kafka Connect labels its metrics.",
        query: `label_values(${workerSeries(platform, "kafka_connect_connector_task_status")}, connector)`,
      },
    ],
    rows: [
      {
        title: "Now",
        panels: [
          stat(
            "Connected",
            "bool_on_off",
            "Debezium's Connected: the binlog reader has its server.",
            ofSource(bySource("streaming_connected", "min")),
            { redBelow: 1 },
          ),
          stat(
            "Behind the source",
            "ms",
            "Debezium's MilliSecondsBehindSource: how old the last event was when it arrived.",
            ofSource(bySource("streaming_millisecondsbehindsource")),
            { redFrom: 60_000 },
          ),
          stat(
            "Since the last event",
            "ms",
            "Any event, the heartbeat's too: beyond a few heartbeats nothing is read.",
            ofSource(bySource("streaming_millisecondssincelastevent", "min")),
            { redFrom: 120_000 },
          ),
          stat(
            "Age of the position",
            "s",
            `Red from half of the binlog retention (${retention / 3_600} h) on. It goes on counting while the task is FAILED.`,
            {
              expr: `time() - max by (source) (last_over_time(${readTimestamp}{weir_platform=${quote(platform.name)},source=~"$source"}[1d]))`,
              legend: "{{source}}",
            },
            { redFrom: retention / 2 },
          ),
          stat(
            "Tasks FAILED",
            "short",
            "A FAILED task captures nothing.",
            {
              expr: `sum(${workerSeries(platform, "kafka_connect_connector_task_status", { connector: "~$connector", status: "failed" })}) or vector(0)`,
              legend: "failed",
            },
            { redFrom: 1 },
          ),
          stat(
            "Snapshot running",
            "bool_on_off",
            "Nothing is streamed meanwhile.",
            ofSource(bySource("snapshot_snapshotrunning")),
          ),
        ],
      },
      {
        title: "Streaming",
        panels: [
          timeseries(
            "Behind the source",
            "ms",
            "MilliSecondsBehindSource. It stands still when nothing arrives: read it beside the panel Since the last event.",
            [ofSource(bySource("streaming_millisecondsbehindsource"))],
          ),
          timeseries(
            "Since the last event",
            "ms",
            "MilliSecondsSinceLastEvent: a saw of the heartbeat's height is well, a ramp is a standstill.",
            [ofSource(bySource("streaming_millisecondssincelastevent", "min"))],
          ),
          timeseries(
            "Binlog events",
            "cps",
            "TotalNumberOfEventsSeen: every event, those of tables outside the spec and the heartbeat too.",
            [ofSource(rate("streaming_totalnumberofeventsseen"))],
          ),
          timeseries(
            "Changes by kind",
            "cps",
            "Inserts, updates and deletes as the reader sees them, the heartbeat's updates included.",
            [
              {
                expr: rate("streaming_totalnumberofcreateeventsseen"),
                legend: "{{server}} insert",
              },
              {
                expr: rate("streaming_totalnumberofupdateeventsseen"),
                legend: "{{server}} update",
              },
              {
                expr: rate("streaming_totalnumberofdeleteeventsseen"),
                legend: "{{server}} delete",
              },
            ],
          ),
          timeseries(
            "Room in the queue",
            "percentunit",
            "QueueRemainingCapacity of QueueTotalCapacity: near 0 the way to Kafka is slower than MySQL.",
            [
              ofSource(
                `min by (server) (${debezium("streaming_queueremainingcapacity")} / ${debezium("streaming_queuetotalcapacity")})`,
              ),
            ],
            { redBelow: 0.1 },
          ),
          timeseries(
            "Disconnects and erroneous events",
            "short",
            "NumberOfDisconnects and NumberOfErroneousEvents since the task started.",
            [
              { expr: bySource("streaming_numberofdisconnects"), legend: "{{server}} disconnects" },
              {
                expr: bySource("streaming_numberoferroneousevents"),
                legend: "{{server}} erroneous",
              },
            ],
          ),
          timeseries(
            "Position in the binlog",
            "bytes",
            "BinlogPosition within its file: rises, and falls at each new file.",
            [ofSource(bySource("streaming_binlogposition"))],
          ),
          timeseries(
            "Transactions",
            "cps",
            "NumberOfCommittedTransactions; stays 0 where the connector does not follow transactions.",
            [ofSource(rate("streaming_numberofcommittedtransactions"))],
          ),
        ],
      },
      {
        title: "Snapshot and schema history",
        panels: [
          timeseries(
            "Tables of the snapshot",
            "short",
            "TotalTableCount and RemainingTableCount.",
            [
              { expr: bySource("snapshot_totaltablecount"), legend: "{{server}} all" },
              { expr: bySource("snapshot_remainingtablecount"), legend: "{{server}} remaining" },
            ],
          ),
          timeseries("Rows of the snapshot", "cps", "TotalNumberOfEventsSeen of the snapshot.", [
            ofSource(rate("snapshot_totalnumberofeventsseen")),
          ]),
          timeseries(
            "Duration of the snapshot",
            "s",
            "SnapshotDurationInSeconds; must stay far below the binlog retention.",
            [ofSource(bySource("snapshot_snapshotdurationinseconds"))],
            { redFrom: retention / 4 },
          ),
          timeseries(
            "Snapshot completed, aborted, skipped",
            "bool_on_off",
            "How the last snapshot of the running task ended; skipped is what every restart says.",
            [
              { expr: bySource("snapshot_snapshotcompleted"), legend: "{{server}} completed" },
              { expr: bySource("snapshot_snapshotaborted"), legend: "{{server}} aborted" },
              { expr: bySource("snapshot_snapshotskipped"), legend: "{{server}} skipped" },
            ],
          ),
          timeseries(
            "Schema history",
            "short",
            "ChangesRecovered at the start, ChangesApplied since: DDL of captured tables.",
            [
              { expr: bySource("schema_history_changesrecovered"), legend: "{{server}} recovered" },
              { expr: bySource("schema_history_changesapplied"), legend: "{{server}} applied" },
            ],
          ),
          timeseries(
            "Schema history recovering",
            "bool_on_off",
            "1 while the task reads its history before it streams.",
            [
              {
                expr: `max by (server) (${workerSeries(platform, "debezium_mysql_schema_history_status", { server: "~$source", status: "RECOVERING" })})`,
                legend: "{{server}}",
              },
            ],
            { redFrom: 1 },
          ),
        ],
      },
      {
        title: "Kafka Connect",
        panels: [
          timeseries("State of the tasks", "short", "One line for each state that a task is in.", [
            {
              expr: `max by (connector, task, status) (${task("connector_task_status")})`,
              legend: "{{connector}}-{{task}} {{status}}",
            },
          ]),
          timeseries(
            "Records polled and written",
            "cps",
            "What Debezium gives and what the producer takes; apart for long, something is stuck between them.",
            [
              {
                expr: `sum by (connector) (rate(${task("source_task_metrics_source_record_poll_total")}[$__rate_interval]))`,
                legend: "{{connector}} polled",
              },
              {
                expr: `sum by (connector) (rate(${task("source_task_metrics_source_record_write_total")}[$__rate_interval]))`,
                legend: "{{connector}} written",
              },
            ],
          ),
          timeseries("Records not yet acknowledged", "short", "Polled, but not written by Kafka.", [
            ofTask("source_task_metrics_source_record_active_count"),
          ]),
          timeseries(
            "Offset commits failed",
            "percentunit",
            "Part of the commits of the last minute.",
            [ofTask("connector_task_metrics_offset_commit_failure_percentage")],
            { redFrom: 0.01 },
          ),
          timeseries("Duration of offset commits", "ms", "Longest of the last minute.", [
            ofTask("connector_task_metrics_offset_commit_max_time_ms"),
          ]),
          timeseries(
            "Time a batch takes to poll",
            "ms",
            "Average; an idle source shows its poll.interval.ms.",
            [ofTask("source_task_metrics_poll_batch_avg_time_ms")],
          ),
        ],
      },
      {
        title: "Producer",
        panels: [
          timeseries("Bytes to Kafka", "Bps", "After compression, by topic.", [
            {
              expr: `sum by (topic) (rate(${producer("topic_byte_total")}[$__rate_interval]))`,
              legend: "{{topic}}",
            },
          ]),
          timeseries(
            "Records to Kafka",
            "cps",
            "By topic; the heartbeat's topic always has some.",
            [
              {
                expr: `sum by (topic) (rate(${producer("topic_record_send_total")}[$__rate_interval]))`,
                legend: "{{topic}}",
              },
            ],
          ),
          timeseries(
            "Errors and retries",
            "cps",
            "Records that a broker did not take, and further attempts.",
            [
              {
                expr: `sum by (client_id) (rate(${producer("record_error_total")}[$__rate_interval]))`,
                legend: "{{client_id}} errors",
              },
              {
                expr: `sum by (client_id) (rate(${producer("record_retry_total")}[$__rate_interval]))`,
                legend: "{{client_id}} retries",
              },
            ],
          ),
        ],
      },
    ],
  };
}
