import { topicRetentionMs } from "@weir/connect";
import type { AwsPlatform } from "../aws-platform.ts";
import type { PlanWarning } from "./deploy-plan.ts";
import { brokerTypes } from "./instance-types.ts";
import { connectionLimits, connectionsPerBroker, partitionsPerBroker } from "./kafka-clients.ts";
import type { Workload } from "./workload.ts";

/** Connections, partitions, disks and copies. */
export function warnOfKafka(platform: AwsPlatform, workload: Workload): PlanWarning[] {
  return [
    ...warnOfConnections(platform),
    ...(platform.aws.msk.existing === undefined
      ? [...warnOfPartitions(platform), ...warnOfStorage(platform, workload)]
      : []),
    ...warnOfCopies(platform),
    ...warnOfRetention(platform, workload),
  ];
}

function warnOfConnections(platform: AwsPlatform): PlanWarning[] {
  const { existing, instanceType } = platform.aws.msk;
  // Of an adopted cluster the type is not known: the usual limit.
  const rate = connectionLimits.perSecond(existing === undefined ? instanceType : "");
  const connections = connectionsPerBroker(platform);
  if (connections <= rate) return [];
  return [
    {
      code: "IAM_CONNECTION_RATE",
      message: `when all workers start at once a broker gets about ${connections} new IAM connections, and it takes ${rate} in a second: the rest is refused and tried again for ${Math.ceil(connections / rate)} s`,
      remedy:
        "fewer sources in one platform; workers roll one at a time, so this counts after an outage of the whole cluster",
    },
  ];
}

function warnOfPartitions(platform: AwsPlatform): PlanWarning[] {
  const broker = brokerTypes.get(platform.aws.msk.instanceType);
  const partitions = partitionsPerBroker(platform);
  if (broker === undefined || partitions <= broker.recommendedPartitions) return [];
  return [
    {
      code: "MANY_PARTITIONS",
      message: `each broker holds about ${partitions} partitions with their copies, and AWS recommends at most ${broker.recommendedPartitions} on ${broker.name}`,
      remedy: "choose a larger aws.msk.instanceType, or more kafka.brokers",
    },
  ];
}

function warnOfStorage({ aws, kafka, lake }: AwsPlatform, workload: Workload): PlanWarning[] {
  const seconds = topicRetentionMs(lake.cadence) / 1_000;
  const bytes = workload.changesPerSecond * workload.bytesPerChange * seconds;
  const gib = (bytes * kafka.replicationFactor) / kafka.brokers / 2 ** 30;
  // Storage scaling begins at 60 %, takes hours and waits six hours between two steps.
  if (gib <= 0.6 * aws.msk.storageGiB) return [];
  const beyond = gib > aws.msk.maxStorageGiB;
  return [
    {
      code: beyond ? "KAFKA_STORAGE_TOO_SMALL" : "KAFKA_STORAGE_GROWS",
      message: `${Math.round(seconds / 86_400)} days of records at ${workload.changesPerSecond} changes/s are about ${Math.ceil(gib)} GiB on each broker of ${aws.msk.storageGiB} GiB${beyond ? `, more than maxStorageGiB allows (${aws.msk.maxStorageGiB})` : "; storage scaling will add to it, and to the price"}`,
      remedy: beyond
        ? "raise aws.msk.maxStorageGiB, or add kafka.brokers"
        : "raise aws.msk.storageGiB",
    },
  ];
}

function warnOfCopies({ kafka }: AwsPlatform): PlanWarning[] {
  const { replicationFactor: copies, minInsyncReplicas: least } = kafka;
  const warnings: PlanWarning[] = [];
  if (copies < 3) {
    warnings.push({
      code: "FEW_COPIES",
      message: `topics have ${copies} ${copies === 1 ? "copy" : "copies"}: ${copies === 1 ? "the loss of a broker's disk loses records" : "the loss of two zones loses records, and of one writes may wait"}`,
      remedy: "set kafka.replicationFactor to 3",
    });
  }
  if (copies > 1 && least === copies) {
    warnings.push({
      code: "NO_SPARE_COPY",
      message: `a write needs all ${copies} copies: while one broker restarts, as in every patch of MSK, nothing is written`,
      remedy: `set kafka.minInsyncReplicas to ${copies - 1}`,
    });
  }
  if (copies > 1 && least === 1) {
    warnings.push({
      code: "ONE_COPY_ACKNOWLEDGES",
      message: "a write counts with one copy: the loss of that broker loses acknowledged records",
      remedy: "set kafka.minInsyncReplicas to 2",
    });
  }
  return warnings;
}

function warnOfRetention({ lake }: AwsPlatform, workload: Workload): PlanWarning[] {
  const hours = topicRetentionMs(lake.cadence) / 3_600_000;
  if (hours >= workload.longestOutageHours) return [];
  return [
    {
      code: "TOPIC_RETENTION_SHORT",
      message: `topics keep records ${hours} h, and the lake job may stand still ${workload.longestOutageHours} h: rows would be missing in bronze`,
      remedy: "plan for a shorter outage, or keep the topics longer by hand",
    },
  ];
}
