import { CfnRule } from "aws-cdk-lib/aws-events";
import { CfnLogGroup, CfnResourcePolicy } from "aws-cdk-lib/aws-logs";
import { Aws, RemovalPolicy, type Stack } from "aws-cdk-lib/core";
import type { AwsPlatform } from "../aws-platform.ts";
import type { AlarmPlan, MetricPlan } from "./alarms.ts";
import type { FoundationResources } from "./foundation-resources.ts";
import type { LakeResources } from "./lake-stack.ts";

/** What Glue tells of a run that has ended. */
export type JobRunState = "SUCCEEDED" | "FAILED" | "TIMEOUT" | "STOPPED";

/** Runs without success after which the lake counts as standing still. */
const missedPeriods = 3;

/** https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-glue.html */
function jobRuns(jobName: string, states: readonly JobRunState[]) {
  return {
    source: ["aws.glue"],
    "detail-type": ["Glue Job State Change"],
    detail: { jobName: [jobName], state: [...states] },
  };
}

/** A rule's own count of its events. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
export function ruleMetric(ruleName: string): MetricPlan {
  return {
    namespace: "AWS/Events",
    name: "TriggeredRules",
    dimensions: { RuleName: ruleName },
    stat: "Sum",
  };
}

/** Spark's metrics of a job over all its runs. https://docs.aws.amazon.com/glue/latest/dg/monitoring-awsglue-with-cloudwatch-metrics.html */
export function glueMetric(
  { jobName }: LakeResources,
  name: string,
  type: "count" | "gauge",
  stat: MetricPlan["stat"],
): MetricPlan {
  return {
    namespace: "Glue",
    name,
    dimensions: { JobName: jobName, JobRunId: "ALL", Type: type },
    stat,
  };
}

export function succeededRule(jobName: string): string {
  return `${jobName}-succeeded`;
}

/**
 * Tells the topic of each failed run, and keeps a line for each successful one. The count of the
 * second rule is the only metric of successes that does not depend on Spark.
 */
export function createJobRules(
  stack: Stack,
  platform: AwsPlatform,
  { key, alarmTopic }: FoundationResources,
  { jobName }: LakeResources,
): void {
  new CfnRule(stack, "JobFailed", {
    name: `${jobName}-failed`,
    description: "A run of the Spark job failed or was ended by its timeout",
    eventPattern: jobRuns(jobName, ["FAILED", "TIMEOUT"]),
    state: "ENABLED",
    targets: [
      {
        id: "topic",
        arn: alarmTopic.topicArn,
        inputTransformer: {
          inputPathsMap: {
            job: "$.detail.jobName",
            run: "$.detail.jobRunId",
            state: "$.detail.state",
          },
          // Not the message: a quote in it would break the template, and the mail would not come.
          inputTemplate:
            '"Spark job <job>: run <run> ended as <state>; its log in CloudWatch says why"',
        },
      },
    ],
  });
  const runs = new CfnLogGroup(stack, "JobRuns", {
    // EventBridge writes to groups below this path without a role.
    logGroupName: `/aws/events/${jobName}-runs`,
    kmsKeyId: key.keyArn,
    retentionInDays: platform.aws.logRetentionDays,
  });
  runs.applyRemovalPolicy(RemovalPolicy.DESTROY);
  const arn = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:/aws/events/${jobName}-runs`;
  const policy = new CfnResourcePolicy(stack, "JobRunsPolicy", {
    policyName: `${jobName}-runs`,
    policyDocument: stack.toJsonString({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `${arn}:*`,
        },
      ],
    }),
  });
  const rule = new CfnRule(stack, "JobSucceeded", {
    name: succeededRule(jobName),
    description: "A run of the Spark job succeeded",
    eventPattern: jobRuns(jobName, ["SUCCEEDED"]),
    state: "ENABLED",
    targets: [{ id: "log", arn }],
  });
  rule.addResourceDependency(runs);
  rule.addResourceDependency(policy);
}

/** The lake stands still: no run has succeeded for three periods, or the stream does not run. */
export function planGlueAlarms(lake: LakeResources): AlarmPlan[] {
  const { schedule, jobName } = lake;
  if (schedule.kind === "continuous") {
    return [
      {
        id: "LakeStream",
        name: "lake-not-running",
        description:
          "The Spark job reports nothing for 30 minutes: it does not run. Start it with weir lake run.",
        // Never below 0: it is the silence that alarms.
        metrics: [glueMetric(lake, "glue.driver.jvm.heap.usage", "gauge", "Maximum")],
        comparison: "below",
        threshold: 0,
        periodSeconds: 300,
        periods: 6,
        missing: "breaching",
      },
    ];
  }
  return [
    {
      id: "LakeRuns",
      name: "lake-no-success",
      description: `No run of the Spark job has succeeded for ${missedPeriods} periods. See the runs of ${jobName} and their log.`,
      metrics: [ruleMetric(succeededRule(jobName))],
      comparison: "below",
      threshold: 1,
      periodSeconds: schedule.periodSeconds,
      periods: missedPeriods,
      missing: "breaching",
    },
  ];
}
