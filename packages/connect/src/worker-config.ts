import { names, type Platform } from "@weir/core";
import { planWorkerProfile, producerProfile } from "./profile.ts";
import { secretProvider } from "./secrets.ts";

export interface WorkerOptions {
  /** `host:port,host:port` of the brokers. */
  readonly bootstrapServers: string;
  /** Port of the REST interface on 127.0.0.1. */
  readonly restPort: number;
  /** Folders of plugins, one per plugin. */
  readonly pluginPath: string | readonly string[];
  /** The only folder that connectors may read secrets from. */
  readonly secretsDirectory: string;
  /** `security.protocol`, `sasl.*`, `ssl.*` of every Kafka client of the worker. */
  readonly kafkaSecurity?: Readonly<Record<string, string>>;
}

interface Context {
  readonly platform: Platform;
  readonly options: WorkerOptions;
}

type Value = string | number | ((context: Context) => string | number);

const profileOf = ({ platform }: Context) =>
  planWorkerProfile(Object.keys(platform.sources).length);
const namesOf = ({ platform }: Context) => names.connectNames(platform.name);

/** Copies of an internal topic: what the spec wants, as far as there are brokers. */
export function effectiveReplicationFactor(platform: Platform): number {
  return Math.min(platform.kafka.brokers, platform.kafka.replicationFactor);
}

/** In-sync copies a write needs; never more than there are copies. */
export function effectiveMinInsyncReplicas(platform: Platform): number {
  return Math.min(effectiveReplicationFactor(platform), platform.kafka.minInsyncReplicas);
}

const replicas = ({ platform }: Context) => effectiveReplicationFactor(platform);
const minInsync = ({ platform }: Context) => effectiveMinInsyncReplicas(platform);

/** Partitions of the internal topics; that of configurations has always one. */
export const internalTopicPartitions = { offset: 3, status: 1 } as const;

/** Every property of a worker with its reason; `weir plan` prints it. */
export const workerProperties: readonly (readonly [key: string, value: Value, reason: string])[] = [
  ["bootstrap.servers", ({ options }) => options.bootstrapServers, "the brokers"],
  ["group.id", (c) => namesOf(c).groupId, "workers of one platform are one group"],
  ["config.storage.topic", (c) => namesOf(c).configTopic, "connector configurations"],
  ["offset.storage.topic", (c) => namesOf(c).offsetTopic, "source offsets"],
  ["status.storage.topic", (c) => namesOf(c).statusTopic, "connector and task states"],
  ["config.storage.replication.factor", replicas, "survives a broker where there are several"],
  ["offset.storage.replication.factor", replicas, "survives a broker where there are several"],
  ["status.storage.replication.factor", replicas, "survives a broker where there are several"],
  ["config.storage.min.insync.replicas", minInsync, "an acknowledged write is on several brokers"],
  ["offset.storage.min.insync.replicas", minInsync, "an acknowledged write is on several brokers"],
  [
    "offset.storage.partitions",
    internalTopicPartitions.offset,
    "25 by default; one task per source needs few",
  ],
  [
    "status.storage.partitions",
    internalTopicPartitions.status,
    "5 by default; one task per source needs few",
  ],
  ["session.timeout.ms", (c) => profileOf(c).sessionTimeoutMs, "detects a dead worker in 6 s"],
  ["heartbeat.interval.ms", (c) => profileOf(c).heartbeatIntervalMs, "lower drops tasks"],
  [
    "scheduled.rebalance.max.delay.ms",
    (c) => profileOf(c).scheduledRebalanceMaxDelayMs,
    "5 minutes by default, in which a dead worker's task runs nowhere",
  ],
  ["rebalance.timeout.ms", (c) => profileOf(c).rebalanceTimeoutMs, "bounds a stuck rebalance"],
  [
    "offset.flush.interval.ms",
    (c) => profileOf(c).offsetFlushIntervalMs,
    "bounds what is read twice after a kill; 60 s by default",
  ],
  [
    "plugin.discovery",
    // Of plugins that somebody else brings nothing is known.
    ({ platform }) => (platform.connect.plugins.length > 0 ? "hybrid_warn" : "service_load"),
    "no class scan: starts in a third of the time",
  ],
  [
    "plugin.path",
    ({ options: { pluginPath } }) =>
      typeof pluginPath === "string" ? pluginPath : pluginPath.join(","),
    "plugins isolated from each other",
  ],
  [
    "exactly.once.source.support",
    ({ platform }) => (platform.connect.exactlyOnce ? "enabled" : "disabled"),
    "as the spec says",
  ],
  ["listeners", ({ options }) => `http://127.0.0.1:${options.restPort}`, "loopback only"],
  ["rest.advertised.host.name", "127.0.0.1", "followers forward to the leader here"],
  ["rest.advertised.port", ({ options }) => options.restPort, "followers forward to the leader"],
  ["topic.creation.enable", "true", "connectors create topics with their own settings"],
  ["connector.client.config.override.policy", "All", "connectors size their own producer"],
  ["key.converter", "org.apache.kafka.connect.json.JsonConverter", "connectors bring their own"],
  ["key.converter.schemas.enable", "false", "plain JSON for connectors that bring none"],
  ["value.converter", "org.apache.kafka.connect.json.JsonConverter", "connectors bring their own"],
  ["value.converter.schemas.enable", "false", "plain JSON for connectors that bring none"],
  ["config.providers", secretProvider, "passwords stay in files"],
  [
    `config.providers.${secretProvider}.class`,
    "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
    "one file per secret, as Kubernetes mounts them",
  ],
  [
    `config.providers.${secretProvider}.param.allowed.paths`,
    ({ options }) => options.secretsDirectory,
    "a connector cannot read other files of the machine",
  ],
];

/** Configuration of one distributed worker, as the lines of its properties file. */
export function planWorkerConfig(
  platform: Platform,
  options: WorkerOptions,
): Record<string, string> {
  const context: Context = { platform, options };
  const config: Record<string, string> = {};
  for (const [key, value] of workerProperties) {
    config[key] = String(typeof value === "function" ? value(context) : value);
  }
  for (const [key, value] of producerProfile) config[`producer.${key}`] = value;
  // Tasks' clients do not inherit the worker's own security settings.
  for (const prefix of ["", "producer.", "consumer.", "admin."]) {
    for (const [key, value] of Object.entries(options.kafkaSecurity ?? {})) {
      config[`${prefix}${key}`] = value;
    }
  }
  return config;
}

/** The text of a Java properties file; keys and values are escaped as `java.util.Properties` reads. */
export function renderProperties(config: Readonly<Record<string, string>>): string {
  const escaped = (text: string) => text.replace(/\\/g, "\\\\").replace(/\n/g, "\\n");
  return Object.entries(config)
    .map(([key, value]) => `${escaped(key).replace(/[ :=]/g, "\\$&")}=${escaped(value)}\n`)
    .join("");
}
