import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";

/** Spread over zones where there is room, never a reason to wait. */
const spread = (matchLabels: Readonly<Record<string, string>>) => [
  {
    maxSkew: 1,
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels },
  },
];

/** The operator of Kafka Connect. Keys: helm-charts/helm3/strimzi-kafka-operator/values.yaml of 1.2.0. */
export function strimziValues() {
  return {
    // Named, the namespace would have to be there before the chart, which puts role bindings into it.
    watchAnyNamespace: true,
    // One leads, the other takes over in seconds.
    replicas: 2,
    topologySpreadConstraints: spread({ name: "strimzi-cluster-operator" }),
    podDisruptionBudget: { enabled: true, minAvailable: 1 },
    // They would open the metrics port to everybody; kubernetes/35-network-policy.yaml is tighter.
    generateNetworkPolicy: false,
    // 100 MB of plugins on a small node; 5 minutes by default.
    connectBuildTimeoutMs: 900_000,
  };
}

/** Secrets Manager to Kubernetes Secrets. Keys: deploy/charts/external-secrets/values.yaml of 2.9.0. */
export function externalSecretsValues(platform: AwsPlatform) {
  return {
    installCRDs: true,
    // Pod Identity is bound to this account.
    serviceAccount: { name: awsNames(platform).kubernetes.secretsServiceAccount },
    replicaCount: 2,
    leaderElect: true,
    topologySpreadConstraints: spread({ "app.kubernetes.io/name": "external-secrets" }),
    podDisruptionBudget: { enabled: true, minAvailable: 1 },
    resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "256Mi" } },
  };
}

/** Prometheus and Grafana, which take what lies in the platform's namespace. */
export function prometheusValues(platform: AwsPlatform) {
  const { namespace, monitoringNamespace } = awsNames(platform).kubernetes;
  return {
    prometheus: {
      prometheusSpec: {
        // Otherwise only what carries the release's own label is looked at.
        podMonitorSelectorNilUsesHelmValues: false,
        serviceMonitorSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
        // On the node's disk: no EBS driver and no volume that ties it to a zone, so that it comes back
        // wherever a node is left; then it begins anew, and only trends are lost. Bounded, because
        // workers and the image build share the disk. Long history: storageSpec, or remote write.
        retention: "15d",
        retentionSize: "8GB",
        resources: { requests: { cpu: "200m", memory: "1Gi" }, limits: { memory: "2Gi" } },
      },
    },
    grafana: {
      // The password is generated: kubectl -n monitoring get secret kube-prometheus-stack-grafana.
      sidecar: {
        dashboards: {
          enabled: true,
          label: "grafana_dashboard",
          searchNamespace: [monitoringNamespace, namespace],
        },
      },
    },
    // EKS runs these where nobody reaches them.
    kubeControllerManager: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeProxy: { enabled: false },
  };
}
