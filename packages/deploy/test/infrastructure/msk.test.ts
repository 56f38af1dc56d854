import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planWorkerProfile } from "@weir/connect";
import { kafkaResourceArn } from "../../src/infrastructure/msk-arns.ts";
import { mskServerProperties } from "../../src/infrastructure/msk-configuration.ts";
import { mskBrokerSizes, mskKafkaVersions } from "../../src/infrastructure/msk-versions.ts";
import { versions } from "../../src/versions.ts";
import { mskPropertyNames } from "./aws-lists.ts";
import {
  adoptedStacks,
  kafkaArn,
  madeStacks,
  resourceOf,
  resourcesOf,
  samplePlatform,
} from "./stacks-sample.ts";

const unknownNames = (serverProperties: string) =>
  serverProperties
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("=")[0] ?? line)
    .filter((name) => !mskPropertyNames.includes(name));

describe("broker configuration", () => {
  it("sets only properties that MSK lets anyone set", () => {
    const { Properties } = resourceOf(madeStacks().data, "AWS::MSK::Configuration");
    assert.deepEqual(unknownNames(Properties.ServerProperties), []);
    // The check itself: a read-only and a ZooKeeper property.
    assert.deepEqual(unknownNames("log.dirs=/x\nnum.partitions=1\nzookeeper.connect=a\n"), [
      "log.dirs",
      "zookeeper.connect",
    ]);
  });

  it("lets the failover profile's session timeout in", () => {
    const value = (name: string) =>
      Number(mskServerProperties(samplePlatform()).find(([each]) => each === name)?.[1]);
    for (const tasks of [1, 100]) {
      const { sessionTimeoutMs } = planWorkerProfile(tasks);
      assert.ok(value("group.min.session.timeout.ms") <= sessionTimeoutMs);
      assert.ok(sessionTimeoutMs <= value("group.max.session.timeout.ms"));
    }
  });

  it("follows the spec's copies", () => {
    const properties = Object.fromEntries(
      mskServerProperties(samplePlatform({ kafka: { brokers: 6, replicationFactor: 5 } })),
    );
    assert.equal(properties["default.replication.factor"], 5);
    assert.equal(properties["min.insync.replicas"], 4);
    assert.equal(properties["auto.create.topics.enable"], "false");
    assert.equal(properties["unclean.leader.election.enable"], "false");
  });
});

describe("cluster", () => {
  const cluster = () => resourceOf(madeStacks().data, "AWS::MSK::Cluster").Properties;

  it("runs a Kafka version that MSK has for Standard brokers", () => {
    const known: readonly string[] = mskKafkaVersions;
    assert.equal(cluster().KafkaVersion, versions.msk);
    assert.ok(known.includes(versions.msk));
    assert.ok(!known.includes("4.2.x.kraft"), "4.2 is there for Express brokers only");
    assert.ok(!known.includes("4.1.0"));
  });

  it("has brokers of a size that takes KRaft", () => {
    assert.ok(mskBrokerSizes.includes(cluster().BrokerNodeGroupInfo.InstanceType));
    assert.ok(!mskBrokerSizes.includes("kafka.t3.small"));
  });

  it("lets clients in by IAM over TLS and in no other way", () => {
    assert.deepEqual(cluster().ClientAuthentication, {
      Sasl: { Iam: { Enabled: true }, Scram: { Enabled: false } },
      Tls: { Enabled: false },
      Unauthenticated: { Enabled: false },
    });
    assert.deepEqual(cluster().EncryptionInfo.EncryptionInTransit, {
      ClientBroker: "TLS",
      InCluster: true,
    });
    assert.ok(cluster().EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId);
    assert.deepEqual(cluster().BrokerNodeGroupInfo.ConnectivityInfo, {
      PublicAccess: { Type: "DISABLED" },
    });
  });

  it("stands in three zones with as many brokers as the spec says", () => {
    assert.equal(cluster().NumberOfBrokerNodes, 3);
    assert.equal(new Set(cluster().BrokerNodeGroupInfo.ClientSubnets).size, 3);
  });

  it("opens Kafka to nodes and Spark job, metrics to nodes, and nothing else", () => {
    const [[group] = [""]] = resourcesOf(madeStacks().data, "AWS::EC2::SecurityGroup").filter(
      ([id]) => id.startsWith("Kafka"),
    );
    const rules = resourcesOf(madeStacks().data, "AWS::EC2::SecurityGroupIngress")
      .map(([, { Properties }]) => Properties)
      .filter(({ GroupId }) => GroupId["Fn::GetAtt"][0] === group)
      .map((rule) => {
        const from: string = rule.SourceSecurityGroupId["Fn::ImportValue"];
        const who = from.includes("Glue") ? "glue" : from.includes("Workload") ? "nodes" : from;
        return `${who} ${rule.FromPort}-${rule.ToPort}`;
      });
    assert.deepEqual(rules.toSorted(), ["glue 9098-9098", "nodes 11001-11002", "nodes 9098-9098"]);
    const inline = madeStacks().data.Resources[group]?.Properties.SecurityGroupIngress;
    assert.equal(inline, undefined);
  });

  it("lets storage grow up to the spec's limit and never shrink", () => {
    const target = resourceOf(madeStacks().data, "AWS::ApplicationAutoScaling::ScalableTarget");
    assert.equal(target.Properties.MaxCapacity, 1_000);
    assert.equal(target.Properties.ScalableDimension, "kafka:broker-storage:VolumeSize");
    const policy = resourceOf(madeStacks().data, "AWS::ApplicationAutoScaling::ScalingPolicy");
    const { DisableScaleIn, PredefinedMetricSpecification } =
      policy.Properties.TargetTrackingScalingPolicyConfiguration;
    assert.equal(DisableScaleIn, true);
    assert.deepEqual(PredefinedMetricSpecification, {
      PredefinedMetricType: "KafkaBrokerStorageUtilization",
    });
  });

  it("is not made where one is adopted, and its ARN is an output all the same", () => {
    const { data } = adoptedStacks();
    assert.deepEqual(resourcesOf(data, "AWS::MSK::Cluster"), []);
    assert.deepEqual(resourcesOf(data, "AWS::MSK::Configuration"), []);
    assert.equal(data.Outputs?.MskClusterArn?.Value, kafkaArn);
  });
});

describe("kafkaResourceArn", () => {
  it("names topics and groups of an adopted cluster by its own region and account", () => {
    const place = "arn:aws:kafka:eu-central-1:123456789012";
    assert.equal(
      kafkaResourceArn(kafkaArn, "topic", "a.b.c"),
      `${place}:topic/old-kafka/0aaa-1/a.b.c`,
    );
    assert.equal(kafkaResourceArn(kafkaArn, "group", "x-*"), `${place}:group/old-kafka/0aaa-1/x-*`);
  });
});
