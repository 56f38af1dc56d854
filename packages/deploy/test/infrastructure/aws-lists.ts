// What AWS accepts, copied from its own lists: CloudFormation learns of a wrong value only when it
// makes the resource, and linters let these through.

/**
 * The only names that AWS::MSK::Configuration accepts for Standard brokers; another one fails with
 * "Key … is not supported by at least one Apache Kafka version". ZooKeeper's two left out: KRaft has
 * none. `log.message.timestamp.difference.max.ms` left out: Kafka 4 removed it.
 *
 * https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-properties.html
 */
export const mskPropertyNames: readonly string[] = [
  "allow.everyone.if.no.acl.found",
  "auto.create.topics.enable",
  "compression.type",
  "connections.max.idle.ms",
  "default.replication.factor",
  "delete.topic.enable",
  "group.initial.rebalance.delay.ms",
  "group.max.session.timeout.ms",
  "group.min.session.timeout.ms",
  "leader.imbalance.per.broker.percentage",
  "log.cleaner.delete.retention.ms",
  "log.cleaner.min.cleanable.ratio",
  "log.cleanup.policy",
  "log.flush.interval.messages",
  "log.flush.interval.ms",
  "log.message.timestamp.type",
  "log.retention.bytes",
  "log.retention.hours",
  "log.retention.minutes",
  "log.retention.ms",
  "log.roll.ms",
  "log.segment.bytes",
  "max.incremental.fetch.session.cache.slots",
  "message.max.bytes",
  "min.insync.replicas",
  "num.io.threads",
  "num.network.threads",
  "num.partitions",
  "num.recovery.threads.per.data.dir",
  "num.replica.fetchers",
  "offsets.retention.minutes",
  "offsets.topic.replication.factor",
  "replica.fetch.max.bytes",
  "replica.fetch.response.max.bytes",
  "replica.lag.time.max.ms",
  "replica.selector.class",
  "replica.socket.receive.buffer.bytes",
  "socket.receive.buffer.bytes",
  "socket.request.max.bytes",
  "socket.send.buffer.bytes",
  "transaction.max.timeout.ms",
  "transaction.state.log.min.isr",
  "transaction.state.log.replication.factor",
  "transactional.id.expiration.ms",
  "unclean.leader.election.enable",
];

/**
 * Modifiable parameters of the families mysql8.0 and mysql8.4 that bear on change capture and logs.
 * CloudFormation refuses an unknown name only while it makes the group; linters not at all.
 *
 * `aws rds describe-engine-default-parameters --db-parameter-group-family mysql8.4` prints all of
 * them. The pair of GTID names: PARAMETER_DEPENDENCIES in AWS's handler of AWS::RDS::DBParameterGroup,
 * https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds
 */
export const rdsParameterNames: readonly string[] = [
  "binlog_cache_size",
  "binlog_checksum",
  "binlog_format",
  "binlog_group_commit_sync_delay",
  "binlog_order_commits",
  "binlog_row_image",
  "binlog_row_metadata",
  "binlog_row_value_options",
  "binlog_rows_query_log_events",
  "character_set_server",
  "collation_server",
  "enforce_gtid_consistency",
  "general_log",
  "gtid-mode",
  "innodb_flush_log_at_trx_commit",
  "log_bin_trust_function_creators",
  "log_output",
  "long_query_time",
  "max_allowed_packet",
  "max_connections",
  "require_secure_transport",
  "slow_query_log",
  "sync_binlog",
  "time_zone",
  "tls_version",
  "wait_timeout",
];

/**
 * Glue versions that new Spark jobs take; 6.0 is Spark 4.1.1, Scala 2.13, Python 3.13, Delta 4.2.0.
 *
 * https://docs.aws.amazon.com/glue/latest/dg/release-notes.html
 */
export const glueVersions = ["2.0", "3.0", "4.0", "5.0", "5.1", "6.0"] as const;

/** https://docs.aws.amazon.com/glue/latest/dg/worker-types.html */
export const glueWorkerTypes = [
  "G.1X",
  "G.2X",
  "G.4X",
  "G.8X",
  "G.12X",
  "G.16X",
  "R.1X",
  "R.2X",
  "R.4X",
  "R.8X",
] as const;

/**
 * CloudWatch metrics of MSK's Standard brokers that Weir looks at: dimensions, and the least level of
 * monitoring that has them.
 *
 * https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html
 */
export const mskMetrics: Readonly<
  Record<
    string,
    { readonly dimensions: readonly string[]; readonly level: "DEFAULT" | "PER_BROKER" }
  >
> = {
  ActiveControllerCount: { dimensions: ["Cluster Name"], level: "DEFAULT" },
  BytesInPerSec: { dimensions: ["Cluster Name", "Broker ID"], level: "DEFAULT" },
  BytesOutPerSec: { dimensions: ["Cluster Name", "Broker ID"], level: "DEFAULT" },
  CpuSystem: { dimensions: ["Cluster Name", "Broker ID"], level: "DEFAULT" },
  CpuUser: { dimensions: ["Cluster Name", "Broker ID"], level: "DEFAULT" },
  IAMTooManyConnections: { dimensions: ["Cluster Name", "Broker ID"], level: "PER_BROKER" },
  KafkaDataLogsDiskUsed: { dimensions: ["Cluster Name", "Broker ID"], level: "DEFAULT" },
  OfflinePartitionsCount: { dimensions: ["Cluster Name"], level: "DEFAULT" },
  UnderMinIsrPartitionCount: { dimensions: ["Cluster Name", "Broker ID"], level: "DEFAULT" },
  UnderReplicatedPartitions: { dimensions: ["Cluster Name", "Broker ID"], level: "DEFAULT" },
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html, those of MySQL. */
export const rdsMetrics: readonly string[] = [
  "BinLogDiskUsage",
  "CPUUtilization",
  "DatabaseConnections",
  "FreeStorageSpace",
  "FreeableMemory",
  "WriteLatency",
];

/** https://docs.aws.amazon.com/glue/latest/dg/monitoring-awsglue-with-cloudwatch-metrics.html */
export const glueMetrics: Readonly<Record<string, "count" | "gauge">> = {
  "glue.driver.aggregate.numCompletedTasks": "count",
  "glue.driver.aggregate.numFailedTasks": "count",
  "glue.driver.jvm.heap.usage": "gauge",
};
