import { CfnEventSubscription } from "aws-cdk-lib/aws-rds";
import type { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { AwsPlatform } from "../aws-platform.ts";
import { createAlarm } from "./alarms.ts";
import { createJobRules, planGlueAlarms } from "./alarms-glue.ts";
import { planMskAlarms } from "./alarms-msk.ts";
import { planRdsAlarms } from "./alarms-rds.ts";
import { createDashboard } from "./dashboard.ts";
import type { DataResources } from "./data-stack.ts";
import type { FoundationResources } from "./foundation-resources.ts";
import type { LakeResources } from "./lake-stack.ts";
import { createStack } from "./weir-stack.ts";

export interface ObservabilityResources {
  readonly stack: Stack;
}

/**
 * What a database tells by itself. Not `availability` or `backup`: they speak every day.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
 */
export const rdsEventCategories = [
  "configuration change",
  "failover",
  "failure",
  "low storage",
  "maintenance",
] as const;

/** Alarms of what AWS runs, told to the alarm topic, and one dashboard. */
export function createObservabilityStack(
  scope: Construct,
  platform: AwsPlatform,
  foundation: FoundationResources,
  data: DataResources,
  lake: LakeResources,
): ObservabilityResources {
  const stack = createStack(scope, platform, "observability");
  const { topicArn } = foundation.alarmTopic;
  const alarms = [
    ...planMskAlarms(data.kafka),
    ...data.databases.flatMap((database) => planRdsAlarms(platform, database)),
    ...planGlueAlarms(lake),
  ];
  for (const alarm of alarms) createAlarm(stack, platform.name, topicArn, alarm);
  createJobRules(stack, platform, foundation, lake);
  new CfnEventSubscription(stack, "DatabaseEvents", {
    subscriptionName: `${platform.name}-databases`,
    snsTopicArn: topicArn,
    sourceType: "db-instance",
    sourceIds: data.databases.map(({ identifier }) => identifier),
    eventCategories: [...rdsEventCategories],
    enabled: true,
  });
  createDashboard(stack, platform, data, lake);
  return { stack };
}
