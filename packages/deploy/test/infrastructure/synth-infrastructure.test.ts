import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { synthInfrastructure } from "../../src/infrastructure/synth-infrastructure.ts";
import { deployOutputs } from "../../src/outputs.ts";
import { sampleInputs, samplePlatform, samplePlatforms } from "./sample-platforms.ts";

const synth = (platform = samplePlatform()) => synthInfrastructure(platform, sampleInputs);

test("gives five stacks in the order in which they are deployed", async () => {
  const stacks = await synth();
  assert.deepEqual(
    stacks.map(({ id, stackName }) => [id, stackName]),
    ["foundation", "data", "platform", "lake", "observability"].map((id) => [id, `legopoc-${id}`]),
  );
});

test("gives the same bytes twice, whatever the account", async () => {
  const first = JSON.stringify(await synth());
  assert.equal(JSON.stringify(await synth()), first);
  assert.equal(JSON.stringify(await synth(samplePlatform({ account: "123456789012" }))), first);
});

test("leaves no assembly behind", async () => {
  const left = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("weir-cdk-"));
  const before = await left();
  await synth();
  assert.deepEqual(
    (await left()).filter((name) => !before.includes(name)),
    [],
  );
});

test("imports only what an earlier stack exports", async () => {
  for (const platform of Object.values(samplePlatforms())) {
    const exported = new Set<unknown>();
    for (const { id, template } of await synth(platform)) {
      for (const name of importsOf(template)) {
        assert.ok(exported.has(name), `${id} imports ${name}, which no earlier stack exports`);
      }
      for (const { Export } of Object.values(outputsOf(template))) exported.add(Export?.Name);
    }
  }
});

test("has exactly the outputs that manifests and driver ask for", async () => {
  for (const [name, platform] of Object.entries(samplePlatforms())) {
    const asked = deployOutputs(platform).flatMap(({ from }) =>
      "stack" in from ? [`${from.stack}.${from.output}`] : [],
    );
    const given = (await synth(platform)).flatMap(({ id, template }) =>
      Object.entries(outputsOf(template)).flatMap(([output, { Export }]) =>
        Export === undefined ? [`${id}.${output}`] : [],
      ),
    );
    assert.deepEqual(given.sort(), asked.sort(), name);
  }
});

test("puts the spec's tags and the platform's name on what can be tagged", async () => {
  const stacks = await synth(samplePlatform({ tags: { team: "data" } }));
  const expected = { team: "data", "weir:platform": "legopoc" };
  const taggable = [
    "AWS::EC2::VPC",
    "AWS::EC2::Subnet",
    "AWS::EC2::SecurityGroup",
    "AWS::ECR::Repository",
    "AWS::EKS::Cluster",
    "AWS::EKS::Nodegroup",
    "AWS::EKS::PodIdentityAssociation",
    "AWS::Glue::Job",
    "AWS::IAM::Role",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::MSK::Cluster",
    "AWS::RDS::DBInstance",
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
    "AWS::SecretsManager::Secret",
  ];
  const seen = new Set<string>();
  for (const { template } of stacks) {
    for (const [id, { Type, Properties }] of Object.entries(resourcesOf(template))) {
      if (!taggable.includes(Type)) continue;
      seen.add(Type);
      const { Tags } = Properties as { Tags?: Record<string, string> | TagEntry[] };
      const tags = Array.isArray(Tags)
        ? Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))
        : (Tags ?? {});
      for (const [key, value] of Object.entries(expected)) assert.equal(tags[key], value, id);
    }
  }
  assert.deepEqual(
    taggable.filter((type) => !seen.has(type)),
    [],
  );
});

interface TagEntry {
  readonly Key: string;
  readonly Value: string;
}

type Template = Record<string, unknown>;

const outputsOf = ({ Outputs = {} }: Template) =>
  Outputs as Record<string, { readonly Export?: { readonly Name: unknown } }>;

const resourcesOf = ({ Resources = {} }: Template) =>
  Resources as Record<string, { readonly Type: string; readonly Properties?: Template }>;

const importsOf = (template: Template) =>
  [...JSON.stringify(template).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map((match) => match[1]);
