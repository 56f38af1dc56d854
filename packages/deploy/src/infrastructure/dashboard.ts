import { CfnDashboard } from "aws-cdk-lib/aws-cloudwatch";
import type { Stack } from "aws-cdk-lib/core";
import type { AwsPlatform } from "../aws-platform.ts";
import type { MetricPlan } from "./alarms.ts";
import { glueMetric, ruleMetric, succeededRule } from "./alarms-glue.ts";
import { brokerIds, mskMetric } from "./alarms-msk.ts";
import { rdsMetric } from "./alarms-rds.ts";
import type { DataResources } from "./data-stack.ts";
import type { LakeResources } from "./lake-stack.ts";

/** One graph: its title and its series, each with the name of its line. */
interface Graph {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly (readonly [label: string, metric: MetricPlan])[];
}

const width = 8;
const height = 6;
const perRow = 24 / width;

/** Kafka, databases and Spark job on one page. Connect and Debezium are in Grafana. */
export function createDashboard(
  stack: Stack,
  platform: AwsPlatform,
  data: DataResources,
  lake: LakeResources,
): CfnDashboard {
  const graphs = [...kafkaGraphs(data), ...databaseGraphs(data), ...lakeGraphs(lake)];
  const dashboard = new CfnDashboard(stack, "Dashboard", {
    dashboardName: platform.name,
    dashboardBody: stack.toJsonString({
      periodOverride: "auto",
      widgets: graphs.map((graph, index) => renderGraph(platform, graph, index)),
    }),
  });
  // Newer than many a region's resource schema.
  dashboard.addPropertyDeletionOverride("Tags");
  return dashboard;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function renderGraph(platform: AwsPlatform, { title, unit, lines }: Graph, index: number) {
  return {
    type: "metric",
    x: (index % perRow) * width,
    y: Math.floor(index / perRow) * height,
    width,
    height,
    properties: {
      title,
      region: platform.aws.region,
      view: "timeSeries",
      period: 60,
      yAxis: { left: { label: unit, showUnits: false, min: 0 } },
      metrics: lines.map(([label, { namespace, name, dimensions, stat }]) => [
        namespace,
        name,
        ...Object.entries(dimensions).flat(),
        { label, stat },
      ]),
    },
  };
}

function kafkaGraphs({ kafka }: DataResources): Graph[] {
  const perBroker = (title: string, unit: string, name: string, stat: MetricPlan["stat"]) => ({
    title,
    unit,
    lines: brokerIds(kafka).map(
      (broker) => [`broker ${broker}`, mskMetric(kafka, name, stat, broker)] as const,
    ),
  });
  return [
    perBroker("Kafka: bytes in", "bytes per second", "BytesInPerSec", "Average"),
    perBroker("Kafka: bytes out", "bytes per second", "BytesOutPerSec", "Average"),
    perBroker("Kafka: storage used", "percent", "KafkaDataLogsDiskUsed", "Maximum"),
    perBroker("Kafka: CPU, user", "percent", "CpuUser", "Average"),
    perBroker(
      "Kafka: partitions that lack copies",
      "partitions",
      "UnderReplicatedPartitions",
      "Maximum",
    ),
    perBroker(
      "Kafka: IAM connections beyond the limit",
      "connections",
      "IAMTooManyConnections",
      "Maximum",
    ),
    {
      title: "Kafka: controller and offline partitions",
      unit: "count",
      lines: [
        ["active controllers", mskMetric(kafka, "ActiveControllerCount", "Maximum")],
        ["offline partitions", mskMetric(kafka, "OfflinePartitionsCount", "Maximum")],
      ],
    },
  ];
}

function databaseGraphs({ databases }: DataResources): Graph[] {
  const perDatabase = (title: string, unit: string, name: string, stat: MetricPlan["stat"]) => ({
    title,
    unit,
    lines: databases.map((database) => [database.source, rdsMetric(database, name, stat)] as const),
  });
  return [
    perDatabase("Databases: CPU", "percent", "CPUUtilization", "Average"),
    perDatabase("Databases: free storage", "bytes", "FreeStorageSpace", "Minimum"),
    perDatabase("Databases: binlogs", "bytes", "BinLogDiskUsage", "Maximum"),
    perDatabase("Databases: connections", "connections", "DatabaseConnections", "Maximum"),
    perDatabase("Databases: write latency", "seconds", "WriteLatency", "Average"),
  ];
}

function lakeGraphs(lake: LakeResources): Graph[] {
  return [
    {
      title: "Lake: successful runs",
      unit: "runs",
      lines: [["succeeded", ruleMetric(succeededRule(lake.jobName))]],
    },
    {
      title: "Lake: heap of the driver",
      unit: "share",
      lines: [["used", glueMetric(lake, "glue.driver.jvm.heap.usage", "gauge", "Maximum")]],
    },
    {
      title: "Lake: tasks of Spark",
      unit: "tasks",
      lines: [
        ["completed", glueMetric(lake, "glue.driver.aggregate.numCompletedTasks", "count", "Sum")],
        ["failed", glueMetric(lake, "glue.driver.aggregate.numFailedTasks", "count", "Sum")],
      ],
    },
  ];
}
