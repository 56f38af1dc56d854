import { CfnAddon, type CfnCluster } from "aws-cdk-lib/aws-eks";
import { ManagedPolicy } from "aws-cdk-lib/aws-iam";
import type { Stack } from "aws-cdk-lib/core";
import { podRole } from "./pod-role.ts";

export interface Addons {
  /** Must be there before the first node: without a network no node becomes ready. */
  readonly beforeNodes: readonly CfnAddon[];
  /** Become active only on nodes. */
  readonly afterNodes: readonly CfnAddon[];
}

/** AWS's add-ons in the default version of the cluster's Kubernetes version. */
export function createAddons(stack: Stack, clusterName: string, cluster: CfnCluster): Addons {
  const addon = (id: string, addonName: string, more: Partial<CfnAddonProps> = {}) =>
    new CfnAddon(stack, id, {
      clusterName: cluster.ref,
      addonName,
      resolveConflicts: "OVERWRITE",
      ...more,
    });
  const podIdentity = addon("PodIdentityAddon", "eks-pod-identity-agent");
  const networkRole = podRole(stack, "NetworkAddonRole", {
    description: "Network add-on of the nodes",
    clusterName,
    namespace: "kube-system",
    serviceAccount: "aws-node",
  });
  networkRole.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName("AmazonEKS_CNI_Policy"));
  const network = addon("NetworkAddon", "vpc-cni", {
    // Without it the cluster accepts NetworkPolicy and enforces none.
    // https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
    configurationValues: JSON.stringify({ enableNetworkPolicy: "true" }),
    podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: networkRole.roleArn }],
  });
  network.node.addDependency(podIdentity);
  const proxy = addon("ProxyAddon", "kube-proxy");
  const dns = addon("DnsAddon", "coredns");
  return { beforeNodes: [podIdentity, network, proxy], afterNodes: [dns] };
}

type CfnAddonProps = ConstructorParameters<typeof CfnAddon>[2];
