import { names, type Platform, type SourceSpec } from "@weir/core";
import { producerProfile } from "./profile.ts";
import { heartbeatQuery } from "./source-tables.ts";
import { renderTableIncludeList } from "./table-include-list.ts";

/** What the connector must know of the target it is rendered for. */
export interface ConnectorOptions {
  readonly database: {
    readonly host: string;
    /** A number, or what stands for it until the server is there. */
    readonly port: number | string;
    /** Plain or a config provider's reference. */
    readonly user: string;
    /** Always a config provider's reference, such as `${directory:/run/secrets:mysql-password}`. */
    readonly password: string;
    /** Encrypt; without it the driver may fetch the server's public key for the password. */
    readonly tls: boolean;
  };
  readonly bootstrapServers: string;
  /** Endpoint of a stand-in for AWS Glue; AWS's own where absent. */
  readonly registryEndpoint?: string;
  readonly region: string;
  /** Client security of the schema history, which does not inherit the worker's. */
  readonly kafkaSecurity?: Readonly<Record<string, string>>;
}

export interface ConnectorContext {
  readonly platform: Platform;
  readonly sourceName: string;
  readonly source: SourceSpec;
  readonly options: ConnectorOptions;
}

/** One property of the connector. `undefined` leaves it out. */
export interface ConnectorProperty {
  readonly key: string;
  readonly value: string | ((context: ConnectorContext) => string | undefined);
  /** `weir`: part of a data contract, refused in `sources.*.config`; `user`: a default. */
  readonly owner: "weir" | "user";
  readonly reason: string;
}

type Row = readonly [key: string, value: ConnectorProperty["value"], reason: string];

const owned: readonly Row[] = [
  ["connector.class", "io.debezium.connector.mysql.MySqlConnector", "Debezium for MySQL"],
  ["tasks.max", "1", "a binlog has one reader"],
  ["topic.prefix", (c) => c.sourceName, "first part of each topic name"],
  [
    "topic.naming.strategy",
    "io.debezium.schema.DefaultTopicNamingStrategy",
    "prefix.database.table",
  ],
  ["database.hostname", (c) => c.options.database.host, "the source server"],
  ["database.port", (c) => String(c.options.database.port), "the source server"],
  ["database.user", (c) => c.options.database.user, "least privilege"],
  ["database.password", (c) => c.options.database.password, "a reference; a worker reads the file"],
  ["database.ssl.mode", (c) => (c.options.database.tls ? "required" : "disabled"), "explicit"],
  [
    "driver.allowPublicKeyRetrieval",
    (c) => (c.options.database.tls ? undefined : "true"),
    "caching_sha2_password needs it without TLS",
  ],
  [
    "database.server.id",
    (c) => String(names.serverId(c.platform.name, c.sourceName)),
    "a second reader with the same id kills the first",
  ],
  [
    "table.include.list",
    (c) => renderTableIncludeList(c.source.tables),
    "exactly the spec's tables",
  ],
  ["snapshot.mode", (c) => c.source.snapshot, "as the spec says"],
  ["decimal.handling.mode", "precise", "exact values in the lake"],
  ["bigint.unsigned.handling.mode", "precise", "long overflows beyond 2^63"],
  ["time.precision.mode", "adaptive_time_microseconds", "keeps MySQL's microseconds"],
  ["binary.handling.mode", "bytes", "no text encoding in between"],
  ["schema.name.adjustment.mode", "avro", "names that Avro accepts"],
  ["field.name.adjustment.mode", "avro", "names that Avro accepts"],
  ["transforms", "keepNulls", "a NULL in a column with a DEFAULT stays NULL"],
  [
    "transforms.keepNulls.type",
    "dev.weir.connect.KeepNulls",
    "AWS's converter writes the default for it",
  ],
  ["include.schema.changes", "false", "its key and value would share one schema name"],
  ["tombstones.on.delete", "true", "a compacted copy of the topic forgets deleted keys"],
  ["skipped.operations", "none", "TRUNCATE, skipped by default, would leave the lake full"],
  ["event.processing.failure.handling.mode", "fail", "no row is skipped in silence"],
  ["inconsistent.schema.handling.mode", "fail", "no row is skipped in silence"],
  ["heartbeat.interval.ms", (c) => String(c.source.heartbeatIntervalMs), "as the spec says"],
  ["topic.heartbeat.prefix", names.heartbeatTopicPrefix, "one heartbeat topic per source"],
  [
    "heartbeat.action.query",
    (c) => (c.source.heartbeatIntervalMs === 0 ? undefined : heartbeatQuery(c.sourceName)),
    "moves the stored position of quiet tables, before the server purges it",
  ],
  ["signal.data.collection", names.signalTable, "incremental snapshots by signal"],
  [
    "schema.history.internal",
    "io.debezium.storage.kafka.history.KafkaSchemaHistory",
    "survives the worker",
  ],
  [
    "schema.history.internal.kafka.topic",
    (c) => names.schemaHistoryTopicName(c.sourceName),
    "one per source; kept for ever",
  ],
  [
    "schema.history.internal.kafka.bootstrap.servers",
    (c) => c.options.bootstrapServers,
    "the same cluster",
  ],
  [
    "schema.history.internal.store.only.captured.tables.ddl",
    "true",
    "a short history is a short restart",
  ],
  ["schema.history.internal.skip.unparseable.ddl", "false", "a skipped DDL corrupts later rows"],
  [
    "exactly.once.support",
    (c) => (c.platform.connect.exactlyOnce ? "required" : undefined),
    "refuses to run where the workers do not support it",
  ],
];

