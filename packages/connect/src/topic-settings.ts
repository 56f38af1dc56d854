import { names, type Platform } from "@weir/core";
import { maxMessageBytes } from "./profile.ts";
import {
  effectiveMinInsyncReplicas,
  effectiveReplicationFactor,
  internalTopicPartitions,
} from "./worker-config.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * How long captured topics keep records: twenty runs of the lake, at least a week, so that a lake
 * that stands still for days loses nothing.
 */
export function topicRetentionMs(cadence: string): number {
  const [count, unit] = cadence.split(" ");
  if (count === undefined || unit === undefined) return 7 * dayMs;
  const periodMs = Number(count) * (unit.startsWith("hour") ? hourMs : 60_000);
  return Math.max(7 * dayMs, 20 * periodMs);
}

/** `topic.creation.*` of a source: its captured topics, and Weir's own ones with one partition. */
export function topicCreationConfig(platform: Platform, source: string): Record<string, string> {
  const partitions = platform.sources[source]?.partitions ?? 1;
  const escaped = (topic: string) => topic.replace(/[.$]/g, "\\$&");
  const common = {
    "replication.factor": String(effectiveReplicationFactor(platform)),
    "min.insync.replicas": String(effectiveMinInsyncReplicas(platform)),
    "cleanup.policy": "delete",
  };
  const groups: Record<string, Record<string, string>> = {
    default: {
      ...common,
      partitions: String(partitions),
      "retention.ms": String(topicRetentionMs(platform.lake.cadence)),
      "retention.bytes": "-1",
      "max.message.bytes": String(maxMessageBytes),
    },
    weir: {
      ...common,
      include: [names.heartbeatTopicName(source), names.topicName(source, names.signalTable)]
        .map(escaped)
        .join(","),
      partitions: "1",
      "retention.ms": String(dayMs),
    },
  };
  const config: Record<string, string> = { "topic.creation.groups": "weir" };
  for (const [group, settings] of Object.entries(groups)) {
    for (const [key, value] of Object.entries(settings)) {
      config[`topic.creation.${group}.${key}`] = value;
    }
  }
  return config;
}

export interface TopicPlan {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
}

/**
 * Debezium's schema history of a source. Debezium creates it itself, kept for ever but with the
 * broker's default replication; created beforehand it has the spec's. Losing it stops the connector.
 */
export function planSchemaHistoryTopic(platform: Platform, source: string): TopicPlan {
  return {
    name: names.schemaHistoryTopicName(source),
    // More than one partition would lose the order of DDL statements.
    partitions: 1,
    replicationFactor: effectiveReplicationFactor(platform),
    config: {
      "cleanup.policy": "delete",
      "retention.ms": "-1",
      "retention.bytes": "-1",
      "min.insync.replicas": String(effectiveMinInsyncReplicas(platform)),
    },
  };
}

/**
 * The three internal topics of the workers, as they would make them themselves. Made before, nothing
 * depends on which worker comes first.
 */
export function planWorkerTopics(platform: Platform): TopicPlan[] {
  const { configTopic, offsetTopic, statusTopic } = names.connectNames(platform.name);
  const topics: [name: string, partitions: number][] = [
    [configTopic, 1],
    [offsetTopic, internalTopicPartitions.offset],
    [statusTopic, internalTopicPartitions.status],
  ];
  return topics.map(([name, partitions]) => ({
    name,
    partitions,
    replicationFactor: effectiveReplicationFactor(platform),
    config: {
      "cleanup.policy": "compact",
      "min.insync.replicas": String(effectiveMinInsyncReplicas(platform)),
    },
  }));
}

/** The topics of a source's heartbeat and signals, as Connect would make them. */
export function planWeirTopics(platform: Platform, source: string): TopicPlan[] {
  const topics = [names.heartbeatTopicName(source), names.topicName(source, names.signalTable)];
  const settings = groupSettings(platform, source, "weir");
  return topics.map((name) => ({ name, ...settings }));
}

/**
 * The captured topics of a source, as Connect would make them with their first record. Made before
 * the connector starts, an empty table has a topic too: consumers and the lake find what they expect.
 */
export function planCapturedTopics(platform: Platform, source: string): TopicPlan[] {
  const settings = groupSettings(platform, source, "default");
  return (platform.sources[source]?.tables ?? []).map((table) => ({
    name: names.topicName(source, table),
    ...settings,
  }));
}

/** What `topic.creation.<group>.*` says of a topic. */
function groupSettings(platform: Platform, source: string, group: string): Omit<TopicPlan, "name"> {
  const prefix = `topic.creation.${group}.`;
  const {
    partitions = "1",
    "replication.factor": replicationFactor = "1",
    include: _,
    ...config
  } = Object.fromEntries(
    Object.entries(topicCreationConfig(platform, source))
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
  return { partitions: Number(partitions), replicationFactor: Number(replicationFactor), config };
}
