import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { checkTemplates, resourcesOf } from "../../judges/tools/template-policies.ts";
import type { InfrastructureStack } from "../../src/infrastructure/infrastructure-stack.ts";
import { synthInfrastructure } from "../../src/infrastructure/synth-infrastructure.ts";
import { sampleInputs, samplePlatforms } from "./sample-platforms.ts";

type Json = Record<string, unknown>;

describe("policies of the templates", () => {
  let minimal: InfrastructureStack[] = [];
  before(async () => {
    const { minimal: platform } = samplePlatforms();
    if (platform !== undefined) minimal = await synthInfrastructure(platform, sampleInputs);
  });

  for (const [name, platform] of Object.entries(samplePlatforms())) {
    test(`holds every policy: ${name}`, async () => {
      assert.deepEqual(checkTemplates(await synthInfrastructure(platform, sampleInputs)), []);
    });
  }

  /** The rules that a change of the first resource of a type breaks. */
  function broken(type: string, change: (properties: Json) => void): string[] {
    const stacks = structuredClone(minimal);
    const resource = stacks
      .flatMap(({ template }) => Object.values(template.Resources as Record<string, Json>))
      .find(({ Type }) => Type === type);
    assert.ok(resource, `no ${type}`);
    change(resource.Properties as Json);
    return checkTemplates(stacks).map(({ rule }) => rule);
  }
  const addStatement = (statement: Json) => (properties: Json) => {
    (((properties.PolicyDocument ?? properties.KeyPolicy) as Json).Statement as Json[]).push(
      statement,
    );
  };

  const controls: [
    title: string,
    type: string,
    change: (properties: Json) => void,
    rule: RegExp,
  ][] = [
    [
      "a wildcard in an action",
      "AWS::IAM::Policy",
      addStatement({ Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::lake/a" }),
      /^no wildcard in action s3:Get\*$/,
    ],
    [
      "all resources for an action that IAM can limit",
      "AWS::IAM::Policy",
      addStatement({ Effect: "Allow", Action: ["glue:CreateSchema"], Resource: ["*"] }),
      /^no resource \* for glue:CreateSchema$/,
    ],
    [
      "a key that anybody may use",
      "AWS::KMS::Key",
      addStatement({
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "*",
        Principal: { AWS: "*" },
      }),
      /^anybody only/,
    ],
    [
      "a bucket that anybody may read",
      "AWS::S3::BucketPolicy",
      addStatement({ Effect: "Allow", Action: "s3:GetObject", Resource: "x", Principal: "*" }),
      /^anybody only/,
    ],
    [
      "a bucket without TLS",
      "AWS::S3::BucketPolicy",
      (properties) => {
        (properties.PolicyDocument as Json).Statement = [];
      },
      /^refuses what is not TLS$/,
    ],
    [
      "a topic without a key",
      "AWS::SNS::Topic",
      (properties) => {
        delete properties.KmsMasterKeyId;
      },
      /^has KmsMasterKeyId$/,
    ],
    [
      "a database that the internet sees",
      "AWS::RDS::DBInstance",
      (properties) => {
        properties.PubliclyAccessible = true;
      },
      /^PubliclyAccessible is false$/,
    ],
    [
      "brokers that take plain text",
      "AWS::MSK::Cluster",
      (properties) => {
        const { EncryptionInTransit } = properties.EncryptionInfo as { EncryptionInTransit: Json };
        EncryptionInTransit.ClientBroker = "TLS_PLAINTEXT";
      },
      /ClientBroker is "TLS"$/,
    ],
    [
      "a security group open to the world",
      "AWS::EC2::SecurityGroup",
      (properties) => {
        properties.SecurityGroupIngress = [{ CidrIp: "0.0.0.0/0", IpProtocol: "tcp" }];
      },
      /^lets nobody in from anywhere$/,
    ],
    [
      "nodes whose credentials pods can reach",
      "AWS::EC2::LaunchTemplate",
      (properties) => {
        const data = properties.LaunchTemplateData as { MetadataOptions: Json };
        data.MetadataOptions.HttpPutResponseHopLimit = 2;
      },
      /HopLimit is 1$/,
    ],
    [
      "an API that the whole internet reaches",
      "AWS::EKS::Cluster",
      (properties) => {
        (properties.ResourcesVpcConfig as Json).EndpointPublicAccess = true;
      },
      /named ranges only$/,
    ],
    [
      "a log without encryption",
      "AWS::Logs::LogGroup",
      (properties) => {
        delete properties.KmsKeyId;
      },
      /^has KmsKeyId$/,
    ],
  ];
  for (const [title, type, change, rule] of controls) {
    test(`refuses ${title}`, () => {
      const rules = broken(type, change);
      assert.equal(rules.length, 1, rules.join("; "));
      assert.match(rules[0] ?? "", rule);
    });
  }

  test("refuses a Lambda function, an asset, an unknown type and a body that is too large", () => {
    const stacks = structuredClone(minimal);
    const template = stacks[0]?.template as { Resources: Record<string, Json>; Metadata?: unknown };
    template.Resources.Function = { Type: "AWS::Lambda::Function", Properties: {} };
    template.Metadata = { bucket: "cdk-hnb659fds-assets", text: "x".repeat(60_000) };
    assert.deepEqual(
      checkTemplates(stacks).map(({ rule }) => rule.replace(/ of \d+ /, " of N ")),
      [
        "template of N bytes, at most 51200",
        "no AWS::Lambda::Function",
        "no asset and no bootstrap",
        "type AWS::Lambda::Function has no entry in resource-rules.ts",
      ],
    );
  });

  test("finds the statements of a document that stands as text", () => {
    const stacks = structuredClone(minimal);
    const policy = stacks
      .flatMap(resourcesOf)
      .find(({ type }) => type === "AWS::Logs::ResourcePolicy");
    assert.ok(policy);
    const document = { Statement: [{ Effect: "Allow", Action: "logs:*", Resource: "x" }] };
    Object.assign(policy.properties, { PolicyDocument: JSON.stringify(document) });
    assert.deepEqual(
      checkTemplates(stacks).map(({ rule }) => rule),
      ["no wildcard in action logs:*"],
    );
  });
});
