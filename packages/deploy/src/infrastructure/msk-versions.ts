/**
 * Kafka versions that MSK makes for Standard brokers, in CloudFormation's spelling; deprecated ones
 * left out. `.kraft` means KRaft controllers, which MSK runs and does not charge. 4.2.x is there for
 * Express brokers only.
 *
 * https://docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html
 */
export const mskKafkaVersions = [
  "3.6.0",
  "3.7.x",
  "3.7.x.kraft",
  "3.8.x",
  "3.8.x.kraft",
  "3.9.x",
  "3.9.x.kraft",
  "4.0.x.kraft",
  "4.1.x.kraft",
] as const;

/**
 * Sizes of Standard brokers that take KRaft: kafka.t3.small does not.
 *
 * https://docs.aws.amazon.com/msk/latest/developerguide/broker-instance-sizes.html
 */
export const mskBrokerSizes: readonly string[] = [
  ...["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"].map(
    (size) => `kafka.m5.${size}`,
  ),
  ...["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"].map(
    (size) => `kafka.m7g.${size}`,
  ),
];