const signalChannels = "signal.enabled.channels";

/** Whether the user has switched on Debezium's Kafka channel beside the source's own. */
export function usesKafkaSignals({ config }: SourceSpec): boolean {
  return String(config[signalChannels] ?? "")
    .split(",")
    .some((channel) => channel.trim() === "kafka");
}

const defaults: readonly Row[] = [
  [signalChannels, "source", "signals are ordered with the rows they speak of"],
  [
    "signal.kafka.bootstrap.servers",
    (c) => (usesKafkaSignals(c.source) ? c.options.bootstrapServers : undefined),
    "the same cluster, where the Kafka channel is on",
  ],
  [
    "snapshot.locking.mode",
    "minimal",
    "global read lock only while schemas are read; where RDS refuses it, Debezium falls back to table locks (LOCK TABLES)",
  ],
  ["poll.interval.ms", (c) => String(c.source.pollIntervalMs), "500 by default: it is a linger"],
  ["max.batch.size", "4096", "twice the default, so that large producer batches fill"],
  ["max.queue.size", "16384", "room for four batches; bounds memory and what is read twice"],
  ["errors.max.retries", "30", "a minute of Debezium's own retries, then FAILED is visible"],
  ["retriable.restart.connector.wait.ms", "2000", "10 s by default"],
  ["connect.keep.alive", "true", "reconnects a binlog link that a NAT gateway dropped"],
  // A lost server is noticed after one to two of these (measured: 115 s with the default of 60).
  // Much shorter, a full queue looks like a dead link and is answered by a reconnect.
  ["connect.keep.alive.interval.ms", "15000", "60 s by default; a failover is answered in 30 s"],
  ["incremental.snapshot.chunk.size", "4096", "1024 by default: fewer watermarks"],
  ["snapshot.fetch.size", "4096", "streams large tables through bounded memory"],
  ["extended.headers.enabled", "false", "saves four headers on every record"],
  [
    "schema.history.internal.kafka.query.timeout.ms",
    "15000",
    "3 s is short during a broker's fail",
  ],
  ["schema.history.internal.kafka.create.timeout.ms", "30000", "covers a broker's restart"],
];

const rows = (owner: ConnectorProperty["owner"], table: readonly Row[]): ConnectorProperty[] =>
  table.map(([key, value, reason]) => ({ key, value, owner, reason }));

/** Every property of the connector with its reason; `weir plan` prints it. */
export const connectorProperties: readonly ConnectorProperty[] = [
  ...rows("weir", owned),
  ...rows("user", defaults),
  ...rows(
    "user",
    producerProfile.map(([key, value, reason]) => [`producer.override.${key}`, value, reason]),
  ),
];
