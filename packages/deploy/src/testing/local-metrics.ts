import { parse } from "yaml";
import { exposedNames, metricNamesOf } from "../monitoring/metric-names.ts";
import type { PrometheusRuleFile } from "../monitoring/render-rules.ts";
import type { SynthFile } from "../synth-file.ts";

/** Metrics that rules and dashboards use and no local worker exposes, and why. */
export const notLocalMetrics: Readonly<Record<string, string>> = {
  ALERTS: "made by Prometheus of the alerts themselves",
  container_memory_working_set_bytes: "from the kubelet: local workers are processes, not pods",
  kube_pod_container_status_restarts_total: "from kube-state-metrics: there are no pods locally",
  up: "made by Prometheus of each scrape",
};

/** Where a metric stands: `monitoring/rules.yaml: WeirTaskFailed`. */
export interface UsedMetric {
  readonly name: string;
  readonly where: string;
}

/** Every metric that a rule, a panel or a variable of the synthesis asks for. */
export function usedMetrics(files: readonly SynthFile[]): UsedMetric[] {
  return files.flatMap(({ path, content }) =>
    expressionsIn(path, content.toString()).flatMap(({ expr, where }) =>
      metricNamesOf(expr).map((name) => ({ name, where: `${path}: ${where}` })),
    ),
  );
}

/**
 * What is wrong with the metrics of rules and dashboards, against what local workers answered at
 * `/metrics`; empty where all is well.
 */
export function checkLocalMetrics(
  files: readonly SynthFile[],
  expositions: readonly string[],
  notLocal: Readonly<Record<string, string>> = notLocalMetrics,
): string[] {
  const exposed = exposedNames(expositions.join("\n"));
  const recorded = new Set(recordedNames(files));
  const used = usedMetrics(files);
  const unknown = used
    .filter(({ name }) => !exposed.has(name) && !recorded.has(name) && !(name in notLocal))
    .map(({ name, where }) => `${where} asks for ${name}, which no local worker exposes`);
  const listed = Object.keys(notLocal).flatMap((name) => {
    if (exposed.has(name)) return [`${name} is listed as not local, but a local worker exposes it`];
    return used.some((one) => one.name === name) ? [] : [`${name} is listed, but nothing uses it`];
  });
  return [...unknown, ...listed];
}

interface Expression {
  readonly expr: string;
  readonly where: string;
}

function expressionsIn(path: string, content: string): Expression[] {
  if (path === "monitoring/rules.yaml") {
    const { groups } = parse(content) as PrometheusRuleFile;
    return groups.flatMap(({ rules }) =>
      rules.map(({ alert, record, expr }) => ({ expr, where: alert ?? record ?? "" })),
    );
  }
  if (path.startsWith("monitoring/dashboards/")) return dashboardExpressions(JSON.parse(content));
  return [];
}

interface DashboardJson {
  readonly panels?: readonly {
    readonly title?: string;
    readonly targets?: readonly { readonly expr?: string }[];
  }[];
  readonly templating?: {
    readonly list?: readonly { readonly name: string; readonly definition?: string }[];
  };
}

/** Of panels, and of variables (`label_values(metric, label)`). */
function dashboardExpressions({ panels = [], templating }: DashboardJson): Expression[] {
  const ofPanels = panels.flatMap(({ title = "", targets = [] }) =>
    targets.flatMap(({ expr }) => (expr === undefined ? [] : [{ expr, where: title }])),
  );
  const ofVariables = (templating?.list ?? []).flatMap(({ name, definition }) => {
    const expr = /^label_values\((.+),\s*\w+\)$/.exec(definition ?? "")?.[1];
    return expr === undefined ? [] : [{ expr, where: `variable ${name}` }];
  });
  return [...ofPanels, ...ofVariables];
}

function recordedNames(files: readonly SynthFile[]): string[] {
  const file = files.find(({ path }) => path === "monitoring/rules.yaml");
  if (file === undefined) return [];
  const { groups } = parse(file.content.toString()) as PrometheusRuleFile;
  return groups.flatMap(({ rules }) => rules.flatMap(({ record }) => record ?? []));
}
