import assert from "node:assert/strict";
import { test } from "node:test";
import { checkLocalMetrics } from "../../src/testing/local-metrics.ts";

const rules = {
  path: "monitoring/rules.yaml",
  content: [
    "groups:",
    "  - name: one",
    "    rules:",
    "      - { record: weir:made, expr: max(present) }",
    "      - { alert: Known, expr: weir:made > 1 and up == 0 }",
  ].join("\n"),
};
const dashboard = {
  path: "monitoring/dashboards/one.json",
  content: JSON.stringify({
    panels: [{ title: "A panel", targets: [{ expr: "rate(present[5m])" }, { metricName: "Cpu" }] }],
    templating: { list: [{ name: "v", definition: "label_values(present{}, server)" }] },
  }),
};
const notLocal = { up: "made by Prometheus" };

test("takes what workers expose, what rules record and what is listed as not local", () => {
  assert.deepEqual(checkLocalMetrics([rules, dashboard], ["present 1\n"], notLocal), []);
});

test("names a metric that no worker exposes, with every place that asks for it", () => {
  assert.deepEqual(checkLocalMetrics([rules, dashboard], ["presents 1\n"], notLocal), [
    "monitoring/rules.yaml: weir:made asks for present, which no local worker exposes",
    "monitoring/dashboards/one.json: A panel asks for present, which no local worker exposes",
    "monitoring/dashboards/one.json: variable v asks for present, which no local worker exposes",
  ]);
});

test("names what is listed in vain", () => {
  const problems = checkLocalMetrics([rules], ["present 1\nup 1\n"], { ...notLocal, gone: "no" });
  assert.deepEqual(problems, [
    "up is listed as not local, but a local worker exposes it",
    "gone is listed, but nothing uses it",
  ]);
});
