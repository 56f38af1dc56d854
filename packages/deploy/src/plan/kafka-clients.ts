import type { Platform } from "@weir/core";

/**
 * Kafka clients of a worker, as its own metrics list them: producer and consumer of each of the three
 * internal topics, the shared admin client, the group member.
 */
const clientsPerWorker = 8;

/** Of a connector and its task: producer, admin client, schema history's producer and consumer. */
const clientsPerConnector = 4;
/** With exactly-once each task has its own offsets producer and consumer. */
const clientsPerExactlyOnceTask = 2;

/** Limits of IAM listeners. https://docs.aws.amazon.com/msk/latest/developerguide/limits.html */
export const connectionLimits = {
  perBroker: 3_000,
  /** Lower on kafka.t3.small, in connections per second. */
  perSecond: (brokerType: string) => (brokerType === "kafka.t3.small" ? 4 : 100),
} as const;

/** Connections that one broker gets when everything connects anew: each client may need each broker. */
export function connectionsPerBroker({ connect, sources, aws }: Platform): number {
  const connectors = Object.keys(sources).length;
  const perConnector = clientsPerConnector + (connect.exactlyOnce ? clientsPerExactlyOnceTask : 0);
  // Spark: an admin client on the driver, a consumer in each of a worker's four cores.
  const spark = 1 + 4 * (aws?.glue.workers ?? 2);
  return clientsPerWorker * connect.workers + perConnector * connectors + spark;
}

/** Partitions with all their copies that one broker holds. */
export function partitionsPerBroker(platform: Platform): number {
  const { kafka, sources, connect } = platform;
  const captured = Object.values(sources).reduce(
    (sum, { tables, partitions }) => sum + tables.length * partitions,
    0,
  );
  // Heartbeat, signals and schema history of each source; offsets (25), status (5) and configs (1).
  const own = 3 * Object.keys(sources).length + 31;
  const kafkas = 50 + (connect.exactlyOnce ? 50 : 0);
  return Math.ceil(((captured + own + kafkas) * kafka.replicationFactor) / kafka.brokers);
}

/** Connectors that one worker runs when another one is lost. */
export function connectorsPerWorker({ connect, sources }: Platform): number {
  return Math.ceil(Object.keys(sources).length / Math.max(1, connect.workers - 1));
}
