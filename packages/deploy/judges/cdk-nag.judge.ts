import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CfnBucket } from "aws-cdk-lib/aws-s3";
import { Stack } from "aws-cdk-lib/core";
import type { AwsPlatform } from "../src/aws-platform.ts";
import type { Acknowledgement } from "../src/infrastructure/acknowledgement.ts";
import { createApp } from "../src/infrastructure/app.ts";
import { dataAcknowledgements } from "../src/infrastructure/data-acknowledgements.ts";
import { lakeAcknowledgements } from "../src/infrastructure/lake-acknowledgements.ts";
import { observabilityAcknowledgements } from "../src/infrastructure/observability-acknowledgements.ts";
import { platformAcknowledgements } from "../src/infrastructure/platform-acknowledgements.ts";
import {
  sampleInputs,
  samplePlatform,
  samplePlatforms,
} from "../test/infrastructure/sample-platforms.ts";
import { findNags, judgeNags } from "./tools/cdk-nag.ts";

const acknowledgements = {
  foundation: [],
  data: dataAcknowledgements,
  platform: platformAcknowledgements,
  lake: lakeAcknowledgements,
  observability: observabilityAcknowledgements,
};

describe("cdk-nag, rule pack AwsSolutions", () => {
  let outdir = "";
  before(async () => {
    outdir = await mkdtemp(join(tmpdir(), "weir-nag-"));
  });
  after(() => rm(outdir, { recursive: true, force: true }));

  const synth = (platform: AwsPlatform) => {
    const app = createApp(platform, sampleInputs, { outdir });
    app.synth();
    return app;
  };

  const used = new Set<Acknowledgement>();
  for (const [name, platform] of Object.entries(samplePlatforms())) {
    test(`finds nothing that is not explained: ${name}`, () => {
      const verdict = judgeNags(findNags(synth(platform)), acknowledgements);
      for (const entry of verdict.used) used.add(entry);
      assert.deepEqual(verdict.unexplained, []);
    });
  }

  test("needs every acknowledgement", () => {
    const all: readonly Acknowledgement[] = Object.values(acknowledgements).flat();
    const stale = all.filter((entry) => !used.has(entry));
    assert.deepEqual(
      stale.map(({ path, id }) => `${path} ${id}`),
      [],
    );
  });

  test("argues every acknowledgement", () => {
    const all: readonly Acknowledgement[] = Object.values(acknowledgements).flat();
    for (const { id, reason } of all) assert.ok(reason.length > 60, `${id}: ${reason}`);
  });

  test("fails on a resource that breaks a rule", () => {
    const app = createApp(samplePlatform(), sampleInputs, { outdir });
    const platform = app.node.findChild("platform");
    assert.ok(Stack.isStack(platform));
    new CfnBucket(platform, "Careless", {});
    app.synth();
    const { unexplained } = judgeNags(findNags(app), acknowledgements);
    assert.deepEqual(unexplained.map(({ path, id }) => `${path} ${id}`).sort(), [
      "Careless AwsSolutions-S1",
      "Careless AwsSolutions-S10",
    ]);
  });

  test("explains no finding of another resource or another stack", () => {
    const id = "AwsSolutions-IAM5[Resource::*]";
    const findings = [
      { stack: "platform", path: "JobsRole/DefaultPolicy/Resource", id },
      { stack: "foundation", path: "ConnectRole/DefaultPolicy/Resource", id },
    ];
    assert.deepEqual(judgeNags(findings, acknowledgements).unexplained, findings);
  });
});
