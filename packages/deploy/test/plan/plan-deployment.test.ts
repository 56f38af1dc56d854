import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { planDeployment } from "../../src/plan/plan-deployment.ts";
import { renderPlan } from "../../src/plan/render-plan.ts";
import { platformOf, templates, withProperty } from "./plan-fixture.ts";

const golden = join(import.meta.dirname, "../golden/plan.json");

/** The database gets another class, a new alarm comes, everything else stands as it is. */
function planOfChange() {
  const deployed = withProperty("legopoc-data", "Database", "DBInstanceClass", "db.m7g.xlarge");
  const observability = structuredClone(deployed["legopoc-observability"]) as {
    Resources: Record<string, unknown>;
  };
  delete observability.Resources.Storage;
  return planDeployment(platformOf(), {
    templates,
    deployed: { ...deployed, "legopoc-observability": observability },
  });
}

// Written anew with WEIR_UPDATE_GOLDEN=1; the difference is to be read before it is committed.
test("gives exactly the plan of the golden file", () => {
  const text = `${JSON.stringify(planOfChange(), null, 2)}\n`;
  if (process.env.WEIR_UPDATE_GOLDEN === "1") writeFileSync(golden, text);
  assert.equal(text, readFileSync(golden, "utf8"));
});

test("has exactly the members that -o json promises", () => {
  const plan = planOfChange();
  assert.deepEqual(Object.keys(plan), ["changes", "monthlyUsd", "recovery", "warnings"]);
  assert.deepEqual(Object.keys(plan.monthlyUsd), ["total", "items"]);
  const keysOf = (rows: readonly object[]) => [...new Set(rows.map((r) => Object.keys(r).join()))];
  assert.deepEqual(keysOf(plan.monthlyUsd.items), ["component,usd,assumption"]);
  assert.deepEqual(keysOf(plan.recovery), ["fault,seconds,arithmetic"]);
  assert.deepEqual(keysOf(plan.warnings), ["code,message,remedy"]);
});

test("renders every change, item, fault and warning, aligned", () => {
  const plan = planOfChange();
  const text = renderPlan(plan);
  for (const part of [
    ...plan.changes.map(({ name }) => name),
    ...plan.monthlyUsd.items.map(({ component }) => component),
    ...plan.recovery.map(({ arithmetic }) => arithmetic),
    ...plan.warnings.map(({ message }) => message),
    "1 to create, 1 to update",
  ]) {
    assert.ok(text.includes(part), part);
  }
  assert.doesNotMatch(text, /undefined|NaN|\[object/);
  const empty = renderPlan({
    changes: [],
    monthlyUsd: { total: 0, items: [] },
    recovery: [],
    warnings: [],
  });
  assert.match(empty, /^changes\n {2}none\n/);
});

test("sums up a stack of many new resources and names those that hold data", () => {
  const text = renderPlan(planDeployment(platformOf(), { templates: manyAlarms, deployed: {} }));
  assert.match(text, /create +10 resources +s +among them 2 AWS::S3::Bucket\n/);
  assert.doesNotMatch(text, /Alarm0/);
});

const manyAlarms = {
  s: {
    Resources: Object.fromEntries([
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => [`Alarm${n}`, { Type: "AWS::CloudWatch::Alarm" }]),
      ...[0, 1].map((n) => [`Bucket${n}`, { Type: "AWS::S3::Bucket" }]),
    ]),
  },
};
