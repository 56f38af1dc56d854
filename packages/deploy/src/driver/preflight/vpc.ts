import { zonesOf } from "../../aws-platform.ts";
import type { DriverContext } from "../deploy-step.ts";
import { choosePrivateSubnets, isPublic } from "../private-subnets.ts";
import { blocks, type PreflightFinding, warns } from "./finding.ts";

type Context = Pick<DriverContext, "aws" | "platform">;

/** What nodes, Jobs and the Spark job speak to; without NAT each needs an endpoint in the VPC. */
export const neededEndpoints = [
  "s3",
  "ecr.api",
  "ecr.dkr",
  "sts",
  "glue",
  "logs",
  "secretsmanager",
  "eks-auth",
] as const;

/** What an adopted VPC lacks. */
export async function checkVpc({ aws, platform }: Context): Promise<PreflightFinding[]> {
  const { existing, subnets: named } = platform.aws.vpc;
  if (existing === undefined) return platform.aws.vpc.nat === "none" ? [mirrors()] : [];
  const vpc = await aws.ec2.describeVpc(existing);
  if (vpc === undefined) {
    const message = `there is no VPC ${existing} in ${platform.aws.region}`;
    return [blocks("vpc", { code: "VPC_ABSENT", message, remedy: "correct aws.vpc.existing" })];
  }
  const [subnets, routeTables, endpoints, dnsSupport, dnsHostnames] = await Promise.all([
    aws.ec2.describeSubnets(existing),
    aws.ec2.describeRouteTables(existing),
    aws.ec2.describeVpcEndpoints(existing),
    aws.ec2.describeVpcAttribute(existing, "enableDnsSupport"),
    aws.ec2.describeVpcAttribute(existing, "enableDnsHostnames"),
  ]);
  const findings: PreflightFinding[] = [];
  for (const [attribute, on] of [
    ["enableDnsSupport", dnsSupport],
    ["enableDnsHostnames", dnsHostnames],
  ] as const) {
    if (on) continue;
    findings.push(
      blocks("vpc", {
        code: "VPC_DNS_OFF",
        message: `${existing} has ${attribute} off: names of brokers, databases and endpoints do not resolve`,
        remedy: `aws ec2 modify-vpc-attribute --vpc-id ${existing} --${attribute === "enableDnsSupport" ? "enable-dns-support" : "enable-dns-hostnames"}`,
      }),
    );
  }
  const zones = zonesOf(platform);
  const used: (string | undefined)[] = [];
  if (named === undefined) {
    for (const { zone, subnetId, why } of choosePrivateSubnets(zones, subnets, routeTables)) {
      used.push(subnetId);
      if (subnetId !== undefined) continue;
      findings.push(
        blocks("vpc", {
          code: "SUBNET_ABSENT",
          message: `${existing} has no private subnet in ${zone}: ${why}`,
          remedy: "make one, or name subnets in aws.vpc.subnets and zones in aws.vpc.zones",
        }),
      );
    }
  }
  for (const [index, id] of (named ?? []).entries()) {
    used.push(id);
    const subnet = subnets.find(({ SubnetId }) => SubnetId === id);
    const problem =
      subnet === undefined
        ? `is not in ${existing}`
        : subnet.AvailabilityZone !== zones[index]
          ? `is in ${subnet.AvailabilityZone}, expected ${zones[index]}`
          : isPublic(subnet, routeTables)
            ? "has a route to an internet gateway"
            : undefined;
    if (problem === undefined) continue;
    const remedy = "name three private subnets in the order of the zones";
    findings.push(blocks("vpc", { code: "SUBNET_UNFIT", message: `${id} ${problem}`, remedy }));
  }
  const egress = used.every((id) =>
    routeTables.some(
      ({ Associations = [], Routes = [] }) =>
        Associations.some(({ SubnetId, Main }) => SubnetId === id || Main === true) &&
        Routes.some(({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0"),
    ),
  );
  if (!egress) {
    const services = endpoints.map(({ ServiceName = "" }) => ServiceName);
    const lacking = neededEndpoints.filter(
      (name) => !services.some((each) => each.endsWith(`.${name}`)),
    );
    if (lacking.length > 0) {
      findings.push(
        blocks("vpc", {
          code: "ENDPOINTS_ABSENT",
          message: `the private subnets of ${existing} have no way out, and no endpoint of ${lacking.join(", ")}`,
          remedy: "add a NAT gateway, or these VPC endpoints",
        }),
      );
    }
    findings.push(mirrors());
  }
  return findings;
}

function mirrors(): PreflightFinding {
  return warns("vpc", {
    code: "MIRRORS_NEEDED",
    message:
      "without NAT nobody in the VPC reaches quay.io, ghcr.io, registry.k8s.io, public.ecr.aws, Maven Central and the chart repositories",
    remedy: "give an image in aws.connect.image, and mirror images and charts inside the VPC",
  });
}
