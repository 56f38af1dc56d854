import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { CfnSubscription, Topic } from "aws-cdk-lib/aws-sns";
import type { Stack } from "aws-cdk-lib/core";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { alarmPublishers } from "./foundation-key.ts";

/** Where alarms go. An e-mail address has to confirm its subscription before it gets any. */
export function createAlarmTopic(stack: Stack, platform: AwsPlatform, key: IKey): Topic {
  const topic = new Topic(stack, "AlarmTopic", {
    topicName: awsNames(platform).alarmTopic,
    displayName: `Weir ${platform.name}`,
    masterKey: key,
    enforceSSL: true,
  });
  for (const { sid, services, conditions } of alarmPublishers) {
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: `Publish${sid}`,
        effect: Effect.ALLOW,
        principals: services.map((service) => new ServicePrincipal(service)),
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions,
      }),
    );
  }
  const { email } = platform.aws.alarms;
  if (email !== undefined) {
    new CfnSubscription(stack, "AlarmEmail", {
      topicArn: topic.topicArn,
      protocol: "email",
      endpoint: email,
    });
  }
  return topic;
}
