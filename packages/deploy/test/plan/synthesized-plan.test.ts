import assert from "node:assert/strict";
import { resolve } from "node:path";
import { before, test } from "node:test";
import { synthInfrastructure } from "../../src/infrastructure/synth-infrastructure.ts";
import { planDeployment } from "../../src/plan/plan-deployment.ts";
import { replacingProperties } from "../../src/plan/replacing-properties.ts";
import {
  allResources,
  type InfrastructureTemplates,
  templatesByStack,
} from "../../src/plan/template.ts";
import { platformOf } from "./plan-fixture.ts";

const inputs = {
  pluginJar: { sha512: "0".repeat(128), content: new Uint8Array() },
  lakehouseDirectory: resolve(import.meta.dirname, "../../../../lakehouse"),
};

let templates: InfrastructureTemplates = {};
before(async () => {
  templates = templatesByStack(await synthInfrastructure(platformOf(), inputs));
});

test("knows what replaces each type that the synthesis makes", () => {
  const types = new Set(allResources(templates).map(({ type }) => type));
  const unknown = [...types].filter((type) => !(type in replacingProperties));
  assert.deepEqual(unknown, []);
});

test("prices every component of the synthesized templates", () => {
  const { monthlyUsd, warnings } = planDeployment(platformOf(), { templates, deployed: {} });
  const components = new Set(monthlyUsd.items.map(({ component }) => component.split(" ")[0]));
  for (const expected of ["EKS", "MSK", "RDS", "NAT", "interface", "Glue", "S3", "CloudWatch"]) {
    assert.ok(components.has(expected), expected);
  }
  assert.ok(!warnings.some(({ code }) => code === "PRICE_NOT_KNOWN"));
});

test("changes nothing where the same was deployed", () => {
  const deployed = JSON.parse(JSON.stringify(templates)) as InfrastructureTemplates;
  assert.deepEqual(planDeployment(platformOf(), { templates, deployed }).changes, []);
});
