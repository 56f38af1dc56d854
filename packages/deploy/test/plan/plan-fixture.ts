import { type PlatformInput, platformSpec } from "@weir/core";
import { type AwsPlatform, requireAws } from "../../src/aws-platform.ts";
import type { InfrastructureTemplates } from "../../src/plan/template.ts";

const person = { fullfillment: { tables: ["test_db.person"] } } satisfies PlatformInput["sources"];

/** A platform with every default, in the region of the price table. */
export function platformOf(
  aws: Partial<PlatformInput["aws"]> = {},
  rest: Partial<PlatformInput> = {},
): AwsPlatform {
  const input = { name: "legopoc", sources: person, ...rest };
  return requireAws(platformSpec.parse({ ...input, aws: { region: "us-east-1", ...aws } }));
}

/** As many sources as wanted, each with one table. */
export function sourcesOf(count: number): PlatformInput["sources"] {
  const numbers = Array.from({ length: count }, (_, index) => index);
  return Object.fromEntries(numbers.map((n) => [`s${n}`, { tables: [`d.t${n}`] }]));
}

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

const resource = (
  Type: string,
  Properties: Readonly<Record<string, unknown>> = {},
  more: Partial<Resource> = {},
): Resource => ({ Type, Properties, ...more });

const subnets = ["A", "B", "C"].map((zone) => ({ Ref: `Private${zone}` }));

/** One resource of each kind that has a price or data, in the sizes of the reference floor. */
export const templates: InfrastructureTemplates = {
  "legopoc-foundation": {
    Resources: {
      Key: resource("AWS::KMS::Key", {}, { DeletionPolicy: "Retain" }),
      Bucket: resource("AWS::S3::Bucket", { BucketName: "lake" }, { DeletionPolicy: "Retain" }),
      Vpc: resource("AWS::EC2::VPC", { CidrBlock: "10.60.0.0/16" }),
      PrivateA: resource("AWS::EC2::Subnet", { VpcId: { Ref: "Vpc" }, CidrBlock: "10.60.0.0/20" }),
      Nat: resource("AWS::EC2::NatGateway", { SubnetId: { Ref: "PrivateA" } }),
      GlueEndpoint: resource("AWS::EC2::VPCEndpoint", {
        VpcEndpointType: "Interface",
        VpcId: { Ref: "Vpc" },
        SubnetIds: subnets,
      }),
      S3Endpoint: resource("AWS::EC2::VPCEndpoint", {
        VpcEndpointType: "Gateway",
        VpcId: { Ref: "Vpc" },
      }),
      Repository: resource("AWS::ECR::Repository", { RepositoryName: "legopoc-connect" }),
    },
  },
  "legopoc-data": {
    Resources: {
      Kafka: resource("AWS::MSK::Cluster", {
        ClusterName: "legopoc",
        KafkaVersion: "4.1.x.kraft",
        NumberOfBrokerNodes: 3,
        EnhancedMonitoring: "PER_BROKER",
        BrokerNodeGroupInfo: {
          ClientSubnets: subnets,
          InstanceType: "kafka.m7g.large",
          StorageInfo: { EBSStorageInfo: { VolumeSize: 100 } },
        },
      }),
      Database: resource(
        "AWS::RDS::DBInstance",
        {
          DBInstanceIdentifier: "legopoc-fullfillment",
          DBInstanceClass: "db.m7g.large",
          Engine: "mysql",
          EngineVersion: "8.4.10",
          AllocatedStorage: "100",
          BackupRetentionPeriod: 7,
          MultiAZ: true,
          ManageMasterUserPassword: true,
          StorageEncrypted: true,
        },
        { DeletionPolicy: "Snapshot" },
      ),
      CdcSecret: resource("AWS::SecretsManager::Secret", { Name: "weir/legopoc/fullfillment/cdc" }),
      Registry: resource("AWS::Glue::Registry", { Name: "legopoc" }),
    },
  },
  "legopoc-platform": {
    Resources: {
      Cluster: resource("AWS::EKS::Cluster", { Name: "legopoc", Version: "1.36" }),
      NodeTemplate: resource("AWS::EC2::LaunchTemplate", {
        LaunchTemplateData: { BlockDeviceMappings: [{ Ebs: { VolumeSize: 50 } }] },
      }),
      ...Object.fromEntries(
        ["A", "B", "C"].map((zone) => [
          `Nodes${zone}`,
          resource("AWS::EKS::Nodegroup", {
            ClusterName: { Ref: "Cluster" },
            InstanceTypes: ["m7g.large"],
            ScalingConfig: { MinSize: 1, DesiredSize: 1, MaxSize: 1 },
          }),
        ]),
      ),
    },
  },
  "legopoc-lake": {
    Resources: {
      Job: resource("AWS::Glue::Job", {
        Name: "legopoc-lake",
        WorkerType: "G.1X",
        NumberOfWorkers: 2,
      }),
      JobLog: resource("AWS::Logs::LogGroup", { LogGroupName: "/aws-glue/legopoc" }),
    },
  },
  "legopoc-observability": {
    Resources: {
      Lag: resource("AWS::CloudWatch::Alarm", { AlarmName: "lag" }),
      Storage: resource("AWS::CloudWatch::Alarm", { AlarmName: "storage" }),
      Dashboard: resource("AWS::CloudWatch::Dashboard", { DashboardName: "legopoc" }),
    },
  },
};

/** The templates with one property of one resource set to another value. */
export function withProperty(
  stack: string,
  id: string,
  property: string,
  value: unknown,
): InfrastructureTemplates {
  const copy = structuredClone(templates) as Record<
    string,
    { Resources: Record<string, Resource> }
  >;
  const found = copy[stack]?.Resources[id];
  if (found === undefined) throw new Error(`the fixture has no ${stack} ${id}`);
  Object.assign(found.Properties, { [property]: value });
  return copy;
}

/** The templates without one resource. */
export function withoutResource(stack: string, id: string): InfrastructureTemplates {
  const copy = structuredClone(templates) as Record<
    string,
    { Resources: Record<string, Resource> }
  >;
  delete copy[stack]?.Resources[id];
  return copy;
}
