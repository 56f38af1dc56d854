import type {
  InstanceTypeInfo,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcEndpoint,
} from "@aws-sdk/client-ec2";
import { type AwsOptions, awsService, clientConfig } from "./aws-service.ts";

export type { RouteTable, SecurityGroup, Subnet, Vpc, VpcEndpoint };

/** What the preflight reads of an adopted network. */
export function openEc2(options: AwsOptions) {
  const service = awsService("ec2", options, async () => {
    const sdk = await import("@aws-sdk/client-ec2");
    return { sdk, client: new sdk.EC2Client(clientConfig(options)) };
  });
  const inVpc = (vpcId: string) => [{ Name: "vpc-id", Values: [vpcId] }];
  return {
    /** Undefined where there is no such VPC in the region. */
    describeVpc: (vpcId: string): Promise<Vpc | undefined> =>
      service.callOptional("DescribeVpcs", ["InvalidVpcID.NotFound"], async (opened, send) => {
        const { sdk, client } = opened;
        const command = new sdk.DescribeVpcsCommand({ VpcIds: [vpcId] });
        return (await client.send(command, send)).Vpcs?.[0];
      }),

    describeVpcAttribute: (
      vpcId: string,
      attribute: "enableDnsSupport" | "enableDnsHostnames",
    ): Promise<boolean> =>
      service.call("DescribeVpcAttribute", async ({ sdk, client }, send) => {
        const command = new sdk.DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: attribute });
        const answer = await client.send(command, send);
        const { EnableDnsSupport, EnableDnsHostnames } = answer;
        const one = attribute === "enableDnsSupport" ? EnableDnsSupport : EnableDnsHostnames;
        return one?.Value ?? false;
      }),

    describeSubnets: (vpcId: string): Promise<Subnet[]> =>
      service.call("DescribeSubnets", async ({ sdk, client }, send) => {
        const command = new sdk.DescribeSubnetsCommand({ Filters: inVpc(vpcId) });
        return (await client.send(command, send)).Subnets ?? [];
      }),

    describeRouteTables: (vpcId: string): Promise<RouteTable[]> =>
      service.call("DescribeRouteTables", async ({ sdk, client }, send) => {
        const command = new sdk.DescribeRouteTablesCommand({ Filters: inVpc(vpcId) });
        return (await client.send(command, send)).RouteTables ?? [];
      }),

    describeVpcEndpoints: (vpcId: string): Promise<VpcEndpoint[]> =>
      service.call("DescribeVpcEndpoints", async ({ sdk, client }, send) => {
        const command = new sdk.DescribeVpcEndpointsCommand({ Filters: inVpc(vpcId) });
        return (await client.send(command, send)).VpcEndpoints ?? [];
      }),

    describeSecurityGroups: (ids: readonly string[]): Promise<SecurityGroup[]> =>
      service.call("DescribeSecurityGroups", async ({ sdk, client }, send) => {
        if (ids.length === 0) return [];
        const command = new sdk.DescribeSecurityGroupsCommand({ GroupIds: [...ids] });
        return (await client.send(command, send)).SecurityGroups ?? [];
      }),

    /** Names of the zones of the region that may be used. */
    describeAvailabilityZones: (): Promise<string[]> =>
      service.call("DescribeAvailabilityZones", async ({ sdk, client }, send) => {
        const answer = await client.send(new sdk.DescribeAvailabilityZonesCommand({}), send);
        return (answer.AvailabilityZones ?? []).flatMap(({ ZoneName, State }) =>
          ZoneName !== undefined && State === "available" ? [ZoneName] : [],
        );
      }),

    /** Undefined where the region has no such type. */
    describeInstanceType: (type: string): Promise<InstanceTypeInfo | undefined> =>
      service.callOptional(
        "DescribeInstanceTypes",
        ["InvalidInstanceType"],
        async (opened, send) => {
          const { sdk, client } = opened;
          const command = new sdk.DescribeInstanceTypesCommand({
            // A filter answers with nothing; a list of types would be an error of several names.
            Filters: [{ Name: "instance-type", Values: [type] }],
          });
          return (await client.send(command, send)).InstanceTypes?.[0];
        },
      ),

    close: service.close,
  };
}

export type Ec2 = ReturnType<typeof openEc2>;
