/** Prometheus' own tool on the rules of a synthesis: spelling, and each alert firing and silent. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parse, stringify } from "yaml";
import { awsNames } from "../src/aws-names.ts";
import { workerJob } from "../src/monitoring/promql.ts";
import type { PrometheusRuleFile } from "../src/monitoring/render-rules.ts";
import { synthMonitoring } from "../src/monitoring/synth-monitoring.ts";
import { samplePlatform } from "../test/monitoring/sample.ts";
import { type AlertCase, alertCases, type Samples } from "./alert-cases.ts";
import { type Promtool, preparePromtool } from "./tools/promtool.ts";

// An hour of retention: promtool evaluates every rule at every step, and days of them take minutes.
const platform = samplePlatform({
  aws: { region: "eu-central-1", rds: { binlogRetentionHours: 1 } },
});
const connectorOf = awsNames(platform).kubernetes.kafkaConnector;

describe("promtool", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-promtool-"));
  let promtool: Promtool;
  let rules: PrometheusRuleFile;

  before(async () => {
    promtool = await preparePromtool();
    process.stderr.write(`promtool ${promtool.version}\n`);
    const file = (await synthMonitoring(platform)).find(
      ({ path }) => path === "monitoring/rules.yaml",
    );
    assert.ok(file);
    writeFileSync(join(folder, "rules.yaml"), file.content);
    rules = parse(file.content.toString());
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), stringify(content, { lineWidth: 0 }));
    return join(folder, name);
  };
  const test = (cases: readonly AlertCase[], name: string) =>
    promtool.run(["test", "rules", write(name, renderTests(cases))]);

  it("accepts the rules", async () => {
    const { ok, output } = await promtool.run([
      ...["check", "rules", "--lint=all", "--lint-fatal"],
      join(folder, "rules.yaml"),
    ]);
    assert.ok(ok, output);
  });

  it("refuses an expression that is none", async () => {
    const rule = { alert: "Broken", expr: "sum(up{) > 1" };
    const file = write("broken.yaml", { groups: [{ name: "broken", rules: [rule] }] });
    assert.equal((await promtool.run(["check", "rules", file])).ok, false);
  });

  it("has a firing and a silent case of every alert", () => {
    const alerts = rules.groups.flatMap((group) => group.rules.flatMap(({ alert }) => alert ?? []));
    assert.ok(alerts.length > 10);
    assert.deepEqual(uncovered(alerts, alertCases), []);
    assert.deepEqual(uncovered(["WeirUnheardOf"], alertCases), ["WeirUnheardOf"]);
  });

  it("sees every alert fire and be silent as the table says", async () => {
    const { ok, output } = await test(alertCases, "cases.yaml");
    assert.ok(ok, output);
  });

  it("fails each case whose samples are exchanged", async () => {
    const exchanged = alertCases.map((one) => ({ ...one, firing: one.silent, silent: one.firing }));
    const { ok, output } = await test(exchanged, "exchanged.yaml");
    assert.equal(ok, false);
    // promtool prints the expression of each expectation that does not hold.
    const wrong = output.split("\n").filter((line) => line.trimStart().startsWith("expr:"));
    const samples = alertCases.flatMap(({ firing, silent }) => [firing, silent].map(Object.keys));
    assert.equal(wrong.length, samples.flat().length, output);
  });
});

function uncovered(alerts: readonly string[], cases: readonly AlertCase[]): string[] {
  const covered = cases
    .filter(({ firing, silent }) => Object.keys(firing).length * Object.keys(silent).length > 0)
    .map(({ alert }) => alert);
  return [...new Set(alerts)].filter((alert) => !covered.includes(alert));
}

/** https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/ */
function renderTests(cases: readonly AlertCase[]) {
  return {
    rule_files: ["rules.yaml"],
    evaluation_interval: "30s",
    tests: cases.flatMap((one) => [
      ...Object.entries(one.firing).map(([why, samples]) => renderTest(one, why, samples, true)),
      ...Object.entries(one.silent).map(([why, samples]) => renderTest(one, why, samples, false)),
    ]),
  };
}

function renderTest(one: AlertCase, why: string, samples: Samples, fires: boolean) {
  const { alert, source, at } = one;
  const selector = [
    `alertname="${alert}"`,
    'alertstate="firing"',
    ...(source === undefined ? [] : [`source="${source}"`]),
  ].join(",");
  return {
    name: `${alert} ${fires ? "fires" : "is silent"}: ${why}`,
    interval: "15s",
    input_series: Object.entries(samples).map(([series, values]) => ({
      series: series
        .replace("{", `{job="${workerJob(platform)}",`)
        .replace("BACK_OFFICE_CONNECTOR", connectorOf("Back_office")),
      values,
    })),
    promql_expr_test: [
      {
        expr: `count(ALERTS{${selector}})`,
        eval_time: at,
        exp_samples: fires ? [{ labels: "{}", value: 1 }] : [],
      },
    ],
  };
}
