import type { AwsPlatform } from "../../aws-platform.ts";
import { workerSeries } from "../promql.ts";
import { type DashboardPlan, stat, text, timeseries } from "./dashboard-plan.ts";

const limits = `AWS Glue publishes **no metric of a schema registry**, and its converter counts neither requests nor refusals. What is here is the registry as the workers feel it:
records that a converter gave up, and tasks that FAILED of it. Which schema and which rule: \`weir describe connector NAME\`. Who called the registry: CloudTrail, event source
\`glue.amazonaws.com\` (RegisterSchemaVersion, GetSchemaByDefinition).`;

/** The schema registry, as far as anybody can see it. */
export function registryDashboard(platform: AwsPlatform): DashboardPlan {
  const errors = (attribute: string) =>
    workerSeries(platform, `kafka_connect_task_error_metrics_${attribute}`);
  const byConnector = (expr: string) => ({ expr, legend: "{{connector}}" });
  const failed = workerSeries(platform, "kafka_connect_connector_task_status", {
    status: "failed",
  });
  const failures = errors("total_record_failures");
  return {
    name: "registry",
    title: `Weir ${platform.name}: schema registry`,
    description: `Registry ${platform.registry.name ?? platform.name}, ${platform.registry.format}, ${platform.registry.compatibility}.`,
    variables: [],
    rows: [
      { title: "What can be seen", panels: [text("What this dashboard cannot show", limits)] },
      {
        title: "Refusals",
        panels: [
          stat(
            "FAILED on a conversion",
            "short",
            "Tasks that are FAILED and gave up a record: most often a refused schema.",
            {
              expr: `count(max by (connector, task) (${failed}) == 1 and on (connector, task) max by (connector, task) (${failures}) > 0) or vector(0)`,
              legend: "tasks",
            },
            { redFrom: 1 },
          ),
          stat(
            "Last error",
            "s",
            "Time since a record last failed in a converter or transform of a running or FAILED task.",
            byConnector(
              `time() - max by (connector) (${errors("last_error_timestamp")} > 0) / 1000`,
            ),
          ),
          timeseries(
            "Records given up",
            "short",
            "total-record-failures: since the task started. One is enough to fail the task.",
            [byConnector(`max by (connector) (${failures})`)],
            { redFrom: 1 },
          ),
          timeseries(
            "Errors and skipped records",
            "short",
            "total-record-errors and total-records-skipped; skipped stays 0, Weir never skips a record.",
            [
              {
                expr: `max by (connector) (${errors("total_record_errors")})`,
                legend: "{{connector}} errors",
              },
              {
                expr: `max by (connector) (${errors("total_records_skipped")})`,
                legend: "{{connector}} skipped",
              },
            ],
          ),
        ],
      },
      {
        title: "What a new schema costs",
        panels: [
          timeseries(
            "Time a task runs between polls",
            "ms",
            "Longest poll of a batch. The first record of each new schema waits for the registry between two polls.",
            [
              byConnector(
                `max by (connector) (${workerSeries(platform, "kafka_connect_source_task_metrics_poll_batch_max_time_ms")})`,
              ),
            ],
          ),
          timeseries(
            "DDL of captured tables",
            "short",
            "Debezium's ChangesApplied: each may be a new schema version at the next row.",
            [
              {
                expr: `max by (server) (${workerSeries(platform, "debezium_mysql_schema_history_changesapplied")})`,
                legend: "{{server}}",
              },
            ],
          ),
        ],
      },
    ],
  };
}
