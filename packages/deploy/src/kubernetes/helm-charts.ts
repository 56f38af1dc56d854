import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { versions } from "../versions.ts";

/** A chart to install before the platform's own objects, in this order. */
export interface HelmChartPlan {
  readonly release: string;
  readonly namespace: string;
  /** Absent where `chart` is the address of an OCI image. */
  readonly repository?: string;
  readonly chart: string;
  readonly version: string;
  /** Path of the values in a synthesis. */
  readonly values: string;
}

/** Charts in their newest versions of August 2026, which the tests' resource definitions are of. */
export function helmCharts(platform: AwsPlatform): readonly HelmChartPlan[] {
  const { kubernetes } = awsNames(platform);
  return [
    {
      // Its PodMonitor and PrometheusRule must be known before the others refer to them.
      release: "kube-prometheus-stack",
      namespace: kubernetes.monitoringNamespace,
      repository: "https://prometheus-community.github.io/helm-charts",
      chart: "kube-prometheus-stack",
      version: "88.5.3",
      values: "helm/kube-prometheus-stack-values.yaml",
    },
    {
      release: "external-secrets",
      namespace: kubernetes.externalSecretsNamespace,
      repository: "https://charts.external-secrets.io",
      chart: "external-secrets",
      version: "2.9.0",
      values: "helm/external-secrets-values.yaml",
    },
    {
      release: "strimzi",
      namespace: kubernetes.strimziNamespace,
      chart: "oci://quay.io/strimzi-helm/strimzi-kafka-operator",
      version: versions.strimzi,
      values: "helm/strimzi-values.yaml",
    },
  ];
}
