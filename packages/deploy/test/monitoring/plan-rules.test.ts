import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { runbookPage } from "../../src/monitoring/alert.ts";
import { planRuleGroups } from "../../src/monitoring/plan-rules.ts";
import { evaluationSeconds } from "../../src/monitoring/thresholds.ts";
import { samplePlatform } from "./sample.ts";

const root = resolve(import.meta.dirname, "../../../..");
const alertsOf = (...args: Parameters<typeof samplePlatform>) =>
  planRuleGroups(samplePlatform(...args)).flatMap(({ alerts }) => alerts);
const namesOf = (...args: Parameters<typeof samplePlatform>) => [
  ...new Set(alertsOf(...args).map(({ name }) => name)),
];

test("tells what each alert is, why it waits, and where its page stands", () => {
  for (const { name, summary, description, threshold, forSeconds } of alertsOf()) {
    assert.match(name, /^Weir[A-Z][A-Za-z]+$/);
    assert.ok(summary.length > 20 && description.length > 20, name);
    assert.match(threshold, /\d/, name);
    assert.equal(forSeconds % evaluationSeconds, 0, name);
    assert.ok(existsSync(resolve(root, runbookPage(name))), `${runbookPage(name)} is missing`);
  }
});

test("has no runbook page of an alert that is gone", () => {
  const pages = namesOf().map((name) => runbookPage(name).replace("docs/runbooks/", ""));
  const found = readdirSync(resolve(root, "docs/runbooks"));
  assert.deepEqual(found.filter((page) => !pages.includes(page)).sort(), ["README.md"]);
});

test("selects nothing of another platform", () => {
  for (const { name, expr } of alertsOf()) {
    const selectors = [...expr.matchAll(/\{[^}]*\}/g)].map(([selector]) => selector);
    assert.ok(selectors.length > 0, name);
    for (const selector of selectors) {
      assert.match(selector, /job="legopoc-connect"|weir_platform="legopoc"/, name);
    }
  }
});

test("names the connector as Kubernetes does and the server as Debezium does", () => {
  const alerts = alertsOf().filter(({ source }) => source === "Back_office");
  const noData = alerts.find(({ name }) => name === "WeirNoData");
  assert.match(noData?.expr ?? "", /server="Back_office"/);
  assert.match(noData?.expr ?? "", /connector="back-office-[0-9a-z]{3}"/);
});

test("leaves out what a source without heartbeat or streaming cannot show", () => {
  const tables = ["shop.orders"];
  const without = (source: object) => {
    const left = namesOf({ sources: { shop: { tables, ...source } } });
    return namesOf().filter((name) => !left.includes(name));
  };
  assert.deepEqual(without({ heartbeatIntervalMs: 0 }), ["WeirNoData", "WeirHeartbeatMissing"]);
  assert.deepEqual(without({ snapshot: "initial_only" }).sort(), [
    ...["WeirBinlogAboutToBePurged", "WeirBinlogPositionAging", "WeirHeartbeatMissing"],
    ...["WeirNoData", "WeirSourceLag", "WeirSourceNotConnected"],
  ]);
});
