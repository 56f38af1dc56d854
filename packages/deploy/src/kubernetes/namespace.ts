import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { PlannedObject } from "./render-manifest.ts";

export const namespaceComment = `The platform's namespace and the account of its Jobs.
The accounts of workers and image build are Strimzi's to make.`;

/**
 * Enforced is "baseline": the pod that builds the workers' image runs as root with the runtime's
 * default capabilities, which "restricted" refuses. Every other pod meets "restricted"; the API
 * server warns where one does not.
 */
export function planNamespace(platform: AwsPlatform): PlannedObject[] {
  const { kubernetes } = awsNames(platform);
  return [
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: kubernetes.namespace,
        labels: {
          "pod-security.kubernetes.io/enforce": "baseline",
          "pod-security.kubernetes.io/warn": "restricted",
          "pod-security.kubernetes.io/audit": "restricted",
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: kubernetes.jobServiceAccount },
      // Jobs speak to Kafka and MySQL, not to Kubernetes; Pod Identity brings a token of its own.
      automountServiceAccountToken: false,
    },
  ];
}
