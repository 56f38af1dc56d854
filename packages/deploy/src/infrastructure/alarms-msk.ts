import type { AlarmPlan, MetricPlan } from "./alarms.ts";
import type { KafkaResources } from "./msk-cluster.ts";

const minute = 60;

/**
 * A metric of MSK: of the cluster, or of one broker. Brokers are counted from 1.
 *
 * https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html
 */
export function mskMetric(
  { clusterName }: KafkaResources,
  name: string,
  stat: MetricPlan["stat"],
  broker?: number,
): MetricPlan {
  const dimensions =
    broker === undefined
      ? { "Cluster Name": clusterName }
      : { "Cluster Name": clusterName, "Broker ID": String(broker) };
  return { namespace: "AWS/Kafka", name, dimensions, stat };
}

export function brokerIds({ brokers }: KafkaResources): number[] {
  return Array.from({ length: brokers }, (_, index) => index + 1);
}

/**
 * What can go wrong with Kafka. An adopted cluster may be monitored at level DEFAULT, which lacks
 * IAMTooManyConnections: that alarm then stays silent, as the preflight says.
 */
export function planMskAlarms(kafka: KafkaResources): AlarmPlan[] {
  return [
    {
      id: "KafkaController",
      name: "kafka-no-controller",
      description: "Kafka has no active controller: no leader is elected. See MSK's health events.",
      metrics: [mskMetric(kafka, "ActiveControllerCount", "Maximum")],
      comparison: "below",
      threshold: 1,
      periodSeconds: minute,
      periods: 5,
    },
    {
      id: "KafkaOffline",
      name: "kafka-offline-partitions",
      description:
        "Partitions without a leader: their tables stand still. Look which brokers are gone.",
      metrics: [mskMetric(kafka, "OfflinePartitionsCount", "Maximum")],
      comparison: "above",
      threshold: 0,
      periodSeconds: minute,
      periods: 2,
    },
    ...brokerIds(kafka).flatMap((broker) => planBrokerAlarms(kafka, broker)),
  ];
}

function planBrokerAlarms(kafka: KafkaResources, broker: number): AlarmPlan[] {
  const of = (name: string, stat: MetricPlan["stat"]) => mskMetric(kafka, name, stat, broker);
  return [
    {
      id: `KafkaDisk${broker}`,
      name: `kafka-broker-${broker}-disk`,
      description:
        "Storage grows at 60 %: it does not keep up, or has reached aws.msk.maxStorageGiB. A full broker stops.",
      metrics: [of("KafkaDataLogsDiskUsed", "Maximum")],
      comparison: "at least",
      threshold: 85,
      periodSeconds: 5 * minute,
      periods: 1,
    },
    {
      id: `KafkaUnderReplicated${broker}`,
      name: `kafka-broker-${broker}-under-replicated`,
      description:
        "Partitions lack copies for longer than a broker's restart takes. Look for a lost or overloaded broker.",
      metrics: [of("UnderReplicatedPartitions", "Maximum")],
      comparison: "above",
      threshold: 0,
      periodSeconds: 5 * minute,
      periods: 4,
    },
    {
      id: `KafkaUnderMinIsr${broker}`,
      name: `kafka-broker-${broker}-under-min-isr`,
      description: "Fewer copies in sync than min.insync.replicas: connectors cannot write.",
      metrics: [of("UnderMinIsrPartitionCount", "Maximum")],
      comparison: "above",
      threshold: 0,
      periodSeconds: minute,
      periods: 5,
    },
    {
      // https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html#bestpractices-monitor-cpu
      id: `KafkaCpu${broker}`,
      name: `kafka-broker-${broker}-cpu`,
      description:
        "CPU (user and system) above 60 %: a lost broker's load no longer fits on the others. Take a larger aws.msk.instanceType.",
      metrics: [of("CpuUser", "Average"), of("CpuSystem", "Average")],
      comparison: "above",
      threshold: 60,
      periodSeconds: 5 * minute,
      periods: 6,
    },
    {
      id: `KafkaIam${broker}`,
      name: `kafka-broker-${broker}-iam-throttled`,
      description:
        "More new IAM connections than the 100 a second that a broker takes: clients reconnect in a storm. Raise reconnect.backoff.ms.",
      metrics: [of("IAMTooManyConnections", "Maximum")],
      comparison: "above",
      threshold: 0,
      periodSeconds: minute,
      periods: 3,
    },
  ];
}
