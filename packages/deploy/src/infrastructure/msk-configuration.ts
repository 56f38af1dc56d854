import {
  effectiveMinInsyncReplicas,
  effectiveReplicationFactor,
  planWorkerProfile,
} from "@weir/connect";
import { CfnConfiguration } from "aws-cdk-lib/aws-msk";
import type { Stack } from "aws-cdk-lib/core";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";

/** Every broker property that Weir sets on MSK, with its reason. */
export function mskServerProperties(
  platform: AwsPlatform,
): readonly (readonly [name: string, value: string | number, reason: string])[] {
  const copies = effectiveReplicationFactor(platform);
  const inSync = effectiveMinInsyncReplicas(platform);
  const { sessionTimeoutMs } = planWorkerProfile(Object.keys(platform.sources).length);
  return [
    ["auto.create.topics.enable", "false", "a misspelt topic must not come to life"],
    ["unclean.leader.election.enable", "false", "unavailable rather than records lost"],
    ["default.replication.factor", copies, "as the spec says; MSK's own default is the same"],
    ["min.insync.replicas", inSync, "an acknowledged write is on several brokers"],
    ["offsets.topic.replication.factor", copies, "survives a broker"],
    ["transaction.state.log.replication.factor", copies, "survives a broker"],
    ["transaction.state.log.min.isr", inSync, "as for other topics"],
    ["num.partitions", 1, "order within a table"],
    ["group.min.session.timeout.ms", sessionTimeoutMs, "the workers' session.timeout.ms"],
    ["group.max.session.timeout.ms", 1_800_000, "Kafka's default, said so that it stays"],
    ["group.initial.rebalance.delay.ms", 3_000, "one rebalance when all workers start at once"],
    // With no client.rack nothing changes; with one, reading stays within the zone.
    [
      "replica.selector.class",
      "org.apache.kafka.common.replica.RackAwareReplicaSelector",
      "consumers read within their zone",
    ],
  ];
}

/**
 * Broker properties of the platform. A changed one makes a new revision, applied broker by broker. No
 * KafkaVersionsList: a change of it would replace the configuration, under the same name.
 */
export function createMskConfiguration(stack: Stack, platform: AwsPlatform): CfnConfiguration {
  return new CfnConfiguration(stack, "KafkaConfiguration", {
    name: `${awsNames(platform).mskCluster}-kafka`,
    description: `Brokers of the Weir platform ${platform.name}`,
    serverProperties: mskServerProperties(platform)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  });
}
