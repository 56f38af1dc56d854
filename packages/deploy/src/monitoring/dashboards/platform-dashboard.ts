import { awsNames } from "../../aws-names.ts";
import type { AwsPlatform } from "../../aws-platform.ts";
import { sumOverClients } from "../alerts/client-alerts.ts";
import { quote, workerSeries } from "../promql.ts";
import { planPlatformThresholds } from "../thresholds.ts";
import { databaseIdentifiers, mskClusterName } from "./cloudwatch-names.ts";
import { type DashboardPlan, stat, timeseries } from "./dashboard-plan.ts";

/** Workers, their clients, the brokers and the databases: is the platform itself well? */
export function platformDashboard(platform: AwsPlatform): DashboardPlan {
  const plan = planPlatformThresholds(platform);
  const { namespace, connectServiceAccount } = awsNames(platform).kubernetes;
  const series = (metric: string, matchers = {}) => workerSeries(platform, metric, matchers);
  const pods = `namespace=${quote(namespace)},pod=~${quote(`${connectServiceAccount}-.+`)}`;
  const status = (of: "connector" | "connector_task", value: string) =>
    `sum(${series(`kafka_connect_${of}_status`, { status: value })}) or vector(0)`;
  const msk = (metric: string, statistic: "Average" | "Maximum" | "Sum") => ({
    namespace: "AWS/Kafka",
    metric,
    statistic,
    dimensions: { "Cluster Name": mskClusterName(platform), "Broker ID": "*" },
    legend: `broker \${PROP('Dim.Broker ID')}`,
  });
  const rds = (metric: string, statistic: "Average" | "Maximum" | "Minimum") =>
    databaseIdentifiers(platform).map(({ source, identifier }) => ({
      namespace: "AWS/RDS",
      metric,
      statistic,
      dimensions: { DBInstanceIdentifier: identifier },
      legend: source,
    }));
  const ofMsk = "CloudWatch, from the brokers.";
  return {
    name: "platform",
    title: `Weir ${platform.name}: platform`,
    description: "Connect workers, Kafka clients, MSK and RDS.",
    variables: [],
    rows: [
      {
        title: "Now",
        panels: [
          stat(
            "Workers",
            "short",
            `Workers that answer, of ${plan.workers}.`,
            { expr: `sum(${series("up")}) or vector(0)`, legend: "workers" },
            { redBelow: plan.workers },
          ),
          stat(
            "Connectors FAILED",
            "short",
            "Connectors that did not start.",
            { expr: status("connector", "failed"), legend: "failed" },
            { redFrom: 1 },
          ),
          stat(
            "Tasks RUNNING",
            "short",
            `One task for each of ${Object.keys(platform.sources).length} sources.`,
            { expr: status("connector_task", "running"), legend: "running" },
            { redBelow: Object.keys(platform.sources).length },
          ),
          stat(
            "Tasks FAILED",
            "short",
            "A FAILED task captures nothing.",
            { expr: status("connector_task", "failed"), legend: "failed" },
            { redFrom: 1 },
          ),
          stat(
            "Alerts",
            "short",
            "Alerts of this platform that are firing.",
            {
              expr: `count(ALERTS{weir_platform=${quote(platform.name)},alertstate="firing"}) or vector(0)`,
              legend: "firing",
            },
            { redFrom: 1 },
          ),
          stat(
            "Rebalancing",
            "bool_on_off",
            "A worker is in a rebalance: its tasks may stand still.",
            {
              expr: `max(${series("kafka_connect_connect_worker_rebalance_metrics_rebalancing")})`,
              legend: "rebalancing",
            },
            { redFrom: 1 },
          ),
        ],
      },
      {
        title: "Connect workers",
        panels: [
          timeseries(
            "Tasks of each worker",
            "short",
            "Where the tasks run; a step is a rebalance.",
            [
              {
                expr: `sum by (pod) (${series("kafka_connect_connect_worker_metrics_task_count")})`,
                legend: "{{pod}}",
              },
            ],
          ),
          timeseries(
            "Rebalances within 15 minutes",
            "short",
            "Completed rebalances, as each worker counts them.",
            [
              {
                expr: `sum by (pod) (increase(${series("kafka_connect_connect_worker_rebalance_metrics_completed_rebalances_total")}[15m]))`,
                legend: "{{pod}}",
              },
            ],
            { redFrom: plan.rebalances },
          ),
          timeseries(
            "Longest rebalance",
            "ms",
            "Longest rebalance of each worker in the last minute; NaN without one.",
            [
              {
                expr: `max by (pod) (${series("kafka_connect_connect_worker_rebalance_metrics_rebalance_max_time_ms")})`,
                legend: "{{pod}}",
              },
            ],
          ),
          timeseries(
            "Java heap used",
            "percentunit",
            "Used part of the largest heap; a plateau near 1 means garbage collection without end.",
            [
              {
                expr: `sum by (pod) (${series("jvm_memory_used_bytes", { area: "heap" })}) / sum by (pod) (${series("jvm_memory_max_bytes", { area: "heap" })})`,
                legend: "{{pod}}",
              },
            ],
            { redFrom: 0.9 },
          ),
          timeseries(
            "Time in garbage collection",
            "percentunit",
            "Above the worker's session timeout in one piece it is declared dead.",
            [
              {
                expr: `sum by (pod) (rate(${series("jvm_gc_collection_seconds_sum")}[$__rate_interval]))`,
                legend: "{{pod}}",
              },
            ],
            { redFrom: 0.1 },
          ),
          timeseries(
            "CPU",
            "short",
            `Cores used by each worker, of ${platform.aws.connect.cpu}.`,
            [
              {
                expr: `sum by (pod) (rate(${series("process_cpu_seconds_total")}[$__rate_interval]))`,
                legend: "{{pod}}",
              },
            ],
            { redFrom: platform.aws.connect.cpu },
          ),
          timeseries(
            "Memory of the pods",
            "bytes",
            "From the kubelet; at the limit the kernel ends the worker.",
            [
              {
                expr: `sum by (pod) (container_memory_working_set_bytes{${pods},container!=""})`,
                legend: "{{pod}}",
              },
            ],
            { redFrom: platform.aws.connect.memoryMiB * 1_048_576 },
          ),
          timeseries(
            "Container restarts",
            "short",
            "From kube-state-metrics: restarts within an hour.",
            [
              {
                expr: `sum by (pod) (increase(kube_pod_container_status_restarts_total{${pods}}[1h]))`,
                legend: "{{pod}}",
              },
            ],
            { redFrom: 1 },
          ),
        ],
      },
      {
        title: "Kafka clients of the workers",
        panels: [
          timeseries(
            "Refused authentications",
            "cps",
            "IAM throttling or a refused role, over all clients.",
            [
              {
                expr: sumOverClients(
                  platform,
                  "failed_authentication_total",
                  (one) => `rate(${one}[$__rate_interval])`,
                ),
                legend: "refused",
              },
            ],
          ),
          timeseries(
            "New connections",
            "cps",
            "Each costs MSK an IAM authentication; red is half of what the brokers accept.",
            [
              {
                expr: sumOverClients(
                  platform,
                  "connection_creation_total",
                  (one) => `rate(${one}[$__rate_interval])`,
                ),
                legend: "new",
              },
            ],
            { redFrom: plan.iamConnectionsPerSecond },
          ),
          timeseries(
            "Request latency of producers",
            "ms",
            "Average round trip of a produce request, by client.",
            [
              {
                expr: `max by (client_id) (${series("kafka_producer_producer_request_latency_avg")})`,
                legend: "{{client_id}}",
              },
            ],
          ),
        ],
      },
      {
        title: "MSK",
        panels: [
          timeseries(
            "New IAM connections refused",
            "short",
            `${ofMsk} Needs the monitoring level PER_BROKER. Above 0 the broker throttles IAM.`,
            [msk("IAMTooManyConnections", "Sum")],
            { redFrom: 1 },
          ),
          timeseries(
            "CPU of the brokers",
            "percent",
            `${ofMsk} User part; AWS advises to stay below 60 with the system part.`,
            [msk("CpuUser", "Average")],
            { redFrom: 60 },
          ),
          timeseries(
            "Disk used",
            "percent",
            `${ofMsk} Storage grows by itself up to the limit of the spec.`,
            [msk("KafkaDataLogsDiskUsed", "Maximum")],
            { redFrom: 85 },
          ),
          timeseries(
            "Partitions below their copies",
            "short",
            `${ofMsk} More than 0 outside a broker's restart means a copy is missing.`,
            [msk("UnderReplicatedPartitions", "Maximum")],
            { redFrom: 1 },
          ),
        ],
      },
      {
        title: "RDS",
        panels: [
          timeseries(
            "CPU of the databases",
            "percent",
            "CloudWatch, by source.",
            rds("CPUUtilization", "Average"),
            { redFrom: 80 },
          ),
          timeseries(
            "Free storage",
            "bytes",
            `CloudWatch. Binlogs of ${platform.aws.rds.binlogRetentionHours} h are in it too.`,
            rds("FreeStorageSpace", "Minimum"),
          ),
          timeseries(
            "Binlogs on disk",
            "bytes",
            "CloudWatch. Falls to nothing where the retention is not set.",
            rds("BinLogDiskUsage", "Maximum"),
          ),
        ],
      },
    ],
  };
}
