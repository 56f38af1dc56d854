import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderProperties } from "@weir/connect";
import type { Platform } from "@weir/core";
import type { Engines } from "../engines/build-engines.ts";
import type { JavaHome } from "../engines/find-java.ts";
import type { StackPorts } from "../state/stack-state.ts";
import type { StateDirectory } from "../state/state-directory.ts";
import { javaCommand } from "./jvm.ts";
import { writeLog4jConfig } from "./log4j-config.ts";
import type { Service } from "./service.ts";
import { acceptsConnections } from "./tcp-probe.ts";

export interface KafkaServiceOptions {
  readonly platform: Platform;
  readonly directory: StateDirectory;
  readonly ports: StackPorts;
  readonly engines: Pick<Engines, "kafka">;
  readonly java: JavaHome;
  readonly archive?: string | undefined;
  readonly extraFlags?: readonly string[];
}

export const brokerMainClass = "kafka.Kafka";
const heapMiB = 256;

/** Broker `index` (from 0): controller and broker in one process, of a KRaft cluster. */
export function kafkaService(index: number, options: KafkaServiceOptions): Service {
  const { directory, ports } = options;
  const name = `kafka-${index + 1}`;
  const data = join(directory.data, name);
  const configFile = join(directory.config, `${name}.properties`);
  const log4jFile = join(directory.config, "log4j2.yaml");
  const port = ports.kafka[index] as number;
  return {
    name,
    kind: "kafka",
    endpoint: `127.0.0.1:${port}`,
    dependsOn: [],
    readyDeadlineMs: 90_000,
    // All brokers stop together: the last ones find no quorum to hand their partitions to.
    stopGraceMs: 4_000,
    command: javaCommand({
      java: options.java,
      classPathFolder: options.engines.kafka,
      heapMiB,
      archive: options.archive,
      extraFlags: options.extraFlags ?? [],
      properties: { "log4j2.configurationFile": log4jFile, "kafka.logs.dir": directory.logs },
      mainClass: brokerMainClass,
      args: [configFile],
    }),
    async prepare() {
      formatStorage(data, index, options.platform.name);
      writeLog4jConfig(log4jFile);
      const config = planBrokerConfig(index, options, data);
      writeFileSync(configFile, renderProperties(config), { mode: 0o600 });
    },
    isReady: () => acceptsConnections(port),
  };
}

export function planBrokerConfig(
  index: number,
  { platform, ports }: Pick<KafkaServiceOptions, "platform" | "ports">,
  data: string,
): Record<string, string> {
  const brokers = ports.kafka.length;
  const replication = Math.min(platform.kafka.replicationFactor, brokers);
  const minInsync = Math.min(platform.kafka.minInsyncReplicas, replication);
  const voters = ports.kafkaControllers.map((port, voter) => `${voter + 1}@127.0.0.1:${port}`);
  return {
    "process.roles": "broker,controller",
    "node.id": String(index + 1),
    "controller.quorum.voters": voters.join(","),
    "controller.listener.names": "CONTROLLER",
    listeners: `PLAINTEXT://127.0.0.1:${ports.kafka[index]},CONTROLLER://127.0.0.1:${ports.kafkaControllers[index]}`,
    "advertised.listeners": `PLAINTEXT://127.0.0.1:${ports.kafka[index]}`,
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "log.dirs": data,
    "default.replication.factor": String(replication),
    "min.insync.replicas": String(minInsync),
    "unclean.leader.election.enable": "false",
    // As on MSK: a mistyped topic is an error, not a new topic.
    "auto.create.topics.enable": "false",
    "offsets.topic.replication.factor": String(replication),
    "offsets.topic.num.partitions": "5",
    "transaction.state.log.replication.factor": String(replication),
    "transaction.state.log.min.isr": String(minInsync),
    "transaction.state.log.num.partitions": "5",
    "share.coordinator.state.topic.replication.factor": String(replication),
    "share.coordinator.state.topic.min.isr": String(minInsync),
    "share.coordinator.state.topic.num.partitions": "1",
    // Nobody else joins while the group forms: waiting only delays the first consumer.
    "group.initial.rebalance.delay.ms": "0",
    "log.cleaner.dedupe.buffer.size": String(8 * 1024 * 1024),
    "log.cleaner.threads": "1",
    "num.network.threads": "2",
    "num.io.threads": "3",
    "num.recovery.threads.per.data.dir": "1",
    "controlled.shutdown.enable": "true",
    // The log's index files are preallocated; on a laptop's disk smaller ones do.
    "log.index.size.max.bytes": String(1024 * 1024),
  };
}

/** What `kafka-storage format` would write (KIP-631): ids derived, so that brokers agree on them. */
function formatStorage(data: string, index: number, platformName: string): void {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const file = join(data, "meta.properties");
  if (existsSync(file)) return;
  writeFileSync(
    file,
    [
      "version=1",
      `cluster.id=${kafkaUuid(`cluster ${platformName}`)}`,
      `node.id=${index + 1}`,
      `directory.id=${kafkaUuid(`directory ${platformName} ${index + 1}`)}`,
      "",
    ].join("\n"),
  );
}

/** A UUID in Kafka's text form: 16 bytes, base64url, not beginning with "-". */
function kafkaUuid(seed: string): string {
  const bytes = createHash("sha256").update(seed).digest().subarray(0, 16);
  bytes[0] = (bytes[0] as number) & 0x7f;
  return Buffer.from(bytes).toString("base64url");
}

export function bootstrapServers(ports: StackPorts): string {
  return ports.kafka.map((port) => `127.0.0.1:${port}`).join(",");
}
