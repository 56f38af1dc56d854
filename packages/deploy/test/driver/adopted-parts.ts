import type { FakeAws } from "../../src/testing/index.ts";
import { samplePlatform } from "./deploy-world.ts";

const vpcId = "vpc-0abc12345678";
export const mskArn = "arn:aws:kafka:eu-central-1:123456789012:cluster/old/1";
/** Adopts every part that can be. */
export const adopting = samplePlatform({
  vpc: { existing: vpcId },
  eks: { existing: "old" },
  msk: { existing: mskArn },
  rds: { existing: { shop: "old" } },
  registry: { existing: true },
  bucket: { existing: "old-lake" },
});

/** A network, cluster, broker and database that fit, except for what a test changes. */
export function adopt({ state }: FakeAws): void {
  state.ec2.vpcs.set(vpcId, { cidrBlock: "10.1.0.0/16" });
  for (const letter of ["a", "b", "c"]) {
    for (const kind of ["public", "private"]) {
      state.ec2.subnets.push({
        vpcId,
        subnetId: `subnet-${kind}${letter}`,
        availabilityZone: `eu-central-1${letter}`,
        availableIpAddressCount: 200,
      });
    }
  }
  const items = (all: unknown[]) => ({ element: "item", items: all });
  const route = (gatewayId: string) => ({ destinationCidrBlock: "0.0.0.0/0", gatewayId });
  state.ec2.routeTables.push(
    {
      vpcId,
      associationSet: items(["a", "b", "c"].map((each) => ({ subnetId: `subnet-public${each}` }))),
      routeSet: items([route("igw-1")]),
    },
    {
      vpcId,
      associationSet: items([{ main: true }]),
      routeSet: items([{ destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }]),
    },
  );
  const open = {
    ipProtocol: "tcp",
    fromPort: 0,
    toPort: 65_535,
    ipRanges: items([{ cidrIp: "10.0.0.0/8" }]),
  };
  state.ec2.securityGroups.push({ groupId: "sg-0data", ipPermissions: items([open]) });
  state.eks.clusters.set("old", {
    name: "old",
    status: "ACTIVE",
    version: "1.36",
    endpoint: "https://old.invalid",
    certificateAuthority: { data: "Y2E=" },
    resourcesVpcConfig: { vpcId, clusterSecurityGroupId: "sg-0cluster" },
  });
  state.eks.addons.set("old", ["eks-pod-identity-agent"]);
  state.kafka.clusters.set(mskArn, {
    clusterArn: mskArn,
    clusterName: "old",
    state: "ACTIVE",
    provisioned: {
      numberOfBrokerNodes: 3,
      clientAuthentication: { sasl: { iam: { enabled: true } } },
      brokerNodeGroupInfo: { securityGroups: ["sg-0data"] },
      currentBrokerSoftwareInfo: { configurationArn: "arn:conf", configurationRevision: 1 },
    },
  });
  state.kafka.configurations.set("arn:conf", "unclean.leader.election.enable=false\n");
  state.rds.parameterGroups.set("mine", {
    binlog_format: "ROW",
    binlog_row_image: "FULL",
    binlog_row_metadata: "FULL",
    "gtid-mode": "ON",
    enforce_gtid_consistency: "ON",
  });
  state.rds.instances.set("old", {
    DBInstanceIdentifier: "old",
    DBInstanceStatus: "available",
    Engine: "mysql",
    EngineVersion: "8.4.8",
    BackupRetentionPeriod: 7,
    MultiAZ: true,
    DeletionProtection: true,
    DBSubnetGroup: { VpcId: vpcId },
    Endpoint: { Address: "old.invalid", Port: 3306 },
    MasterUserSecret: {
      SecretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-old",
    },
    DBParameterGroups: {
      element: "DBParameterGroup",
      items: [{ DBParameterGroupName: "mine", ParameterApplyStatus: "in-sync" }],
    },
    VpcSecurityGroups: {
      element: "VpcSecurityGroupMembership",
      items: [{ VpcSecurityGroupId: "sg-0data" }],
    },
  });
  state.glue.registries.add("shop");
  state.s3.buckets.set("old-lake", new Map());
}
