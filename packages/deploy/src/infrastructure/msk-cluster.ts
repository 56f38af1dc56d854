import { CfnScalableTarget, CfnScalingPolicy } from "aws-cdk-lib/aws-applicationautoscaling";
import { Port, SecurityGroup } from "aws-cdk-lib/aws-ec2";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import { CfnCluster } from "aws-cdk-lib/aws-msk";
import { RemovalPolicy, type Stack, Token } from "aws-cdk-lib/core";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { versions } from "../versions.ts";
import type { FoundationResources } from "./foundation-resources.ts";
import { createMskConfiguration } from "./msk-configuration.ts";

export interface KafkaResources {
  readonly clusterArn: string;
  /** Dimension `Cluster Name` of its metrics. */
  readonly clusterName: string;
  /** Their ids are 1 to this number. */
  readonly brokers: number;
  readonly adopted: boolean;
}

/** https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html */
export const kafkaPorts = { iam: 9098, jmxExporter: 11_001, nodeExporter: 11_002 } as const;

/** Storage grows when a broker has used this share; the alarm stands higher. */
const storageTargetPercent = 60;

/** The Kafka cluster: made, or the adopted one. */
export function createKafka(
  stack: Stack,
  platform: AwsPlatform,
  foundation: FoundationResources,
): KafkaResources {
  const { existing } = platform.aws.msk;
  const { brokers } = platform.kafka;
  if (existing !== undefined) {
    // Whether its security group lets ours in is seen by the preflight: it is not ours to change.
    const clusterName = existing.split("/")[1] ?? existing;
    return { clusterArn: existing, clusterName, brokers, adopted: true };
  }
  const cluster = createCluster(stack, platform, foundation);
  const { storageGiB, maxStorageGiB } = platform.aws.msk;
  if (maxStorageGiB > storageGiB) scaleStorage(stack, cluster.ref, maxStorageGiB);
  return { clusterArn: cluster.ref, clusterName: cluster.clusterName, brokers, adopted: false };
}

function createCluster(
  stack: Stack,
  platform: AwsPlatform,
  foundation: FoundationResources,
): CfnCluster {
  const names = awsNames(platform);
  const configuration = createMskConfiguration(stack, platform);
  const logs = new CfnLogGroup(stack, "KafkaLogs", {
    logGroupName: `/aws/msk/${names.mskCluster}`,
    kmsKeyId: foundation.key.keyArn,
    retentionInDays: platform.aws.logRetentionDays,
  });
  logs.applyRemovalPolicy(RemovalPolicy.DESTROY);
  return new CfnCluster(stack, "Kafka", {
    clusterName: names.mskCluster,
    kafkaVersion: versions.msk,
    numberOfBrokerNodes: platform.kafka.brokers,
    brokerNodeGroupInfo: {
      instanceType: platform.aws.msk.instanceType,
      // MSK spreads the brokers evenly over the zones of these, and tells them as broker.rack.
      clientSubnets: [...foundation.privateSubnetIds],
      securityGroups: [createSecurityGroup(stack, foundation).securityGroupId],
      connectivityInfo: { publicAccess: { type: "DISABLED" } },
      storageInfo: { ebsStorageInfo: { volumeSize: platform.aws.msk.storageGiB } },
    },
    clientAuthentication: {
      sasl: { iam: { enabled: true }, scram: { enabled: false } },
      tls: { enabled: false },
      unauthenticated: { enabled: false },
    },
    encryptionInfo: {
      encryptionAtRest: { dataVolumeKmsKeyId: foundation.key.keyArn },
      encryptionInTransit: { clientBroker: "TLS", inCluster: true },
    },
    configurationInfo: {
      arn: configuration.attrArn,
      revision: Token.asNumber(configuration.getAtt("LatestRevision.Revision")),
    },
    // The least level with IAMTooManyConnections.
    enhancedMonitoring: "PER_BROKER",
    openMonitoring: {
      prometheus: {
        jmxExporter: { enabledInBroker: true },
        nodeExporter: { enabledInBroker: true },
      },
    },
    loggingInfo: { brokerLogs: { cloudWatchLogs: { enabled: true, logGroup: logs.ref } } },
  });
}

function createSecurityGroup(stack: Stack, foundation: FoundationResources): SecurityGroup {
  const { vpc, workloadSecurityGroup, glueSecurityGroup } = foundation;
  const group = new SecurityGroup(stack, "KafkaSecurityGroup", {
    vpc,
    description: "Kafka brokers: IAM over TLS, metrics; nothing else",
    // Brokers answer; among themselves they speak over MSK's own network.
    allowAllOutbound: false,
  });
  const { iam, jmxExporter, nodeExporter } = kafkaPorts;
  group.addIngressRule(workloadSecurityGroup, Port.tcp(iam), "workers and jobs");
  group.addIngressRule(glueSecurityGroup, Port.tcp(iam), "Spark job");
  group.addIngressRule(
    workloadSecurityGroup,
    Port.tcpRange(jmxExporter, nodeExporter),
    "Prometheus: JMX and node exporter",
  );
  return group;
}

/** https://docs.aws.amazon.com/msk/latest/developerguide/msk-autoexpand.html */
function scaleStorage(stack: Stack, clusterArn: string, maxStorageGiB: number): void {
  const of = {
    serviceNamespace: "kafka",
    scalableDimension: "kafka:broker-storage:VolumeSize",
    resourceId: clusterArn,
  } as const;
  const target = new CfnScalableTarget(stack, "KafkaStorage", {
    ...of,
    // The service asks for 1 whatever the volume's size.
    minCapacity: 1,
    maxCapacity: maxStorageGiB,
  });
  // Newer than many a region's resource schema.
  target.addPropertyDeletionOverride("Tags");
  new CfnScalingPolicy(stack, "KafkaStorageGrowth", {
    policyName: "storage-growth",
    policyType: "TargetTrackingScaling",
    scalingTargetId: target.ref,
    targetTrackingScalingPolicyConfiguration: {
      predefinedMetricSpecification: { predefinedMetricType: "KafkaBrokerStorageUtilization" },
      targetValue: storageTargetPercent,
      // A volume never shrinks.
      disableScaleIn: true,
    },
  });
}
