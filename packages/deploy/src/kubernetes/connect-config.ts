import { planConverter, planWorkerConfig } from "@weir/connect";
import type { AwsPlatform } from "../aws-platform.ts";
import { placeholder } from "../outputs.ts";

/** The name under which connectors refer to Kubernetes Secrets: `${secrets:namespace/name:key}`. */
export const secretsProvider = "secrets";

export function kubernetesSecretReference(namespace: string, secret: string, key: string): string {
  return `\${${secretsProvider}:${namespace}/${secret}:${key}}`;
}

/**
 * Prefixes that Strimzi takes out of `spec.config` without an error, and what it lets pass of them.
 * FORBIDDEN_PREFIXES and FORBIDDEN_PREFIX_EXCEPTIONS of
 * https://github.com/strimzi/strimzi-kafka-operator/blob/1.2.0/api/src/main/java/io/strimzi/api/kafka/model/connect/KafkaConnectSpec.java
 */
export const forbiddenPrefixes = [
  "group.id",
  "config.storage.topic",
  "offset.storage.topic",
  "status.storage.topic",
  "ssl.",
  "sasl.",
  "security.",
  "listeners",
  "plugin.path",
  "rest.",
  "bootstrap.servers",
  "consumer.interceptor.classes",
  "producer.interceptor.classes",
  "prometheus.metrics.reporter.",
] as const;

export const forbiddenPrefixExceptions: readonly string[] = [
  "ssl.endpoint.identification.algorithm",
  "ssl.cipher.suites",
  "ssl.protocol",
  "ssl.enabled.protocols",
];

/** Whether Strimzi drops the key from `spec.config`: its prefixes are compared in lower case. */
export function isForbiddenWorkerKey(key: string): boolean {
  if (forbiddenPrefixExceptions.includes(key)) return false;
  return forbiddenPrefixes.some((prefix) => key.toLowerCase().startsWith(prefix));
}

/** The whole configuration of a worker, with what Strimzi writes itself. */
function workerConfig(platform: AwsPlatform): Record<string, string> {
  return planWorkerConfig(platform, {
    bootstrapServers: placeholder("WEIR_BOOTSTRAP_SERVERS"),
    restPort: 8083,
    pluginPath: "/opt/kafka/plugins",
    secretsDirectory: "",
  });
}

/** `groupId` and the names of the three topics, which are fields of their own. */
export function connectSpecNames(platform: AwsPlatform) {
  const config = workerConfig(platform);
  return {
    groupId: config["group.id"] ?? "",
    configStorageTopic: config["config.storage.topic"] ?? "",
    offsetStorageTopic: config["offset.storage.topic"] ?? "",
    statusStorageTopic: config["status.storage.topic"] ?? "",
  };
}

/**
 * `spec.config` of the KafkaConnect: the same table as the local workers', without what Strimzi
 * writes itself, and with Kubernetes Secrets in place of the local folder of secrets.
 */
export function connectSpecConfig(platform: AwsPlatform): Record<string, string> {
  const kept = Object.entries(workerConfig(platform)).filter(
    ([key]) => !isForbiddenWorkerKey(key) && !key.startsWith("config.providers"),
  );
  return {
    ...Object.fromEntries(kept),
    "plugin.discovery": pluginDiscovery(platform),
    // Strimzi puts its own providers behind ours.
    "config.providers": secretsProvider,
    [`config.providers.${secretsProvider}.class`]:
      "io.strimzi.kafka.KubernetesSecretConfigProvider",
  };
}

/**
 * Without a class scan only where every plugin is known to have a service manifest: Debezium has,
 * AWS's Avro converter has it from Weir's own jar. Of an image that somebody else built nothing is
 * known.
 */
function pluginDiscovery(platform: AwsPlatform): "service_load" | "hybrid_warn" {
  const converter = planConverter(platform, { region: platform.aws.region });
  const known = platform.aws.connect.image === undefined && converter.ok && converter.hasManifest;
  return known ? "service_load" : "hybrid_warn";
}
