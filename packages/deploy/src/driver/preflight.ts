import { describeError, hasErrorCode, WeirError } from "@weir/core";
import { awsNames } from "../aws-names.ts";
import type { DriverContext, StepName } from "./deploy-step.ts";
import { type DriverOptions, openContext } from "./driver-context.ts";
import { checkEks } from "./preflight/eks.ts";
import { blocks, type PreflightFinding } from "./preflight/finding.ts";
import { checkMsk } from "./preflight/msk.ts";
import { checkRds } from "./preflight/rds.ts";
import { checkAccount, checkRegion } from "./preflight/region.ts";
import type { Caller } from "./preflight/security-group-path.ts";
import { checkStores } from "./preflight/stores.ts";
import { checkVpc } from "./preflight/vpc.ts";
import { outputsOf } from "./read-deployed.ts";

export type { PreflightFinding } from "./preflight/finding.ts";

export interface PreflightReport {
  readonly account: string;
  /** Who the credentials belong to. */
  readonly arn: string;
  /** Undefined where helm is missing. */
  readonly helm: string | undefined;
  /** Empty where a deployment can begin. */
  readonly findings: readonly PreflightFinding[];
}

export interface PreflightOptions extends DriverOptions {
  readonly only?: StepName;
  readonly publicAddress?: () => Promise<string | undefined>;
}

/** Steps that speak to Kubernetes. */
const kubernetesSteps: readonly StepName[] = ["operator", "connect", "connectors", "verify"];

/**
 * Looks whether a deployment can succeed, and lists everything that is missing; changes nothing.
 *
 * @throws WeirError where nothing can be looked at: credentials missing, expired or of another
 *   account, region unknown, AWS out of reach
 */
export async function preflight(options: PreflightOptions): Promise<PreflightReport> {
  const { context, begin, close } = await openContext(options, {
    allowReplacement: new Set(),
    runLake: false,
  });
  try {
    begin("preflight");
    return await check(context, options);
  } finally {
    close();
  }
}

async function check(
  context: DriverContext,
  { only, publicAddress }: Pick<PreflightOptions, "only" | "publicAddress">,
): Promise<PreflightReport> {
  const identity = await checkAccount(context);
  const needsApi = only === undefined || kubernetesSteps.includes(only);
  const caller = await callerOf(context);
  const [helm, ...found] = await Promise.all([
    checkHelm(context, only === undefined || only === "operator"),
    checkRegion(context),
    checkVpc(context),
    checkEks(context, { needsApi, publicAddress, principalArn: identity.arn }),
    checkMsk(context, caller),
    checkRds(context, caller),
    checkStores(context),
  ]);
  const findings = [...helm.findings, ...found.flat()];
  return { ...identity, helm: helm.version, findings };
}

/** How nodes appear to what they reach: the VPC's range, and the groups on them. */
async function callerOf({ aws, platform }: DriverContext): Promise<Caller> {
  const { vpc, eks } = platform.aws;
  const adopted = vpc.existing === undefined ? undefined : await aws.ec2.describeVpc(vpc.existing);
  const cidr = vpc.existing === undefined ? vpc.cidr : adopted?.CidrBlock;
  const groupIds: string[] = [];
  if (eks.existing !== undefined) {
    const cluster = await aws.eks.describeCluster(eks.existing);
    const id = cluster?.resourcesVpcConfig?.clusterSecurityGroupId;
    if (id !== undefined) groupIds.push(id);
  }
  const stack = await aws.cloudFormation.describeStack(awsNames(platform).stacks.foundation);
  const made = Object.entries(outputsOf(stack)).filter(([key]) =>
    /WorkloadSecurityGroup/.test(key),
  );
  groupIds.push(...made.map(([, id]) => id));
  return { cidr, groupIds };
}

async function checkHelm({ helm }: DriverContext, needed: boolean) {
  try {
    return { version: await helm.version(), findings: [] };
  } catch (error) {
    if (!hasErrorCode(error, "PREREQUISITE_MISSING")) throw error;
    const remedy = (error instanceof WeirError && error.remedy) || "install Helm";
    const finding = blocks("helm", { code: "HELM_MISSING", message: describeError(error), remedy });
    return { version: undefined, findings: needed ? [finding] : [] };
  }
}

/**
 * The preflight of a deployment: warnings are reported, what blocks is thrown, all of it at once.
 * @throws PREFLIGHT_FAILED
 */
export async function assertReadyToDeploy(
  context: DriverContext,
  options: Pick<PreflightOptions, "only" | "publicAddress">,
): Promise<PreflightReport> {
  const report = await check(context, options);
  const blocking = report.findings.filter(({ severity }) => severity === "blocks");
  for (const { severity, part, message, remedy } of report.findings) {
    if (severity === "warns") context.report(`${part}: ${message} (${remedy})`);
  }
  if (blocking.length === 0) return report;
  const lines = blocking.map(({ part, message, remedy }) => `${part}: ${message}; ${remedy}`);
  throw new WeirError("PREFLIGHT_FAILED", `nothing was made; missing:\n${lines.join("\n")}`, {
    details: { findings: report.findings },
  });
}
