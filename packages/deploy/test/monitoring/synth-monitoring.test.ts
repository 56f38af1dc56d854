import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, parseAllDocuments } from "yaml";
import { metricNamesOf } from "../../src/monitoring/metric-names.ts";
import { synthMonitoring } from "../../src/monitoring/synth-monitoring.ts";
import { samplePlatform } from "./sample.ts";

const files = await synthMonitoring(samplePlatform());
const textOf = (path: string) => {
  const file = files.find((one) => one.path === path);
  assert.ok(file, `no ${path}`);
  return file.content.toString();
};
const objectsOf = (path: string) => parseAllDocuments(textOf(path)).map((one) => one.toJS());

interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr?: string; readonly metricName?: string }[];
}
const dashboards = files
  .filter(({ path }) => path.startsWith("monitoring/dashboards/"))
  .map(({ path, content }) => ({
    path,
    json: JSON.parse(content.toString()) as {
      readonly uid: string;
      readonly panels: readonly PanelJson[];
      readonly templating: { readonly list: readonly { readonly name: string }[] };
    },
  }));

test("gives the same bytes for the same spec", async () => {
  assert.deepEqual(await synthMonitoring(samplePlatform()), files);
});

test("gives the exporter's rules in Strimzi's form", () => {
  const [configMap] = objectsOf("kubernetes/30-metrics.yaml");
  assert.equal(configMap.metadata.name, "legopoc-connect-metrics");
  assert.ok(parse(configMap.data["metrics-config.yml"]).rules.length > 10);
});

test("asks exactly the worker pods and sets the job that every rule selects", () => {
  const [podMonitor] = objectsOf("kubernetes/60-monitoring.yaml");
  assert.equal(podMonitor.kind, "PodMonitor");
  assert.deepEqual(podMonitor.spec.selector.matchLabels, {
    "strimzi.io/kind": "KafkaConnect",
    "strimzi.io/cluster": "legopoc",
  });
  const [endpoint] = podMonitor.spec.podMetricsEndpoints;
  assert.equal(endpoint.port, "tcp-prometheus");
  assert.deepEqual(endpoint.relabelings[0], {
    action: "replace",
    targetLabel: "job",
    replacement: "legopoc-connect",
  });
});

test("has the same rules for the operator and for a Prometheus elsewhere", () => {
  const [, rule] = objectsOf("kubernetes/60-monitoring.yaml");
  assert.equal(rule.kind, "PrometheusRule");
  assert.deepEqual(rule.spec, parse(textOf("monitoring/rules.yaml")));
});

test("has the same dashboards for the sidecar and for a Grafana elsewhere", () => {
  const configMaps = objectsOf("kubernetes/70-dashboards.yaml");
  assert.deepEqual(
    configMaps.map(({ metadata }) => metadata.labels.grafana_dashboard),
    dashboards.map(() => "1"),
  );
  assert.deepEqual(
    configMaps.map(({ data }) => JSON.parse(Object.values(data)[0] as string)),
    dashboards.map(({ json }) => json),
  );
  assert.deepEqual(
    dashboards.map(({ json }) => json.uid),
    ["platform", "connector", "registry", "lake"].map((name) => `weir-legopoc-${name}`),
  );
});

test("has title, description, unit and a query that selects something in every panel", () => {
  for (const { path, json } of dashboards) {
    const panels = json.panels.filter(({ type }) => type !== "row" && type !== "text");
    assert.ok(panels.length >= 5, path);
    assert.equal(new Set(json.panels.map(({ id }) => id)).size, json.panels.length, path);
    for (const panel of panels) {
      const where = `${path}: ${panel.title}`;
      assert.ok(panel.title && panel.description, where);
      assert.ok(panel.fieldConfig?.defaults.unit, where);
      assert.ok(panel.targets && panel.targets.length > 0, where);
      for (const { expr, metricName } of panel.targets) {
        if (metricName === undefined) assert.ok(metricNamesOf(expr ?? "").length > 0, where);
      }
    }
  }
});

test("asks CloudWatch only where there is a variable to choose it", () => {
  const usesCloudWatch = (panels: readonly PanelJson[]) =>
    panels.some(({ datasource }) => datasource?.uid === "$cloudwatch");
  for (const { path, json } of dashboards) {
    const variables = json.templating.list.map(({ name }) => name);
    assert.ok(variables.includes("datasource"), path);
    assert.equal(variables.includes("cloudwatch"), usesCloudWatch(json.panels), path);
  }
});

test("asks CloudWatch for the adopted cluster and instance by their names", async () => {
  const arn = "arn:aws:kafka:eu-central-1:123456789012:cluster/theirs/5f-1";
  const adopted = await synthMonitoring(
    samplePlatform({
      aws: {
        region: "eu-central-1",
        vpc: { existing: "vpc-0abc12345678" },
        msk: { existing: arn },
        rds: { existing: { shop: "their-database" } },
      },
    }),
  );
  const platform = adopted.find(({ path }) => path.endsWith("platform.json"))?.content.toString();
  assert.match(platform ?? "", /"Cluster Name": \[\s+"theirs"/);
  assert.match(platform ?? "", /"their-database"/);
  assert.match(platform ?? "", /"legopoc-back-office-[0-9a-z]{3}"/);
});

test("leaves no brace variable that a substitution would empty", () => {
  for (const { path, content } of files) {
    assert.doesNotMatch(content.toString(), /\$\{[A-Za-z_]\w*\}/, path);
  }
});
