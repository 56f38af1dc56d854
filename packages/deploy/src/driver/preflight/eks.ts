import { describeError } from "@weir/core";
import { awsNames } from "../../aws-names.ts";
import type { DriverContext } from "../deploy-step.ts";
import { blocks, type PreflightFinding, warns } from "./finding.ts";
import { containsRange } from "./ranges.ts";

// https://strimzi.io/downloads/ : Strimzi 1.2 runs on 1.30 and newer.
const leastMinor = 30;
const podIdentityAgent = "eks-pod-identity-agent";

export interface EksCheckOptions {
  /** Who the credentials belong to, as STS says it. */
  readonly principalArn: string;
  /** Whether steps that speak to Kubernetes are about to run. */
  readonly needsApi: boolean;
  readonly publicAddress?: (() => Promise<string | undefined>) | undefined;
}

/** What an adopted cluster lacks, and whether the API of the cluster can be reached from here. */
export async function checkEks(
  context: Pick<DriverContext, "aws" | "platform" | "kubernetes">,
  options: EksCheckOptions,
): Promise<PreflightFinding[]> {
  const { aws, platform } = context;
  const { existing } = platform.aws.eks;
  const name = existing ?? awsNames(platform).cluster;
  const cluster = await aws.eks.describeCluster(name);
  const findings: PreflightFinding[] = [];
  if (existing !== undefined) {
    if (cluster === undefined) {
      const message = `there is no EKS cluster ${existing} in ${platform.aws.region}`;
      return [blocks("eks", { code: "EKS_ABSENT", message, remedy: "correct aws.eks.existing" })];
    }
    const minor = Number(cluster.version?.split(".")[1] ?? 0);
    if (minor < leastMinor) {
      findings.push(
        blocks("eks", {
          code: "EKS_TOO_OLD",
          message: `${existing} runs Kubernetes ${cluster.version}, Strimzi needs 1.${leastMinor} or newer`,
          remedy: "upgrade the cluster",
        }),
      );
    }
    const vpc = cluster.resourcesVpcConfig?.vpcId;
    if (vpc !== platform.aws.vpc.existing) {
      findings.push(
        blocks("eks", {
          code: "EKS_ELSEWHERE",
          message: `${existing} lives in ${vpc}, the spec says ${platform.aws.vpc.existing}`,
          remedy: "correct aws.vpc.existing",
        }),
      );
    }
    if (!(await aws.eks.listAddons(existing)).includes(podIdentityAgent)) {
      findings.push(
        blocks("eks", {
          code: "POD_IDENTITY_ABSENT",
          message: `${existing} has no addon ${podIdentityAgent}: no pod gets credentials`,
          remedy: `aws eks create-addon --cluster-name ${existing} --addon-name ${podIdentityAgent}`,
        }),
      );
    }
  }
  findings.push(...checkAdministrators(platform, cluster !== undefined, options.principalArn));
  if (options.needsApi) findings.push(...(await checkReach(context, cluster?.status, options)));
  return findings;
}

/**
 * EKS makes an access entry for whoever makes the cluster; a second one for the same principal fails
 * the stack, after the quarter of an hour that the cluster took.
 * https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
function checkAdministrators(
  { aws }: Pick<DriverContext, "platform">["platform"],
  clusterIsThere: boolean,
  principalArn: string,
): PreflightFinding[] {
  if (clusterIsThere || aws.eks.existing !== undefined) return [];
  const self = aws.access.adminRoles.find((role) => isPrincipal(role, principalArn));
  if (self === undefined) return [];
  return [
    blocks("eks", {
      code: "ADMIN_IS_CREATOR",
      message: `aws.access.adminRoles names ${self}, which makes the cluster and so administers it already: a second access entry is refused`,
      remedy: "take it out of aws.access.adminRoles",
    }),
  ];
}

/** `arn:aws:sts::1:assumed-role/NAME/SESSION` is the role NAME, which may stand under a path in IAM. */
export function isPrincipal(iamArn: string, callerArn: string): boolean {
  const assumed = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(callerArn);
  if (assumed === null) return iamArn === callerArn;
  const [, partition, account, role] = assumed;
  return (
    iamArn.startsWith(`arn:${partition}:iam::${account}:role/`) && iamArn.split("/").at(-1) === role
  );
}

async function checkReach(
  { platform, kubernetes }: Pick<DriverContext, "platform" | "kubernetes">,
  status: string | undefined,
  { publicAddress }: EksCheckOptions,
): Promise<PreflightFinding[]> {
  if (status === "ACTIVE" || status === "UPDATING") {
    try {
      await kubernetes();
      return [];
    } catch (error) {
      const remedy =
        error instanceof Error && "remedy" in error && typeof error.remedy === "string"
          ? error.remedy
          : "look at network and access entries of the cluster";
      return [blocks("eks", { code: "API_UNREACHABLE", message: describeError(error), remedy })];
    }
  }
  const { cidrs } = platform.aws.access;
  if (cidrs.length === 0) {
    const inside = platform.aws.vpc.existing === undefined;
    const finding = {
      code: "API_PRIVATE",
      message:
        "aws.access.cidrs is empty: only machines inside the VPC will reach the Kubernetes API",
      remedy:
        "add this machine's public address to aws.access.cidrs; or deploy --only foundation, data and platform, and the rest from inside the VPC",
    };
    // Nobody is inside a VPC that is not there yet; inside an adopted one we may be.
    return [inside ? blocks("eks", finding) : warns("eks", finding)];
  }
  const address = await publicAddress?.();
  if (address === undefined || cidrs.some((cidr) => containsRange(cidr, address))) return [];
  return [
    warns("eks", {
      code: "ADDRESS_NOT_ALLOWED",
      message: `this machine's public address ${address} is in none of aws.access.cidrs (${cidrs.join(", ")})`,
      remedy: `add ${address}/32, unless this machine reaches the VPC another way`,
    }),
  ];
}
