import { names } from "@weir/core";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { AwsPlatform } from "../aws-platform.ts";
import { allow } from "./allow.ts";
import type { DataResources } from "./data-stack.ts";
import { kafkaResourceArn } from "./msk-arns.ts";

/** What the Spark job may do in Kafka. */
export interface GlueKafkaAccess {
  /** For the role's own policy. */
  readonly own: readonly PolicyStatement[];
  /** One managed policy each; empty where the topics fit into the role's own. */
  readonly attached: readonly PolicyStatement[];
}

/**
 * Of the 10,240 characters of a role's inline policies, what all else leaves: it takes 5,400 with the
 * longest names. A managed policy holds 6,144, and a role ten of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const inlineCharacters = 4_800;
const managedCharacters = 5_600;
/** Of an ARN, quoted, without the names of cluster and topic. */
const arnCharacters = 96;
const longestClusterName = 64;

/**
 * Spark assigns partitions itself and commits no offsets, but its consumers carry group names.
 * https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
 */
export function glueKafkaAccess(platform: AwsPlatform, data: DataResources): GlueKafkaAccess {
  const { clusterArn } = data.kafka;
  const cluster =
    platform.aws.msk.existing === undefined ? platform.name.length : longestClusterName;
  const characters = (topic: string) => arnCharacters + cluster + topic.length;
  const read = (sid: string, topics: readonly string[]) =>
    allow(
      sid,
      ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"],
      topics.map((topic) => kafkaResourceArn(clusterArn, "topic", topic)),
    );
  const fits = (topics: readonly string[]) =>
    topics.reduce((sum, topic) => sum + characters(topic), 0) <= inlineCharacters;

  const named = topicsOf(platform, (source, tables) =>
    tables.map((table) => names.topicName(source, table)),
  );
  const topics = fits(named)
    ? named
    : topicsOf(platform, (source) => [names.topicName(source, "*")]);
  const inline = fits(topics);
  return {
    own: [
      allow("KafkaConnect", ["kafka-cluster:Connect"], [clusterArn]),
      ...(inline ? [read("KafkaRead", topics)] : []),
      allow(
        "KafkaGroups",
        ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"],
        [kafkaResourceArn(clusterArn, "group", "spark-kafka-*")],
      ),
    ],
    attached: inline
      ? []
      : packed(topics, characters).map((part, index) => read(`KafkaRead${index + 1}`, part)),
  };
}

/** Each source's schema history and tables. */
function topicsOf(
  { sources }: AwsPlatform,
  tablesOf: (source: string, tables: readonly string[]) => string[],
): string[] {
  return Object.entries(sources).flatMap(([source, { tables }]) => [
    names.schemaHistoryTopicName(source),
    ...tablesOf(source, tables),
  ]);
}

function packed(topics: readonly string[], characters: (topic: string) => number): string[][] {
  const parts: string[][] = [];
  let left = 0;
  for (const topic of topics) {
    left -= characters(topic);
    if (left < 0) {
      parts.push([]);
      left = managedCharacters - characters(topic);
    }
    parts.at(-1)?.push(topic);
  }
  return parts;
}
