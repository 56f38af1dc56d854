import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from "aws-cdk-lib/aws-ec2";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Aws, RemovalPolicy, type Stack, Tags } from "aws-cdk-lib/core";
import { type AwsPlatform, zonesOf } from "../aws-platform.ts";
import { interfaceEndpointServices } from "./network-endpoint-services.ts";

export interface Network {
  readonly vpc: IVpc;
  readonly privateSubnets: readonly ISubnet[];
  /** Gateway endpoint of S3. */
  readonly s3EndpointId: string;
}

const natGateways = { one: 1, "per-zone": 3, none: 0 } as const;

/**
 * Three zones with a private subnet each. The public subnets hold nothing but NAT gateways; without
 * NAT their ranges are left free, so that a later NAT moves no private subnet.
 */
export function createNetwork(stack: Stack, platform: AwsPlatform, key: IKey): Network {
  const { cidr, nat } = platform.aws.vpc;
  const vpc = new Vpc(stack, "Vpc", {
    vpcName: platform.name,
    ipAddresses: IpAddresses.cidr(cidr),
    availabilityZones: [...zonesOf(platform)],
    natGateways: natGateways[nat],
    subnetConfiguration: [
      {
        name: "public",
        subnetType: SubnetType.PUBLIC,
        cidrMask: 26,
        mapPublicIpOnLaunch: false,
        reserved: nat === "none",
      },
      {
        name: "private",
        subnetType: nat === "none" ? SubnetType.PRIVATE_ISOLATED : SubnetType.PRIVATE_WITH_EGRESS,
      },
    ],
    // Would take a Lambda function; nothing of the platform uses the default group.
    restrictDefaultSecurityGroup: false,
  });
  const privateSubnets = nat === "none" ? vpc.isolatedSubnets : vpc.privateSubnets;
  for (const [kind, subnets] of [
    ["public", vpc.publicSubnets],
    ["private", privateSubnets],
  ] as const) {
    for (const subnet of subnets) {
      Tags.of(subnet).add("Name", `${platform.name}-${kind}-${subnet.availabilityZone.slice(-1)}`);
    }
  }
  const s3 = vpc.addGatewayEndpoint("S3Endpoint", { service: GatewayVpcEndpointAwsService.S3 });
  // CDK's classes are not written for `exactOptionalPropertyTypes`; its interfaces mean them.
  const network = { vpc: vpc as IVpc, privateSubnets };
  createInterfaceEndpoints(stack, platform, network);
  createFlowLog(stack, platform, vpc, key);
  return { ...network, s3EndpointId: s3.vpcEndpointId };
}

function createInterfaceEndpoints(
  stack: Stack,
  platform: AwsPlatform,
  { vpc, privateSubnets }: Pick<Network, "vpc" | "privateSubnets">,
): void {
  const securityGroup = new SecurityGroup(stack, "EndpointSecurityGroup", {
    vpc,
    description: "Interface endpoints of AWS services: https from the VPC",
    allowAllOutbound: false,
  });
  securityGroup.addIngressRule(Peer.ipv4(platform.aws.vpc.cidr), Port.tcp(443), "https");
  for (const service of interfaceEndpointServices(platform)) {
    new InterfaceVpcEndpoint(stack, `${pascalCase(service)}Endpoint`, {
      vpc,
      service: new InterfaceVpcEndpointAwsService(service),
      subnets: { subnets: [...privateSubnets] },
      securityGroups: [securityGroup],
      open: false,
      privateDnsEnabled: true,
    });
  }
}

const pascalCase = (text: string) =>
  text.replace(/(^|[.-])([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

function createFlowLog(stack: Stack, platform: AwsPlatform, vpc: Vpc, key: IKey): void {
  const logGroup = new LogGroup(stack, "FlowLogGroup", {
    logGroupName: `/weir/${platform.name}/vpc-flow-logs`,
    retention: platform.aws.logRetentionDays,
    encryptionKey: key,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(stack, "FlowLogRole", {
    // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
    assumedBy: new ServicePrincipal("vpc-flow-logs.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  });
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      resources: [logGroup.logGroupArn],
    }),
  );
  vpc.addFlowLog("FlowLog", {
    destination: FlowLogDestination.toCloudWatchLogs(logGroup, role),
    trafficType: FlowLogTrafficType.ALL,
  });
}
