import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Aws, Duration, RemovalPolicy, type Stack } from "aws-cdk-lib/core";
import type { AwsPlatform } from "../aws-platform.ts";

/**
 * The key of the platform. Roles of the account use it by their own policies; named here are only
 * the services that act by themselves. It outlives the stack: what it encrypted is kept too.
 */
export function createKey(stack: Stack, platform: AwsPlatform): Key {
  const key = new Key(stack, "Key", {
    alias: `weir/${platform.name}`,
    description: `Weir platform ${platform.name}: Kafka, databases, lake, logs, secrets`,
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "LogGroups",
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal(`logs.${platform.aws.region}.amazonaws.com`)],
      actions: [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:DescribeKey",
      ],
      resources: ["*"],
      conditions: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*`,
        },
      },
    }),
  );
  // Alarms, events of databases and rules write to the encrypted topic.
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  for (const { sid, services, conditions } of alarmPublishers) {
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: `Encrypt${sid}`,
        effect: Effect.ALLOW,
        principals: services.map((service) => new ServicePrincipal(service)),
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: ["*"],
        conditions,
      }),
    );
  }
  return key;
}

/** Every key of account and region: only beside conditions that name what it decrypts. */
export const anyKeyArn = `arn:${Aws.PARTITION}:kms:${Aws.REGION}:${Aws.ACCOUNT_ID}:key/*`;

/**
 * Services that write to the alarm topic, for this account. EventBridge takes no condition in a
 * topic's policy.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
 */
export const alarmPublishers = [
  {
    sid: "Alarms",
    services: ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"],
    conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
  },
  { sid: "Rules", services: ["events.amazonaws.com"], conditions: {} },
] as const;
