import { names, type SourceSpec } from "@weir/core";
import { Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { AwsPlatform } from "../aws-platform.ts";
import { type KafkaResourceKind, kafkaResourceArn } from "./msk-arns.ts";

/**
 * What pods may do in Kafka.
 *
 * https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
 */
export interface KafkaAccess {
  /** On the cluster, and on what is the platform's own. */
  readonly platform: readonly PolicyStatement[];
  /** On what belongs to one source, in the order of the spec. */
  readonly sources: readonly (readonly PolicyStatement[])[];
}

type Grant = readonly [
  kind: "cluster" | KafkaResourceKind,
  resources: readonly string[],
  actions: readonly string[],
];

const read = ["DescribeTopic", "ReadData"] as const;
const write = [
  "CreateTopic",
  "DescribeTopic",
  "DescribeTopicDynamicConfiguration",
  "WriteData",
] as const;
const readAndWrite = [...write, "ReadData"] as const;
const group = ["DescribeGroup", "AlterGroup"] as const;

/** Workers and connectors: their group and internal topics, and what their sources need. */
export function connectKafkaAccess(platform: AwsPlatform, clusterArn: string): KafkaAccess {
  const { groupId } = names.connectNames(platform.name);
  const own: Grant[] = [
    [
      "cluster",
      [],
      [
        "Connect",
        "DescribeCluster",
        // Debezium asks for the default replication before it makes a missing schema history.
        "DescribeClusterDynamicConfiguration",
        "WriteDataIdempotently",
      ],
    ],
    ["topic", internalTopics(platform), readAndWrite],
    ["group", [groupId], group],
  ];
  if (platform.connect.exactlyOnce) {
    // The leader's id, and one for each task.
    // https://kafka.apache.org/documentation/#connect_exactlyoncesource
    const ids = [`connect-cluster-${groupId}`, `${groupId}-*`];
    own.push(["transactional-id", ids, ["DescribeTransactionalId", "AlterTransactionalId"]]);
  }
  return {
    platform: statements(clusterArn, own),
    sources: Object.entries(platform.sources).map(([source, spec]) =>
      statements(clusterArn, connectorGrants(source, spec)),
    ),
  };
}

function connectorGrants(source: string, { config }: SourceSpec): Grant[] {
  const records = recordTopics(source);
  // Off unless the source's own configuration says so.
  if (String(config["include.schema.changes"]) === "true") records.push(source);
  const grants: Grant[] = [
    ["topic", [names.schemaHistoryTopicName(source)], readAndWrite],
    ["topic", records, write],
    // Debezium reads its schema history as a consumer group of its own.
    ["group", [`${source}-schemahistory`], group],
  ];
  if (String(config["signal.enabled.channels"] ?? "").includes("kafka")) {
    grants.push(
      ["topic", [String(config["signal.kafka.topic"] ?? `${source}-signal`)], read],
      ["group", [String(config["signal.kafka.groupId"] ?? "kafka-signal")], group],
    );
  }
  return grants;
}

/** Jobs make topics before the connectors start, and compare what is there; they alter nothing. */
export function jobKafkaAccess(platform: AwsPlatform, clusterArn: string): KafkaAccess {
  const create = ["CreateTopic", "DescribeTopic", "DescribeTopicDynamicConfiguration"];
  return {
    platform: statements(clusterArn, [
      ["cluster", [], ["Connect", "DescribeCluster"]],
      ["topic", internalTopics(platform), create],
    ]),
    sources: Object.keys(platform.sources).map((source) =>
      statements(clusterArn, [
        ["topic", [names.schemaHistoryTopicName(source), ...recordTopics(source)], create],
      ]),
    ),
  };
}

function internalTopics(platform: AwsPlatform): string[] {
  const { configTopic, offsetTopic, statusTopic } = names.connectNames(platform.name);
  return [configTopic, offsetTopic, statusTopic];
}

/** Captured tables and Weir's own tables; and the heartbeat. */
const recordTopics = (source: string) => [
  names.topicName(source, "*"),
  names.heartbeatTopicName(source),
];

function statements(clusterArn: string, grants: readonly Grant[]): PolicyStatement[] {
  return grants.map(
    ([kind, resources, actions]) =>
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: actions.map((action) => `kafka-cluster:${action}`),
        resources:
          kind === "cluster"
            ? [clusterArn]
            : resources.map((name) => kafkaResourceArn(clusterArn, kind, name)),
      }),
  );
}
