import { describeError, hasErrorCode, WeirError } from "@weir/core";
import type { AwsClients } from "../aws/aws-clients.ts";
import { createEksToken } from "../aws/eks-token.ts";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { Kubernetes } from "../kubernetes-api/kubernetes.ts";
import type { HelmTarget } from "./helm.ts";

/** How long a token is used: EKS accepts it for 15 minutes, and helm needs most of them. */
const tokenUseMs = 60_000;

export type OpenKubernetes = (target: {
  readonly server: string;
  readonly caData: string;
  readonly token: () => Promise<string>;
}) => Promise<Kubernetes>;

/** Address and credentials of the platform's cluster. @throws DEPLOY_INCOMPLETE where it is not there */
export async function findCluster(
  platform: AwsPlatform,
  aws: Pick<AwsClients, "eks" | "sts" | "region">,
): Promise<HelmTarget> {
  const cluster = platform.aws.eks.existing ?? awsNames(platform).cluster;
  const described = await aws.eks.describeCluster(cluster);
  const { endpoint, certificateAuthority, status } = described ?? {};
  const caData = certificateAuthority?.data;
  if (endpoint === undefined || caData === undefined) {
    throw new WeirError(
      "DEPLOY_INCOMPLETE",
      `the EKS cluster ${cluster} is ${status ?? "not there"}`,
      { remedy: 'the step "platform" makes it; "weir deploy" does all steps' },
    );
  }
  let token: { readonly value: Promise<string>; readonly madeMs: number } | undefined;
  return {
    cluster,
    server: endpoint,
    caData,
    token: () => {
      const nowMs = performance.now();
      if (token === undefined || nowMs - token.madeMs > tokenUseMs) {
        token = { value: createEksToken(aws.sts, { region: aws.region, cluster }), madeMs: nowMs };
      }
      return token.value;
    },
  };
}

/**
 * Opens the API of the platform's cluster and looks whether it answers from here.
 *
 * @throws WeirError KUBERNETES_UNREACHABLE with how to reach it, KUBERNETES_UNAUTHORIZED, DEPLOY_INCOMPLETE
 */
export async function connectCluster(
  platform: AwsPlatform,
  aws: Pick<AwsClients, "eks" | "sts" | "region">,
  openKubernetes: OpenKubernetes,
): Promise<Kubernetes> {
  const target = await findCluster(platform, aws);
  const kubernetes = await openKubernetes(target);
  try {
    await kubernetes.version();
    return kubernetes;
  } catch (error) {
    kubernetes.close();
    if (!hasErrorCode(error, "KUBERNETES_UNREACHABLE")) throw error;
    const { cidrs } = platform.aws.access;
    const access =
      cidrs.length === 0
        ? "its endpoint is reachable from inside the VPC only"
        : `its endpoint is reachable from inside the VPC and from ${cidrs.join(", ")}`;
    throw new WeirError(
      "KUBERNETES_UNREACHABLE",
      `the API of the EKS cluster ${target.cluster} cannot be reached from here: ${access} (${describeError(error)})`,
      {
        remedy:
          "add this machine's public address to aws.access.cidrs and deploy again, or run weir inside the VPC (VPN, bastion)",
        cause: error,
        details: { cluster: target.cluster, server: target.server, cidrs },
      },
    );
  }
}
