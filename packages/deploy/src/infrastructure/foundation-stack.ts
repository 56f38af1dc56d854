import { type ISecurityGroup, Port, SecurityGroup, Vpc } from "aws-cdk-lib/aws-ec2";
import { CfnOutput, CfnParameter, Fn, type Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { type AwsPlatform, zonesOf } from "../aws-platform.ts";
import { createBuckets, type S3Path } from "./foundation-buckets.ts";
import { createConnectRepository } from "./foundation-images.ts";
import { createKey } from "./foundation-key.ts";
import type { FoundationResources } from "./foundation-resources.ts";
import { createAlarmTopic } from "./foundation-topic.ts";
import { createNetwork } from "./network.ts";
import { createStack } from "./weir-stack.ts";

type Place = Pick<FoundationResources, "vpc" | "privateSubnetIds" | "vpcCidr"> & {
  readonly s3Path: S3Path;
};

/** Network, key, buckets, image repository, alarm topic: made, or adopted as the spec says. */
export function createFoundation(
  scope: Construct,
  platform: AwsPlatform,
): FoundationResources & { readonly stack: Stack } {
  const stack = createStack(scope, platform, "foundation");
  const key = createKey(stack, platform);
  const { s3Path, ...place } =
    platform.aws.vpc.existing === undefined
      ? makePlace(stack, platform, key)
      : adoptPlace(stack, platform, platform.aws.vpc.existing);
  const buckets = createBuckets(stack, platform, { key, s3Path });
  const connectRepository = createConnectRepository(stack, platform, key);
  const workload = workloadSecurityGroup(stack, platform, place.vpc);
  const glue = createGlueSecurityGroup(stack, place.vpc);

  // An output may have the name of a parameter, a construct not.
  const output = (id: string, value: string, description: string) =>
    new CfnOutput(stack, `Output${id}`, { value, description }).overrideLogicalId(id);
  output("BucketName", buckets.lake.bucketName, "Bucket of the lake and the job's files");
  if (buckets.plugins !== undefined) {
    output("PluginBucketName", buckets.plugins.bucketName, "Bucket of the workers' plugins");
  }
  output("VpcCidr", place.vpcCidr, "Range of the VPC");
  output("WorkloadSecurityGroupId", workload.securityGroupId, "Group of the Kubernetes nodes");
  output("GlueSecurityGroupId", glue.securityGroupId, "Group of the Spark job");
  output("ConnectRepositoryUri", connectRepository.repositoryUri, "Images of the workers");

  return {
    ...place,
    stack,
    key,
    bucket: buckets.lake,
    connectRepository,
    alarmTopic: createAlarmTopic(stack, platform, key),
    workloadSecurityGroup: workload,
    glueSecurityGroup: glue,
  };
}

function makePlace(stack: Stack, platform: AwsPlatform, key: FoundationResources["key"]): Place {
  const { vpc, privateSubnets, s3EndpointId } = createNetwork(stack, platform, key);
  return {
    vpc,
    privateSubnetIds: privateSubnets.map(({ subnetId }) => subnetId),
    vpcCidr: platform.aws.vpc.cidr,
    s3Path: { endpointId: s3EndpointId },
  };
}

function adoptPlace(stack: Stack, platform: AwsPlatform, vpcId: string): Place {
  const zones = [...zonesOf(platform)];
  const cidr = new CfnParameter(stack, "VpcCidr", {
    type: "String",
    // A VPC has no larger and no smaller range.
    allowedPattern: "^(\\d{1,3}\\.){3}\\d{1,3}/(1[6-9]|2[0-8])$",
    description: `Range of ${vpcId}`,
  });
  const { subnets } = platform.aws.vpc;
  const privateSubnetIds = subnets ?? subnetsParameter(stack, vpcId, zones.length);
  const vpc = Vpc.fromVpcAttributes(stack, "Vpc", {
    vpcId,
    vpcCidrBlock: cidr.valueAsString,
    availabilityZones: zones,
    privateSubnetIds,
  });
  return { vpc, privateSubnetIds, vpcCidr: cidr.valueAsString, s3Path: { vpcId } };
}

function subnetsParameter(stack: Stack, vpcId: string, count: number): string[] {
  const parameter = new CfnParameter(stack, "PrivateSubnetIds", {
    type: "List<AWS::EC2::Subnet::Id>",
    description: `Private subnets of ${vpcId}, one in each zone, in the order of the zones`,
  });
  return Array.from({ length: count }, (_, index) => Fn.select(index, parameter.valueAsList));
}

/** On every node. The nodes of an adopted cluster carry that cluster's own group already. */
function workloadSecurityGroup(
  stack: Stack,
  platform: AwsPlatform,
  vpc: FoundationResources["vpc"],
): ISecurityGroup {
  if (platform.aws.eks.existing === undefined) {
    return new SecurityGroup(stack, "WorkloadSecurityGroup", {
      vpc,
      description: "Kubernetes nodes: may reach Kafka and the databases",
    });
  }
  const parameter = new CfnParameter(stack, "ClusterSecurityGroupId", {
    type: "AWS::EC2::SecurityGroup::Id",
    description: `Cluster security group of the EKS cluster ${platform.aws.eks.existing}`,
  });
  return SecurityGroup.fromSecurityGroupId(
    stack,
    "WorkloadSecurityGroup",
    parameter.valueAsString,
    { mutable: false },
  );
}

/** https://docs.aws.amazon.com/glue/latest/dg/setup-vpc-for-glue-access.html */
function createGlueSecurityGroup(stack: Stack, vpc: FoundationResources["vpc"]): SecurityGroup {
  const securityGroup = new SecurityGroup(stack, "GlueSecurityGroup", {
    vpc,
    description: "Spark job: its own nodes, Kafka and the databases",
  });
  securityGroup.addIngressRule(securityGroup, Port.allTcp(), "between the nodes of the job");
  return securityGroup;
}
