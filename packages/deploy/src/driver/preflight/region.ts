import { WeirError } from "@weir/core";
import type { CallerIdentity } from "../../aws/sts.ts";
import { zonesOf } from "../../aws-platform.ts";
import type { DriverContext } from "../deploy-step.ts";
import { blocks, type PreflightFinding } from "./finding.ts";

type Context = Pick<DriverContext, "aws" | "platform">;

// What kubelet, operators and the runtime keep of a node's memory for themselves.
const nodeOverheadMiB = 1_536;

/** Who we are. @throws AWS_ACCOUNT_MISMATCH, and what translateAwsError makes of credentials */
export async function checkAccount({ aws, platform }: Context): Promise<CallerIdentity> {
  const identity = await aws.sts.getCallerIdentity();
  const { account } = platform.aws;
  if (account === undefined || account === identity.account) return identity;
  throw new WeirError(
    "AWS_ACCOUNT_MISMATCH",
    `the credentials (${identity.arn}) belong to account ${identity.account}, the spec wants ${account}`,
    { remedy: "use credentials of that account (AWS_PROFILE), or correct aws.account" },
  );
}

/** Zones and instance types that the region has. */
export async function checkRegion({ aws, platform }: Context): Promise<PreflightFinding[]> {
  const { region, eks, connect } = platform.aws;
  const findings: PreflightFinding[] = [];
  const zones = await aws.ec2.describeAvailabilityZones();
  const absent = zonesOf(platform).filter((zone) => !zones.includes(zone));
  if (absent.length > 0) {
    findings.push(
      blocks("vpc", {
        code: "ZONE_ABSENT",
        message: `${region} has no zone ${absent.join(", ")} for this account; it has ${zones.join(", ")}`,
        remedy: "name three of them in aws.vpc.zones",
      }),
    );
  }
  if (eks.existing !== undefined) return findings;
  const type = await aws.ec2.describeInstanceType(eks.instanceType);
  if (type === undefined) {
    return [
      ...findings,
      blocks("eks", {
        code: "INSTANCE_TYPE_ABSENT",
        message: `${region} has no instance type ${eks.instanceType}`,
        remedy: "choose another aws.eks.instanceType",
      }),
    ];
  }
  const memoryMiB = type.MemoryInfo?.SizeInMiB ?? 0;
  if (memoryMiB < connect.memoryMiB + nodeOverheadMiB) {
    findings.push(
      blocks("eks", {
        code: "INSTANCE_TYPE_TOO_SMALL",
        message: `${eks.instanceType} has ${memoryMiB} MiB, a worker needs ${connect.memoryMiB} and the node ${nodeOverheadMiB} MiB`,
        remedy: "choose a larger aws.eks.instanceType, or less aws.connect.memoryMiB",
      }),
    );
  }
  return findings;
}
