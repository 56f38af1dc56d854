import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { InfrastructureStack } from "../src/infrastructure/infrastructure-stack.ts";
import { synthInfrastructure } from "../src/infrastructure/synth-infrastructure.ts";
import {
  sampleInputs,
  samplePlatform,
  samplePlatforms,
} from "../test/infrastructure/sample-platforms.ts";
import { type CfnLint, type CfnLintFinding, prepareCfnLint } from "./tools/cfn-lint.ts";

/** Warnings that stay. */
const acceptedWarnings: Readonly<Record<string, string>> = {
  W3010:
    "zones stand in the template: three brokers, node groups and workers stand in the spec's zones, not in those that Fn::GetAZs happens to list",
};

describe("cfn-lint", () => {
  let directory = "";
  let cfnLint: CfnLint;
  const findings: CfnLintFinding[] = [];
  const stacksOf = new Map<string, InfrastructureStack[]>();

  before(async () => {
    cfnLint = await prepareCfnLint();
    directory = await mkdtemp(join(tmpdir(), "weir-cfn-lint-"));
    const files = new Map<string, Set<string>>();
    for (const [name, platform] of Object.entries(samplePlatforms())) {
      const stacks = await synthInfrastructure(platform, sampleInputs);
      stacksOf.set(name, stacks);
      const { region } = platform.aws;
      const paths = files.get(region) ?? new Set();
      files.set(region, paths);
      for (const stack of stacks) paths.add(await write(stack));
    }
    // Platforms share most templates, and each costs a second: every one is judged once.
    for (const [region, paths] of files) findings.push(...(await cfnLint.lint([...paths], region)));
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const textOf = ({ template }: InfrastructureStack) => JSON.stringify(template, undefined, 1);

  /** Named by its content. */
  const pathOf = (stack: InfrastructureStack) => {
    const hash = createHash("sha256").update(textOf(stack)).digest("hex").slice(0, 12);
    return join(directory, `${stack.id}-${hash}.json`);
  };

  async function write(stack: InfrastructureStack): Promise<string> {
    await writeFile(pathOf(stack), textOf(stack));
    return pathOf(stack);
  }

  for (const name of Object.keys(samplePlatforms())) {
    test(`finds neither error nor warning: ${name}`, () => {
      const stacks = stacksOf.get(name) ?? [];
      assert.equal(stacks.length, 5);
      const paths = stacks.map(pathOf);
      const found = findings.filter(({ file }) => paths.includes(file));
      const open = found.filter(({ rule }) => acceptedWarnings[rule] === undefined);
      assert.deepEqual(open, []);
    });
  }

  test("needs every accepted warning", () => {
    const rules = new Set(findings.map(({ rule }) => rule));
    assert.deepEqual(
      Object.keys(acceptedWarnings).filter((rule) => !rules.has(rule)),
      [],
    );
  });

  test("fails on an unknown property, a missing one and a reference to nothing", async () => {
    const [foundation] = await synthInfrastructure(samplePlatform(), sampleInputs);
    assert.ok(foundation);
    const template = structuredClone(foundation.template) as {
      Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
    };
    const topic = Object.values(template.Resources).find(({ Type }) => Type === "AWS::SNS::Topic");
    assert.ok(topic);
    topic.Properties.DisplayNames = "Weir";
    template.Resources.Broken = {
      Type: "AWS::EC2::SecurityGroup",
      Properties: { VpcId: { Ref: "Nowhere" } },
    };
    const file = await write({ ...foundation, template });
    const broken = await cfnLint.lint([file], "eu-central-1");
    const rules = broken.map(({ rule }) => rule).filter((rule) => rule !== "W3010");
    assert.deepEqual(rules.toSorted(), ["E1020", "E3002", "E3003"]);
  });
});
