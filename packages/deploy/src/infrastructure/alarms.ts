import { CfnAlarm as Alarm, type CfnAlarm } from "aws-cdk-lib/aws-cloudwatch";
import type { Stack } from "aws-cdk-lib/core";

/** One series of CloudWatch, as an alarm and a dashboard name it. */
export interface MetricPlan {
  readonly namespace: string;
  readonly name: string;
  /** In the service's spelling, blanks included. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: "Average" | "Maximum" | "Minimum" | "Sum";
}

/** One alarm. Description says what is wrong, then what to do. */
export interface AlarmPlan {
  /** Construct id. */
  readonly id: string;
  /** Name in CloudWatch, without the platform's. */
  readonly name: string;
  readonly description: string;
  /** One metric, or several added up. */
  readonly metrics: readonly [MetricPlan, ...MetricPlan[]];
  readonly comparison: "above" | "at least" | "below";
  readonly threshold: number;
  readonly periodSeconds: number;
  /** So many periods, one after the other. */
  readonly periods: number;
  /** What silence means. @default "notBreaching" */
  readonly missing?: "breaching" | "notBreaching";
}

const operators = {
  above: "GreaterThanThreshold",
  "at least": "GreaterThanOrEqualToThreshold",
  below: "LessThanThreshold",
} as const;

/** The alarm, told to the topic when it begins and when it ends. */
export function createAlarm(
  stack: Stack,
  platformName: string,
  topicArn: string,
  plan: AlarmPlan,
): CfnAlarm {
  return new Alarm(stack, plan.id, {
    alarmName: `${platformName}-${plan.name}`,
    alarmDescription: plan.description,
    comparisonOperator: operators[plan.comparison],
    threshold: plan.threshold,
    evaluationPeriods: plan.periods,
    datapointsToAlarm: plan.periods,
    treatMissingData: plan.missing ?? "notBreaching",
    actionsEnabled: true,
    alarmActions: [topicArn],
    okActions: [topicArn],
    ...series(plan),
  });
}

function series({ metrics, periodSeconds }: AlarmPlan) {
  const dimensionsOf = ({ dimensions }: MetricPlan) =>
    Object.entries(dimensions).map(([name, value]) => ({ name, value }));
  const [first, ...others] = metrics;
  if (others.length === 0) {
    return {
      namespace: first.namespace,
      metricName: first.name,
      dimensions: dimensionsOf(first),
      statistic: first.stat,
      period: periodSeconds,
    };
  }
  return {
    metrics: [
      { id: "sum", expression: "SUM(METRICS())", returnData: true },
      ...metrics.map((metric, index) => ({
        id: `m${index + 1}`,
        returnData: false,
        metricStat: {
          metric: {
            namespace: metric.namespace,
            metricName: metric.name,
            dimensions: dimensionsOf(metric),
          },
          stat: metric.stat,
          period: periodSeconds,
        },
      })),
    ],
  };
}
