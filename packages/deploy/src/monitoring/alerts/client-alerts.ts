import type { AwsPlatform } from "../../aws-platform.ts";
import type { Alert } from "../alert.ts";
import { workerSeries } from "../promql.ts";
import { planPlatformThresholds } from "../thresholds.ts";

/** Every kind of Kafka client inside a worker. */
export const clientPrefixes = [
  "kafka_connect_connect_metrics",
  "kafka_producer_producer",
  "kafka_consumer_consumer",
  "kafka_admin_client_admin_client",
] as const;

/** A sum over all clients; a kind of client that is absent counts nothing. */
export function sumOverClients(
  platform: AwsPlatform,
  attribute: string,
  call: (series: string) => string,
): string {
  return clientPrefixes
    .map(
      (prefix) => `(sum(${call(workerSeries(platform, `${prefix}_${attribute}`))}) or vector(0))`,
    )
    .join(" + ");
}

/**
 * MSK with IAM from the clients' side. The broker's own word, `IAMTooManyConnections`, is in
 * CloudWatch only.
 */
export function clientAlerts(platform: AwsPlatform): Alert[] {
  const { iamConnectionsPerSecond } = planPlatformThresholds(platform);
  const refused = sumOverClients(
    platform,
    "failed_authentication_total",
    (series) => `increase(${series}[2m])`,
  );
  const made = sumOverClients(
    platform,
    "connection_creation_total",
    (series) => `rate(${series}[2m])`,
  );
  return [
    {
      name: "WeirKafkaAuthenticationFailing",
      severity: "critical",
      expr: `${refused} > 0`,
      forSeconds: 180,
      summary: `MSK refuses connections of the workers of ${platform.name}`,
      description:
        'About {{ $value | printf "%.0f" }} authentications failed within two minutes: IAM throttles new connections, or the role of the workers is refused. A task whose client is refused fails.',
      threshold:
        "3m: a client tries again within a second, so a burst at the start of many connectors is over by then",
    },
    {
      name: "WeirIamConnectionRate",
      severity: "warning",
      expr: `${made} > ${iamConnectionsPerSecond}`,
      forSeconds: 120,
      summary: `the workers of ${platform.name} open connections to MSK faster than it will accept`,
      description:
        'The workers alone open {{ $value | printf "%.1f" }} connections per second; others count too. Beyond the limit of a broker MSK refuses them.',
      threshold: `${iamConnectionsPerSecond}/s: half of what ${platform.kafka.brokers} brokers (${platform.aws.msk.instanceType}) accept; 2m is longer than the start of a worker`,
    },
  ];
}
