import type { Acknowledgement } from "./acknowledgement.ts";

const managedPolicy = (name: string) =>
  `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`;

/** What cdk-nag finds in the platform stack, and why it stays. */
export const platformAcknowledgements: readonly Acknowledgement[] = [
  {
    path: /^ClusterRole$/,
    id: managedPolicy("AmazonEKSClusterPolicy"),
    reason:
      "EKS demands this policy on the role of a control plane and widens it with its versions; a copy would break the next upgrade.",
  },
  {
    path: /^NodeRole$/,
    id: managedPolicy("AmazonEKSWorkerNodePolicy"),
    reason:
      "What AWS's own image calls to join; it changes with the image. It reads descriptions and nothing else.",
  },
  {
    path: /^NodeRole$/,
    id: managedPolicy("AmazonEC2ContainerRegistryPullOnly"),
    reason:
      "Nodes pull AWS's add-ons from registries whose accounts differ by region, and may push nothing.",
  },
  {
    path: /^NetworkAddonRole$/,
    id: managedPolicy("AmazonEKS_CNI_Policy"),
    reason:
      "The policy that the network add-on names as its own; the node's role is free of it, and only the service account aws-node gets it.",
  },
  {
    path: /^ConnectRole\/DefaultPolicy$/,
    id: "AwsSolutions-IAM5[Resource::*]",
    reason:
      "glue:GetSchemaVersion only: the converter asks for a version by its id, for which IAM has no ARN; AWS's own example says the same.",
  },
  {
    path: /^ConnectRole\/DefaultPolicy$/,
    id: /^AwsSolutions-IAM5\[Resource::arn:<AWS::Partition>:glue:<AWS::Region>:<AWS::AccountId>:schema\/[^/*]+\/\*\]$/,
    reason:
      "The schemas of the platform's own registry: each captured table adds two, under names that are known only when it is captured.",
  },
  {
    path: /^SecretsRole\/DefaultPolicy$/,
    id: "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]",
    reason:
      "Only where a database is adopted, whose secret has a key that the spec does not name: held by conditions to Secrets Manager and to that secret's ARN.",
  },
  {
    path: /^(Connect|Jobs)Kafka\d+$/,
    id: /^AwsSolutions-IAM5\[Resource::arn:.+:topic\/.+\/[A-Za-z0-9_]+\.\*\]$/,
    reason:
      "The topics of one source, <source>.<database>.<table>: connectors add tables, and with them topics, without a change of the stack.",
  },
  {
    path: /^ConnectRole\/DefaultPolicy$/,
    id: /^AwsSolutions-IAM5\[Resource::arn:.+:transactional-id\/.+\/[a-z0-9-]+-connect-\*\]$/,
    reason:
      "Exactly-once support: Kafka Connect forms one transactional id per task out of the group's name.",
  },
  {
    path: /^ApiSecurityGroup$/,
    id: "AwsSolutions-EC23",
    reason:
      "In an adopted VPC its range is a parameter, which the rule cannot read; the parameter takes the range of a VPC, /16 at most.",
  },
  {
    path: /^Cluster$/,
    id: "AwsSolutions-EKS1",
    reason:
      "Only where the spec names access.cidrs: the API then answers these ranges beside the VPC, and the spec refuses 0.0.0.0/0.",
  },
];
