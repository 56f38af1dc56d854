import { CfnLaunchTemplate } from "aws-cdk-lib/aws-ec2";
import { type CfnCluster, CfnNodegroup } from "aws-cdk-lib/aws-eks";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Stack } from "aws-cdk-lib/core";
import { type AwsPlatform, zonesOf } from "../aws-platform.ts";
import { versions } from "../versions.ts";
import type { FoundationResources } from "./foundation-resources.ts";
import { nodeArchitecture } from "./node-architecture.ts";

/** Room for the images of workers and build, and for the log of a chatty pod. */
const volumeGiB = 50;

const amiTypes = { arm64: "AL2023_ARM_64_STANDARD", x86_64: "AL2023_x86_64_STANDARD" } as const;

/**
 * A node group in each zone: one over all of them would be balanced by the auto scaling group, which
 * may put two nodes into one zone and none into another, and workers stand one in each.
 */
export function createNodes(
  stack: Stack,
  platform: AwsPlatform,
  foundation: FoundationResources,
  cluster: CfnCluster,
): CfnNodegroup[] {
  const { instanceType, nodes } = platform.aws.eks;
  const role = createNodeRole(stack);
  const launchTemplate = createLaunchTemplate(stack, platform, foundation, cluster);
  return zonesOf(platform).map((zone, index) => {
    const size = nodesInZone(nodes, index);
    return new CfnNodegroup(stack, `Nodes${zone.slice(-1).toUpperCase()}`, {
      clusterName: cluster.ref,
      nodeRole: role.roleArn,
      subnets: [foundation.privateSubnetIds[index] ?? ""],
      amiType: amiTypes[nodeArchitecture(instanceType)],
      capacityType: "ON_DEMAND",
      instanceTypes: [instanceType],
      version: versions.kubernetes,
      launchTemplate: { id: launchTemplate.ref, version: launchTemplate.attrLatestVersionNumber },
      scalingConfig: { minSize: size, desiredSize: size, maxSize: size },
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: { enabled: true },
      tags: { ...platform.aws.tags, "weir:platform": platform.name },
    });
  });
}

/** Nodes of one of the three zones: as many in each, what is left from the first on. */
export function nodesInZone(nodes: number, zone: number): number {
  return Math.floor(nodes / 3) + (zone < nodes % 3 ? 1 : 0);
}

/** What AWS's image needs to join; the network add-on and every pod have roles of their own. */
function createNodeRole(stack: Stack): Role {
  return new Role(stack, "NodeRole", {
    description: "Kubernetes nodes",
    assumedBy: new ServicePrincipal("ec2.amazonaws.com"),
    managedPolicies: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"].map(
      (name) => ManagedPolicy.fromAwsManagedPolicyName(name),
    ),
  });
}

function createLaunchTemplate(
  stack: Stack,
  platform: AwsPlatform,
  foundation: FoundationResources,
  cluster: CfnCluster,
): CfnLaunchTemplate {
  const tags = Object.entries({
    ...platform.aws.tags,
    "weir:platform": platform.name,
    Name: `${platform.name}-node`,
  }).map(([key, value]) => ({ key, value }));
  return new CfnLaunchTemplate(stack, "NodeTemplate", {
    launchTemplateData: {
      // With groups of its own in the template, a node does not get the cluster's by itself.
      securityGroupIds: [
        cluster.attrClusterSecurityGroupId,
        foundation.workloadSecurityGroup.securityGroupId,
      ],
      // One hop: pods do not reach the node's credentials.
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            // AWS's key of the account: Auto Scaling's service role, which may not be there yet,
            // would need a grant of the platform's. A node keeps nothing but images and logs.
            encrypted: true,
            volumeType: "gp3",
            volumeSize: volumeGiB,
            deleteOnTermination: true,
          },
        },
      ],
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags,
      })),
    },
  });
}
