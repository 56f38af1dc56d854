import { workerMetricsRules } from "@weir/connect";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { workerJob } from "./promql.ts";
import { renderRules } from "./render-rules.ts";
import { scrapeSeconds } from "./thresholds.ts";

/** Key of the exporter's rules in the ConfigMap; `metricsConfig` of the KafkaConnect names it. */
export const metricsConfigKey = "metrics-config.yml";

/** Helm release of kube-prometheus-stack: its Prometheus takes what carries this label. */
export const prometheusRelease = "kube-prometheus-stack";

/** Strimzi's name of the exporter's port (`MetricsModel.METRICS_PORT_NAME`). */
const metricsPort = "tcp-prometheus";

/** A Kubernetes object, as YAML writes it. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

function metadata(platform: AwsPlatform, name: string, labels: Record<string, string> = {}) {
  return {
    name,
    namespace: awsNames(platform).kubernetes.namespace,
    labels: {
      "app.kubernetes.io/part-of": "weir",
      "app.kubernetes.io/instance": platform.name,
      ...labels,
    },
    // Alerts and dashboards are full of `$`, which is not Flux's to replace.
    annotations: { "kustomize.toolkit.fluxcd.io/substitute": "disabled" },
  };
}

/** Rules of the JMX exporter, as Strimzi takes them. */
export function metricsConfigMap(platform: AwsPlatform): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadata(platform, awsNames(platform).kubernetes.metricsConfigMap),
    data: { [metricsConfigKey]: workerMetricsRules },
  };
}

/** Makes Prometheus ask each worker pod; sets `job` to what every rule selects by. */
export function connectPodMonitor(platform: AwsPlatform): KubernetesObject {
  const { kafkaConnect, namespace } = awsNames(platform).kubernetes;
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: metadata(platform, workerJob(platform), { release: prometheusRelease }),
    spec: {
      namespaceSelector: { matchNames: [namespace] },
      selector: {
        matchLabels: { "strimzi.io/kind": "KafkaConnect", "strimzi.io/cluster": kafkaConnect },
      },
      podMetricsEndpoints: [
        {
          port: metricsPort,
          path: "/metrics",
          interval: `${scrapeSeconds}s`,
          relabelings: [
            { action: "replace", targetLabel: "job", replacement: workerJob(platform) },
            {
              action: "replace",
              sourceLabels: ["__meta_kubernetes_pod_node_name"],
              targetLabel: "node",
            },
          ],
        },
      ],
    },
  };
}

export function prometheusRule(platform: AwsPlatform): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: metadata(platform, `${platform.name}-connect`, { release: prometheusRelease }),
    spec: renderRules(platform),
  };
}

/** A dashboard where the sidecar of kube-prometheus-stack's Grafana finds it. */
export function dashboardConfigMap(
  platform: AwsPlatform,
  name: string,
  json: string,
): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadata(platform, `${platform.name}-dashboard-${name}`, { grafana_dashboard: "1" }),
    data: { [`${platform.name}-${name}.json`]: json },
  };
}
