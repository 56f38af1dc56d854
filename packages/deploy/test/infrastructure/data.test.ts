import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { awsNames } from "../../src/aws-names.ts";
import { deployOutputs } from "../../src/outputs.ts";
import {
  adoptedPlatform,
  adoptedStacks,
  madeStacks,
  resourceOf,
  resourcesOf,
  type SampleTemplate,
  samplePlatform,
} from "./stacks-sample.ts";

describe("createDataStack", () => {
  const missingOutputs = (template: SampleTemplate, platform = samplePlatform()) =>
    deployOutputs(platform).flatMap(({ from }) =>
      "stack" in from && from.stack === "data" && !(from.output in (template.Outputs ?? {}))
        ? [from.output]
        : [],
    );

  it("answers every output that others wait for, made or adopted", () => {
    assert.deepEqual(missingOutputs(madeStacks().data), []);
    assert.deepEqual(missingOutputs(adoptedStacks().data, adoptedPlatform()), []);
    assert.notDeepEqual(missingOutputs({ Resources: {} }), []);
  });

  it("makes a secret for the first user of each source and generates its password", () => {
    const secrets = resourcesOf(madeStacks().data, "AWS::SecretsManager::Secret");
    assert.deepEqual(
      secrets.map(([, { Properties }]) => Properties.Name),
      ["shop", "Bill_ing"].map(awsNames(samplePlatform()).cdcSecret),
    );
    for (const [, { Properties }] of secrets) {
      assert.ok(Properties.KmsKeyId);
      assert.equal(Properties.SecretString, undefined);
      const { SecretStringTemplate, GenerateStringKey } = Properties.GenerateSecretString;
      assert.deepEqual(JSON.parse(SecretStringTemplate), { username: "weir_cdc_a" });
      assert.equal(GenerateStringKey, "password");
    }
  });

  it("keeps the schema registry when the stack goes, and makes none where one is adopted", () => {
    const registry = resourceOf(madeStacks().data, "AWS::Glue::Registry");
    assert.equal(registry.Properties.Name, "legopoc");
    assert.equal(registry.DeletionPolicy, "RetainExceptOnCreate");
    assert.deepEqual(resourcesOf(adoptedStacks().data, "AWS::Glue::Registry"), []);
  });

  it("encrypts every log group and bounds its age", () => {
    for (const [id, { Properties }] of resourcesOf(madeStacks().data, "AWS::Logs::LogGroup")) {
      assert.ok(Properties.KmsKeyId, id);
      assert.equal(Properties.RetentionInDays, 30, id);
    }
  });
});
