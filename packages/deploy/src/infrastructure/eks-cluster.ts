import { Peer, Port, SecurityGroup } from "aws-cdk-lib/aws-ec2";
import { CfnAccessEntry, CfnCluster } from "aws-cdk-lib/aws-eks";
import {
  Effect,
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Aws, RemovalPolicy, type Stack } from "aws-cdk-lib/core";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { versions } from "../versions.ts";
import type { FoundationResources } from "./foundation-resources.ts";

/** https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html */
const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

/** The Kubernetes control plane and who may use it. */
export function createCluster(
  stack: Stack,
  platform: AwsPlatform,
  foundation: FoundationResources,
): CfnCluster {
  const { cluster: name } = awsNames(platform);
  const { cidrs, adminRoles } = platform.aws.access;
  const logGroup = new LogGroup(stack, "ClusterLogGroup", {
    // EKS writes to this name, and would make it without encryption and retention.
    logGroupName: `/aws/eks/${name}/cluster`,
    retention: platform.aws.logRetentionDays,
    encryptionKey: foundation.key,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = createClusterRole(stack, foundation);
  const cluster = new CfnCluster(stack, "Cluster", {
    name,
    version: versions.kubernetes,
    roleArn: role.roleArn,
    resourcesVpcConfig: {
      subnetIds: [...foundation.privateSubnetIds],
      securityGroupIds: [createApiSecurityGroup(stack, foundation).securityGroupId],
      endpointPrivateAccess: true,
      endpointPublicAccess: cidrs.length > 0,
      ...(cidrs.length > 0 ? { publicAccessCidrs: [...cidrs] } : {}),
    },
    logging: { clusterLogging: { enabledTypes: logTypes.map((type) => ({ type })) } },
    encryptionConfig: [{ resources: ["secrets"], provider: { keyArn: foundation.key.keyArn } }],
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
    // Every add-on is one of this stack, with its version and its role.
    bootstrapSelfManagedAddons: false,
    // STANDARD would upgrade the control plane by itself when standard support of a version ends.
    upgradePolicy: { supportType: "EXTENDED" },
  });
  // The reference to the role waits for the role, not for what it may do.
  cluster.node.addDependency(logGroup, role.node.findChild("DefaultPolicy"));
  for (const [index, principalArn] of adminRoles.entries()) {
    new CfnAccessEntry(stack, `Admin${index + 1}`, {
      clusterName: cluster.ref,
      principalArn,
      accessPolicies: [
        {
          policyArn: `arn:${Aws.PARTITION}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
          accessScope: { type: "cluster" },
        },
      ],
    });
  }
  return cluster;
}

function createClusterRole(stack: Stack, { key }: FoundationResources): Role {
  const role = new Role(stack, "ClusterRole", {
    description: "EKS control plane",
    assumedBy: new ServicePrincipal("eks.amazonaws.com"),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("AmazonEKSClusterPolicy")],
  });
  // https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"],
      resources: [key.keyArn],
    }),
  );
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ["kms:CreateGrant"],
      resources: [key.keyArn],
      conditions: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
  );
  return role;
}

/** The private endpoint answers nodes by the cluster's own group, and by this one who is in the VPC. */
function createApiSecurityGroup(stack: Stack, { vpc, vpcCidr }: FoundationResources) {
  const securityGroup = new SecurityGroup(stack, "ApiSecurityGroup", {
    vpc,
    description: "Kubernetes API: https from the VPC",
    allowAllOutbound: false,
  });
  securityGroup.addIngressRule(Peer.ipv4(vpcCidr), Port.tcp(443), "kubectl and weir in the VPC");
  return securityGroup;
}
