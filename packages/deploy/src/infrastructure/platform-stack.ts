import type { CfnCluster } from "aws-cdk-lib/aws-eks";
import { CfnOutput, type Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { DataResources } from "./data-stack.ts";
import { createAddons } from "./eks-addons.ts";
import { createCluster } from "./eks-cluster.ts";
import { createNodes } from "./eks-nodes.ts";
import type { FoundationResources } from "./foundation-resources.ts";
import { createIdentities } from "./platform-identities.ts";
import { createStack } from "./weir-stack.ts";

export interface PlatformResources {
  readonly stack: Stack;
}

/**
 * The Kubernetes cluster with nodes and add-ons, or the adopted one, and the roles of its pods. The
 * adopted one must have the add-on eks-pod-identity-agent; the preflight looks.
 */
export function createPlatformStack(
  scope: Construct,
  platform: AwsPlatform,
  foundation: FoundationResources,
  data: DataResources,
): PlatformResources {
  const stack = createStack(scope, platform, "platform");
  const { existing } = platform.aws.eks;
  const name = existing ?? awsNames(platform).cluster;
  const reference = existing ?? makeCluster(stack, platform, foundation, name).ref;
  createIdentities(stack, platform, { name, reference }, foundation, data);
  new CfnOutput(stack, "ClusterName", { value: name, description: "The Kubernetes cluster" });
  return { stack };
}

function makeCluster(
  stack: Stack,
  platform: AwsPlatform,
  foundation: FoundationResources,
  name: string,
): CfnCluster {
  const cluster = createCluster(stack, platform, foundation);
  const { beforeNodes, afterNodes } = createAddons(stack, name, cluster);
  const nodes = createNodes(stack, platform, foundation, cluster);
  for (const group of nodes) group.node.addDependency(...beforeNodes);
  for (const addon of afterNodes) addon.node.addDependency(...nodes);
  return cluster;
}
