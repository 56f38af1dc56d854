import { awsNames } from "../../aws-names.ts";
import type { AwsPlatform } from "../../aws-platform.ts";
import { workerSeries } from "../promql.ts";
import { type DashboardPlan, text, timeseries } from "./dashboard-plan.ts";

/** The Spark job: CloudWatch only, except for what the workers give it. */
export function lakeDashboard(platform: AwsPlatform): DashboardPlan {
  const JobName = awsNames(platform).glueJob;
  const continuous = platform.lake.cadence === "continuous";
  const job = (
    metric: string,
    Type: "gauge" | "count",
    statistic: "Average" | "Maximum" | "Sum",
    legend: string,
  ) => ({
    namespace: "Glue",
    metric,
    statistic,
    dimensions: { JobName, JobRunId: "ALL", Type },
    legend,
  });
  const arriving = workerSeries(platform, "kafka_producer_producer_topic_record_send_total", {
    client_id: "~connector-producer-.+",
  });
  const note = `Glue reports to **CloudWatch**, every 30 s and only while the job ${JobName} runs: choose a CloudWatch data source above. Nothing reports how fresh a table is:
\`weir lake query\` asks the table itself. Failed runs raise the alarm of the stack ${awsNames(platform).stacks.observability}. Cadence: ${platform.lake.cadence}.`;
  return {
    name: "lake",
    title: `Weir ${platform.name}: lake`,
    description: `Glue job ${JobName}, ${platform.lake.cadence}.`,
    variables: [],
    rows: [
      { title: "What can be seen", panels: [text("Where these numbers come from", note)] },
      {
        title: "What arrives",
        panels: [
          timeseries(
            "Records for the lake",
            "cps",
            "Prometheus: records that the connectors write to Kafka, by topic.",
            [{ expr: `sum by (topic) (rate(${arriving}[$__rate_interval]))`, legend: "{{topic}}" }],
          ),
          ...(continuous
            ? [
                timeseries(
                  "Records of a batch",
                  "short",
                  "CloudWatch: glue.driver.streaming.numRecords, where the job uses Glue's own batch loop.",
                  [job("glue.driver.streaming.numRecords", "count", "Sum", "records")],
                ),
                timeseries(
                  "Time of a batch",
                  "ms",
                  "CloudWatch: glue.driver.streaming.batchProcessingTimeInMs, where the job uses Glue's own batch loop.",
                  [
                    job(
                      "glue.driver.streaming.batchProcessingTimeInMs",
                      "count",
                      "Average",
                      "batch",
                    ),
                  ],
                ),
              ]
            : []),
        ],
      },
      {
        title: "The job",
        panels: [
          timeseries(
            "Spark tasks",
            "short",
            "CloudWatch: completed and failed Spark tasks of the runs.",
            [
              job("glue.driver.aggregate.numCompletedTasks", "count", "Sum", "completed"),
              job("glue.driver.aggregate.numFailedTasks", "count", "Sum", "failed"),
            ],
          ),
          timeseries(
            "Time of the Spark tasks",
            "ms",
            "CloudWatch: glue.driver.aggregate.elapsedTime, without the start of the job.",
            [job("glue.driver.aggregate.elapsedTime", "count", "Sum", "elapsed")],
          ),
          timeseries(
            "Java heap used",
            "percentunit",
            "CloudWatch: driver and executors; near 1 a larger worker type helps.",
            [
              job("glue.driver.jvm.heap.usage", "gauge", "Maximum", "driver"),
              job("glue.ALL.jvm.heap.usage", "gauge", "Maximum", "executors"),
            ],
            { redFrom: 0.9 },
          ),
          timeseries("CPU", "percentunit", "CloudWatch: load of driver and executors.", [
            job("glue.driver.system.cpuSystemLoad", "gauge", "Average", "driver"),
            job("glue.ALL.system.cpuSystemLoad", "gauge", "Average", "executors"),
          ]),
          timeseries(
            "S3",
            "bytes",
            "CloudWatch: bytes read from and written to S3 by the executors.",
            [
              job("glue.ALL.s3.filesystem.read_bytes", "gauge", "Sum", "read"),
              job("glue.ALL.s3.filesystem.write_bytes", "gauge", "Sum", "written"),
            ],
          ),
          timeseries(
            "Executors",
            "short",
            "CloudWatch: executors that run, and as many as Spark could use.",
            [
              job(
                "glue.driver.ExecutorAllocationManager.executors.numberAllExecutors",
                "gauge",
                "Maximum",
                "running",
              ),
              job(
                "glue.driver.ExecutorAllocationManager.executors.numberMaxNeededExecutors",
                "gauge",
                "Maximum",
                "needed",
              ),
            ],
          ),
        ],
      },
    ],
  };
}
