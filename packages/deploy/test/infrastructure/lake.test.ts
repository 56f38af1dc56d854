import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { deployOutputs } from "../../src/outputs.ts";
import { versions } from "../../src/versions.ts";
import {
  adoptedStacks,
  kafkaArn,
  madeStacks,
  resourceOf,
  resourcesOf,
  type SampleStacks,
  samplePlatform,
  synthSample,
} from "./stacks-sample.ts";

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const statementsOf = ({ lake }: SampleStacks): readonly Statement[] =>
  resourceOf(lake, "AWS::IAM::Role").Properties.Policies[0].PolicyDocument.Statement;

const statement = (stacks: SampleStacks, sid: string) =>
  statementsOf(stacks).find(({ Sid }) => Sid === sid) ?? assert.fail(sid);

const listed = <Item>(value: Item | readonly Item[]): readonly Item[] =>
  Array.isArray(value) ? value : [value as Item];

describe("job", () => {
  const job = () => resourceOf(madeStacks().lake, "AWS::Glue::Job").Properties;

  it("runs on schedule, once at a time, with an end", () => {
    assert.equal(job().GlueVersion, versions.glue);
    assert.equal(job().Command.Name, "glueetl");
    assert.deepEqual(job().ExecutionProperty, { MaxConcurrentRuns: 1 });
    assert.equal(job().Timeout, 60);
    assert.equal(job().MaxRetries, 1);
    const trigger = resourceOf(madeStacks().lake, "AWS::Glue::Trigger").Properties;
    assert.equal(trigger.Schedule, "cron(0/15 * * * ? *)");
    assert.equal(trigger.StartOnCreation, true);
  });

  it("takes its files from the bucket by their hash", () => {
    const location = JSON.stringify(job().Command.ScriptLocation);
    assert.match(location, /\/lake-job\/[0-9a-f]{32}\/[a-z_]+\.py/);
    const args = job().DefaultArguments;
    assert.equal(args["--datalake-formats"], "delta");
    assert.match(JSON.stringify(args["--extra-jars"]), /\/lake-job\/[0-9a-f]{32}\//);
    assert.ok(!JSON.stringify(args).includes("${WEIR_"), "the template knows the bucket itself");
  });

  it("logs to the platform's own encrypted groups", () => {
    const prefix = job().DefaultArguments["--custom-logGroup-prefix"];
    const groups = resourcesOf(madeStacks().lake, "AWS::Logs::LogGroup").map(
      ([, { Properties }]) => Properties.LogGroupName,
    );
    assert.deepEqual(groups, [`${prefix}/error`, `${prefix}/output`]);
  });

  it("encrypts what it writes by itself", () => {
    const { EncryptionConfiguration } = resourceOf(
      madeStacks().lake,
      "AWS::Glue::SecurityConfiguration",
    ).Properties;
    assert.equal(EncryptionConfiguration.S3Encryptions[0].S3EncryptionMode, "SSE-KMS");
    assert.equal(EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode, "SSE-KMS");
    assert.equal(
      EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode,
      "CSE-KMS",
    );
  });

  it("has a way into the VPC in each zone", () => {
    const connections = resourcesOf(madeStacks().lake, "AWS::Glue::Connection").map(
      ([, { Properties }]) => Properties.ConnectionInput.PhysicalConnectionRequirements,
    );
    assert.deepEqual(
      connections.map(({ AvailabilityZone }) => AvailabilityZone),
      ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    );
    assert.equal(new Set(connections.map(({ SubnetId }) => JSON.stringify(SubnetId))).size, 3);
    assert.equal(job().Connections.Connections.length, 3);
  });

  it("is a stream without timeout and schedule where the lake is continuous", () => {
    const { lake } = synthSample(samplePlatform({ lake: { cadence: "continuous" } }));
    const { Command, Timeout, MaintenanceWindow } = resourceOf(lake, "AWS::Glue::Job").Properties;
    assert.equal(Command.Name, "gluestreaming");
    assert.equal(Timeout, undefined);
    assert.match(MaintenanceWindow, /^(Sun|Mon|Tue|Wed|Thu|Fri|Sat):(\d|1\d|2[0-3])$/);
    assert.deepEqual(resourcesOf(lake, "AWS::Glue::Trigger"), []);
  });

  it("has a schedule that is not started where the lake cannot read the records", () => {
    const registry = { kind: "confluent", converter: { class: "io.example.Converter" } } as const;
    const { lake } = synthSample(samplePlatform({ registry }));
    const { Properties } = resourceOf(lake, "AWS::Glue::Trigger");
    assert.equal(Properties.StartOnCreation, false);
  });

  it("fails to be planned at a cadence that no trigger keeps", () => {
    assert.throws(
      () => synthSample(samplePlatform({ lake: { cadence: "7 minutes" } })),
      /Glue cannot start a job every 7 minutes/,
    );
  });

  it("is the output that others wait for", () => {
    const outputs = deployOutputs(samplePlatform()).flatMap(({ from }) =>
      "stack" in from && from.stack === "lake" ? [from.output] : [],
    );
    assert.deepEqual(Object.keys(madeStacks().lake.Outputs ?? {}), outputs);
  });
});

describe("role of the job", () => {
  it("reads the sources' topics and no others", () => {
    const place = "arn:aws:kafka:eu-central-1:123456789012:topic/old-kafka/0aaa-1";
    assert.deepEqual(statement(adoptedStacks(), "KafkaRead").Resource, [
      `${place}/weir.schema-history.shop`,
      `${place}/shop.test_db.person`,
      `${place}/shop.test_db.orders`,
      `${place}/weir.schema-history.Bill_ing`,
      `${place}/Bill_ing.billing.invoices`,
    ]);
    assert.deepEqual(statement(adoptedStacks(), "KafkaConnect").Resource, kafkaArn);
    assert.deepEqual(statement(madeStacks(), "KafkaRead").Action, [
      "kafka-cluster:DescribeTopic",
      "kafka-cluster:ReadData",
    ]);
  });

  it("names topics by their source where there are too many for a role's policies", () => {
    const tables = Array.from({ length: 200 }, (_, index) => `database.table_${index}`);
    const stacks = synthSample(samplePlatform({ sources: { shop: { tables } } }));
    assert.deepEqual(resourcesOf(stacks.lake, "AWS::IAM::ManagedPolicy"), []);
    assert.equal(listed(statement(stacks, "KafkaRead").Resource).length, 2);
    assert.match(JSON.stringify(statement(stacks, "KafkaRead").Resource), /\/shop\.\*"/);
  });

  it("holds names of any length and number within IAM's limits", () => {
    const inAccount = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(inAccount);
      if (typeof value !== "object" || value === null) return value;
      const [[key, content] = ["", undefined]] = Object.entries(value);
      if (key === "Fn::Join") return (inAccount(content[1]) as string[]).join("");
      if (key === "Fn::Select") return content[0] === 1 ? "legopoc" : "u".repeat(39);
      if (key === "Fn::ImportValue") return "x".repeat(76);
      if (key === "Ref") return { "AWS::Partition": "aws" }[String(content)] ?? "ap-southeast-1";
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, inAccount(v)]));
    };
    const size = (document: unknown) => JSON.stringify(inAccount(document)).length;
    const inlineSize = ({ lake }: SampleStacks) =>
      size(resourceOf(lake, "AWS::IAM::Role").Properties.Policies[0].PolicyDocument);
    const tables = (count: number) =>
      Array.from({ length: count }, (_, i) => `customer_relations.customer_address_history_${i}`);
    const few = synthSample(samplePlatform({ sources: { shop: { tables: tables(20) } } }));
    assert.equal(listed(statement(few, "KafkaRead").Resource).length, 21);
    const many = synthSample(samplePlatform({ sources: { shop: { tables: tables(40) } } }));
    assert.equal(listed(statement(many, "KafkaRead").Resource).length, 2);
    const sources = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`source_with_a_name_${i}`, { tables: tables(1) }]),
    );
    const wide = synthSample(samplePlatform({ sources }));
    assert.ok(!statementsOf(wide).some(({ Sid }) => Sid === "KafkaRead"));
    const attached = resourcesOf(wide.lake, "AWS::IAM::ManagedPolicy");
    assert.ok(attached.length > 1 && attached.length <= 10);
    const granted = attached.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    assert.equal(granted.flatMap(({ Resource }: Statement) => listed(Resource)).length, 100);
    for (const [, { Properties }] of attached) assert.ok(size(Properties.PolicyDocument) <= 6_144);
    for (const stacks of [few, many, wide]) assert.ok(inlineSize(stacks) <= 10_240);
    assert.ok(inlineSize(few) > 6_000, "the measure sees the names");
  });

  it("writes to its own prefixes of the bucket, and only reads its files", () => {
    const written = JSON.stringify(statement(madeStacks(), "Lake").Resource);
    assert.match(written, /\/lake\/\*/);
    assert.match(written, /\/checkpoints\/\*/);
    assert.doesNotMatch(written, /lake-job/);
    assert.deepEqual(statement(madeStacks(), "JobFiles").Action, "s3:GetObject");
  });

  it("decrypts an adopted bucket by whatever key it has, and nothing else by it", () => {
    assert.ok(!statementsOf(madeStacks()).some(({ Sid }) => Sid === "AdoptedKey"));
    const { Action, Condition } = statement(adoptedStacks(), "AdoptedKey");
    assert.deepEqual(Action, ["kms:Decrypt", "kms:GenerateDataKey"]);
    const { StringEquals, StringLike } = Condition as Record<string, Record<string, unknown>>;
    assert.deepEqual(StringEquals, { "kms:ViaService": "s3.eu-central-1.amazonaws.com" });
    assert.deepEqual(StringLike, {
      "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::my-bucket", "arn:aws:s3:::my-bucket/*"],
    });
  });

  it("has no action with an asterisk, and an open resource only where IAM knows none", () => {
    const open = (statements: readonly Statement[]) =>
      statements.flatMap(({ Action, Resource }) =>
        listed(Resource).includes("*") ? listed(Action) : [],
      );
    const starred = (statements: readonly Statement[]) =>
      statements.flatMap(({ Action }) => listed(Action)).filter((action) => action.includes("*"));
    const statements = statementsOf(madeStacks());
    assert.deepEqual(starred(statements), []);
    assert.deepEqual(open(statements).toSorted(), [
      "cloudwatch:PutMetricData",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcAttribute",
      "ec2:DescribeVpcEndpoints",
      "glue:GetSchemaVersion",
    ]);
    // The checks themselves.
    const wide = [{ Sid: "x", Action: ["s3:*"], Resource: "*" }];
    assert.deepEqual(starred(wide), ["s3:*"]);
    assert.deepEqual(open(wide), ["s3:*"]);
  });
});
