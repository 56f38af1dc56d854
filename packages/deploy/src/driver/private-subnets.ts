import { WeirError } from "@weir/core";
import type { AwsClients } from "../aws/aws-clients.ts";
import type { RouteTable, Subnet } from "../aws/ec2.ts";
import { type AwsPlatform, zonesOf } from "../aws-platform.ts";

/** What was found in a zone: a subnet, or why there is none. */
export interface ZoneSubnet {
  readonly zone: string;
  readonly subnetId: string | undefined;
  readonly why: string;
}

type RouteTableAssociation = NonNullable<RouteTable["Associations"]>[number];

// What EKS and load balancers read. https://docs.aws.amazon.com/eks/latest/best-practices/subnets.html
const internalTag = "kubernetes.io/role/internal-elb";

/**
 * One private subnet for each zone: tagged for internal load balancers first, then the one with most
 * free addresses, then by id, so that the answer stays the same. Private: no route to an internet
 * gateway. Pure.
 */
export function choosePrivateSubnets(
  zones: readonly string[],
  subnets: readonly Subnet[],
  routeTables: readonly RouteTable[],
): ZoneSubnet[] {
  return zones.map((zone) => {
    const inZone = subnets.filter(({ AvailabilityZone }) => AvailabilityZone === zone);
    const isPrivate = (subnet: Subnet) => !isPublic(subnet, routeTables);
    const [best] = inZone
      .filter(isPrivate)
      .toSorted((a, b) => rank(b) - rank(a) || compareIds(a, b));
    const why =
      inZone.length === 0
        ? "no subnet in this zone"
        : best === undefined
          ? `all ${inZone.length} subnets of this zone have a route to an internet gateway`
          : `private, ${best.AvailableIpAddressCount ?? 0} free addresses`;
    return { zone, subnetId: best?.SubnetId, why };
  });
}

function rank({ Tags = [], AvailableIpAddressCount = 0 }: Subnet): number {
  const tagged = Tags.some(({ Key, Value }) => Key === internalTag && Value === "1");
  return (tagged ? 1e9 : 0) + AvailableIpAddressCount;
}

function compareIds(a: Subnet, b: Subnet): number {
  return (a.SubnetId ?? "") < (b.SubnetId ?? "") ? -1 : 1;
}

/** By its own route table, else by the VPC's main one. */
export function isPublic({ SubnetId }: Subnet, routeTables: readonly RouteTable[]): boolean {
  const of = (test: (association: RouteTableAssociation) => boolean) =>
    routeTables.find(({ Associations = [] }) => Associations.some(test));
  const table = of((each) => each.SubnetId === SubnetId) ?? of((each) => each.Main === true);
  return (table?.Routes ?? []).some(({ GatewayId = "" }) => GatewayId.startsWith("igw-"));
}

/**
 * The three private subnets of an adopted VPC, in the order of the zones: the spec's, else found.
 * @throws WeirError PREFLIGHT_FAILED, with what each zone lacks
 */
export async function findPrivateSubnets(
  aws: Pick<AwsClients, "ec2">,
  platform: AwsPlatform,
): Promise<string[]> {
  const { existing = "", subnets } = platform.aws.vpc;
  if (subnets !== undefined) return [...subnets];
  const [all, routeTables] = await Promise.all([
    aws.ec2.describeSubnets(existing),
    aws.ec2.describeRouteTables(existing),
  ]);
  const chosen = choosePrivateSubnets(zonesOf(platform), all, routeTables);
  const lacking = chosen.filter(({ subnetId }) => subnetId === undefined);
  if (lacking.length === 0) return chosen.map(({ subnetId = "" }) => subnetId);
  const lines = lacking.map(({ zone, why }) => `${zone}: ${why}`);
  throw new WeirError(
    "PREFLIGHT_FAILED",
    `${existing} has no private subnet in every zone: ${lines.join("; ")}`,
    { remedy: "name three subnets in aws.vpc.subnets, or other zones in aws.vpc.zones" },
  );
}
