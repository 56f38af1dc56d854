import { CfnPodIdentityAssociation } from "aws-cdk-lib/aws-eks";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Aws, type Stack } from "aws-cdk-lib/core";

export interface PodRoleProps {
  readonly description: string;
  /** As it is written in the spec, not a reference: the role's trust names it. */
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * A role that pods of one service account of one cluster take, and nobody else.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html#pod-id-abac-tags
 */
export function podRole(stack: Stack, id: string, props: PodRoleProps): Role {
  const conditions = {
    StringEquals: {
      "aws:RequestTag/eks-cluster-arn": `arn:${Aws.PARTITION}:eks:${Aws.REGION}:${Aws.ACCOUNT_ID}:cluster/${props.clusterName}`,
      "aws:RequestTag/kubernetes-namespace": props.namespace,
      "aws:RequestTag/kubernetes-service-account": props.serviceAccount,
    },
  };
  const principal = new ServicePrincipal("pods.eks.amazonaws.com", { conditions });
  const role = new Role(stack, id, { description: props.description, assumedBy: principal });
  role.assumeRolePolicy?.addStatements(
    new PolicyStatement({ actions: ["sts:TagSession"], principals: [principal] }),
  );
  return role;
}

/**
 * The role, and the association that gives it to the pods.
 *
 * @param cluster the cluster as a reference where this template makes it, so that the association waits
 */
export function associatedPodRole(
  stack: Stack,
  id: string,
  cluster: string,
  props: PodRoleProps,
): Role {
  const role = podRole(stack, `${id}Role`, props);
  new CfnPodIdentityAssociation(stack, `${id}Association`, {
    clusterName: cluster,
    namespace: props.namespace,
    serviceAccount: props.serviceAccount,
    roleArn: role.roleArn,
  });
  return role;
}
