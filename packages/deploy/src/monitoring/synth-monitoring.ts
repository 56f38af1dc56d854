import type { AwsPlatform } from "../aws-platform.ts";
import type { SynthFile } from "../synth-file.ts";
import { connectorDashboard } from "./dashboards/connector-dashboard.ts";
import { lakeDashboard } from "./dashboards/lake-dashboard.ts";
import { platformDashboard } from "./dashboards/platform-dashboard.ts";
import { registryDashboard } from "./dashboards/registry-dashboard.ts";
import {
  connectPodMonitor,
  dashboardConfigMap,
  type KubernetesObject,
  metricsConfigMap,
  prometheusRule,
} from "./monitoring-resources.ts";
import { renderRules } from "./render-rules.ts";

/**
 * Metrics, alerts and dashboards: for the cluster under `kubernetes/`, and under `monitoring/` as
 * plain files for a Prometheus and a Grafana elsewhere.
 */
export async function synthMonitoring(platform: AwsPlatform): Promise<SynthFile[]> {
  const [{ buildDashboard }, { stringify }] = await Promise.all([
    import("./dashboards/build-dashboard.ts"),
    import("yaml"),
  ]);
  const yaml = (value: unknown) => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
  const documents = (objects: readonly KubernetesObject[]) => objects.map(yaml).join("---\n");
  const dashboards = [
    platformDashboard(platform),
    connectorDashboard(platform),
    registryDashboard(platform),
    lakeDashboard(platform),
  ].map((dashboard) => ({
    name: dashboard.name,
    json: `${JSON.stringify(buildDashboard(platform, dashboard), null, 2)}\n`,
  }));
  return [
    { path: "kubernetes/30-metrics.yaml", content: documents([metricsConfigMap(platform)]) },
    {
      path: "kubernetes/60-monitoring.yaml",
      content: documents([connectPodMonitor(platform), prometheusRule(platform)]),
    },
    {
      path: "kubernetes/70-dashboards.yaml",
      content: documents(
        dashboards.map(({ name, json }) => dashboardConfigMap(platform, name, json)),
      ),
    },
    { path: "monitoring/rules.yaml", content: yaml(renderRules(platform)) },
    ...dashboards.map(({ name, json }) => ({
      path: `monitoring/dashboards/${name}.json`,
      content: json,
    })),
  ];
}
