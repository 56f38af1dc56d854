/** Why a task can be FAILED, as far as Weir tells causes apart. */
export type DiagnosisCause =
  | "schema_refused"
  | "schema_check_pending"
  | "registry_unreachable"
  | "registry_access_denied"
  | "registry_misconfigured"
  | "binlog_purged"
  | "server_id_clash"
  | "schema_history_lost"
  | "table_schema_unknown"
  | "ddl_unparseable"
  | "record_too_large"
  | "source_access_denied"
  | "source_misconfigured"
  | "source_unreachable"
  | "broker_access_denied"
  | "producer_fenced"
  | "topic_not_creatable"
  | "broker_unreachable"
  | "config_invalid"
  | "out_of_memory"
  | "unknown";

/** `never`: a restart fails again; `bounded`: a few tries; `backoff`: for ever, ever more seldom. */
export type RestartPolicy = "never" | "bounded" | "backoff";

export interface CauseRule {
  readonly cause: Exclude<DiagnosisCause, "unknown">;
  /** Any of them, in the text of the cause chain. */
  readonly patterns: readonly RegExp[];
  /** All of these too. */
  readonly also?: readonly RegExp[];
  readonly summary: string;
  readonly remedy: string;
  readonly restartPolicy: RestartPolicy;
}

/** The first rule that matches wins: the special before the general. */
export const causeRules: readonly CauseRule[] = [
  {
    cause: "schema_refused",
    patterns: [
      /Schema evolution check failed\. schemaVersionId \S+ is in FAILURE status/,
      /Schema Found but status is FAILURE/,
      /Compatibility DISABLED does not allow versioning/,
    ],
    summary: "the schema registry refuses the table's new schema; no row of it is published",
    remedy:
      "change the table so that the schema is compatible, or accept this version all the same: weir schema accept NAME",
    restartPolicy: "never",
  },
  {
    cause: "schema_check_pending",
    patterns: [
      /Retries exhausted for schema evolution check/,
      /Schema Found but status is PENDING/,
      /ConcurrentModificationException/,
    ],
    also: [/schemaregistry|glue/i],
    summary: "the schema registry has not finished checking the table's new schema",
    remedy: "wait; the task is restarted",
    restartPolicy: "backoff",
  },
  {
    cause: "registry_access_denied",
    patterns: [
      /glue\.model\.AccessDeniedException/,
      /is not authorized to perform: glue:/,
      /Unable to load credentials from any of the providers/,
      /The security token included in the request is (invalid|expired)/,
      /UnrecognizedClientException|ExpiredTokenException/,
    ],
    summary: "the schema registry refuses the worker's credentials",
    remedy: "give the workers' role the glue permissions of the registry, then restart the task",
    restartPolicy: "bounded",
  },
  {
    cause: "registry_misconfigured",
    patterns: [/Registry is not found/, /Auto registration of schema is not enabled/],
    summary: "the schema registry lacks what the converter asks for",
    remedy: "create the registry that registry.name says, then restart the task",
    restartPolicy: "bounded",
  },
  {
    cause: "registry_unreachable",
    patterns: [
      /SdkClientException: (Unable to execute HTTP request|Received an UnknownHostException)/,
      /ApiCall(Attempt)?TimeoutException/,
      /GlueException: .*Status Code: 5\d\d/,
      /InternalServiceException: .*Glue/,
      /ThrottlingException|Rate exceeded/,
    ],
    summary: "the schema registry did not answer, and the schema was not cached",
    remedy: "bring the registry back; the task is restarted",
    restartPolicy: "backoff",
  },
  {
    cause: "server_id_clash",
    patterns: [/same server_uuid\/server_id as this (replica|slave)/],
    summary: "another reader of the server uses the same replication client id",
    remedy: "stop the other reader; each needs a database.server.id of its own",
    restartPolicy: "bounded",
  },
  {
    cause: "binlog_purged",
    patterns: [
      /but this is no longer available on the server/,
      /purged required binary logs/,
      /Could not find first log file name in binary log index file/,
      /has purged binary logs containing GTIDs/,
    ],
    summary: "the server has purged binary logs that were not read yet",
    remedy:
      "take a new snapshot (reset the connector's offsets, or snapshot: when_needed), and keep binary logs longer",
    restartPolicy: "never",
  },
  {
    cause: "schema_history_lost",
    patterns: [
      /db history topic is missing/,
      /db history topic or its content is fully or partially missing/,
      /Could not find existing redo log information/,
    ],
    summary: "the topic with the schema history is missing or incomplete",
    remedy: "start once with snapshot.mode=recovery if no DDL ran since; else take a new snapshot",
    restartPolicy: "never",
  },
  {
    cause: "table_schema_unknown",
    patterns: [
      /whose schema isn't known to this connector/,
      /restart connector with schema recovery mode/,
    ],
    summary: "a row does not fit what the schema history says of its table",
    remedy: "start once with snapshot.mode=recovery, or take a new snapshot",
    restartPolicy: "never",
  },
  {
    cause: "ddl_unparseable",
    patterns: [
      /io\.debezium\.text\.ParsingException/,
      /io\.debezium\.(?:.*\.)?MultipleParsingExceptions/,
    ],
    summary: "Debezium cannot parse a DDL statement of the server",
    remedy: "report the statement to Debezium and upgrade, or take a new snapshot after it",
    restartPolicy: "never",
  },
  {
    cause: "record_too_large",
    patterns: [/RecordTooLargeException/, /RecordBatchTooLargeException/],
    summary: "a record is larger than producer or topic allow",
    remedy:
      "raise producer.override.max.request.size and the topic's max.message.bytes together, then restart the task",
    restartPolicy: "never",
  },
  {
    cause: "source_access_denied",
    patterns: [
      /Access denied for user/,
      /Access denied; you need/,
      /command denied to user/,
      /Failed to authenticate to the database/,
      /User does not have the '.*' privilege/,
      /Could not execute heartbeat action query/,
      /Public Key Retrieval is not allowed/,
    ],
    summary: "the source server refuses the connector's user or lacks a privilege for it",
    remedy: "check the user's password and grants on the source, then restart the task",
    restartPolicy: "bounded",
  },
  {
    cause: "source_misconfigured",
    patterns: [
      /not configured to use a (ROW binlog_format|FULL binlog_row_image)/,
      /Cannot read the binlog filename and position/,
      /but now the connector is configured to never allow snapshots/,
    ],
    summary: "the source server's or the connector's settings do not allow change capture",
    remedy:
      "set binlog_format=ROW, binlog_row_image=FULL and log_bin on the server, or snapshot: initial",
    restartPolicy: "never",
  },
  {
    cause: "source_unreachable",
    patterns: [
      /com\.mysql\.cj\.\S*CommunicationsException/,
      /Communications link failure/,
      /Unable to connect to the database at/,
      /while waiting to connect to database at/,
      /Failed to establish connection with the database/,
      /Failed to read next byte from position/,
      /unexpected end of stream/i,
      /Connection is not available, request timed out|No operations allowed after connection closed/,
    ],
    summary: "the source server does not answer",
    remedy: "bring the server or the network to it back; the task is restarted",
    restartPolicy: "backoff",
  },
  {
    cause: "producer_fenced",
    patterns: [/ProducerFencedException/, /InvalidProducerEpochException/, /zombie fencing/i],
    summary: "another instance of the task took over its transactions",
    remedy: "none; the task is restarted",
    restartPolicy: "backoff",
  },
  {
    cause: "broker_access_denied",
    patterns: [
      /(Topic|Group|Cluster|TransactionalId)AuthorizationException/,
      /SaslAuthenticationException/,
      /SslAuthenticationException/,
    ],
    summary: "the Kafka cluster refuses the worker's credentials or lacks a permission for them",
    remedy:
      "check the client security settings and the permissions on topics, then restart the task",
    restartPolicy: "bounded",
  },
  {
    cause: "topic_not_creatable",
    patterns: [
      /InvalidReplicationFactorException/,
      /PolicyViolationException/,
      /InvalidPartitionsException/,
    ],
    summary: "the Kafka cluster refuses to create a topic",
    remedy: "bring all brokers up, or lower kafka.replicationFactor to their number",
    restartPolicy: "backoff",
  },
  {
    cause: "broker_unreachable",
    patterns: [
      /org\.apache\.kafka\.common\.errors\.(TimeoutException|DisconnectException|NetworkException|NotEnoughReplicas\w*|NotLeaderOrFollowerException|CoordinatorNotAvailableException|UnknownTopicOrPartitionException)/,
      /Timed out waiting for a node assignment/,
      /No resolvable bootstrap urls/,
      /The (database schema|schema) history couldn't be recovered/,
    ],
    summary: "the Kafka cluster does not answer in time",
    remedy: "bring the brokers back; the task is restarted",
    restartPolicy: "backoff",
  },
  {
    cause: "config_invalid",
    patterns: [
      /org\.apache\.kafka\.common\.config\.ConfigException/,
      /Error configuring an instance of/,
      /ClassNotFoundException|NoClassDefFoundError/,
      /Failed to find any class that implements/,
    ],
    summary: "the connector's configuration or the worker's plugins do not fit",
    remedy: "correct the configuration or the plugin path, then apply it again",
    restartPolicy: "never",
  },
  {
    cause: "out_of_memory",
    patterns: [/java\.lang\.OutOfMemoryError/],
    summary: "the worker ran out of memory",
    remedy: "give the workers more heap, or lower max.queue.size and max.batch.size",
    restartPolicy: "bounded",
  },
];
