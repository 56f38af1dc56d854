import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planWorkerConfig, renderProperties } from "@weir/connect";
import type { Platform } from "@weir/core";
import type { Engines } from "../engines/build-engines.ts";
import type { JavaHome } from "../engines/find-java.ts";
import type { StackPorts } from "../state/stack-state.ts";
import type { StateDirectory } from "../state/state-directory.ts";
import { javaCommand } from "./jvm.ts";
import { bootstrapServers } from "./kafka.ts";
import { writeLog4jConfig } from "./log4j-config.ts";
import { writeMetricsRules } from "./metrics-rules.ts";
import { localAwsCredentials } from "./registry.ts";
import type { Service } from "./service.ts";

export interface ConnectServiceOptions {
  readonly platform: Platform;
  readonly directory: StateDirectory;
  readonly ports: StackPorts;
  readonly engines: Pick<Engines, "kafka" | "plugins" | "metricsAgent">;
  readonly java: JavaHome;
  readonly archive?: string | undefined;
  readonly extraFlags?: readonly string[];
  readonly withoutMetrics?: boolean;
}

export const workerMainClass = "org.apache.kafka.connect.cli.ConnectDistributed";
const heapMiB = 384;

/**
 * The group knows a killed worker for its session timeout (6 s) and two heartbeats more. Coming
 * back earlier under the same address, it would only disturb the rebalance that moves its tasks.
 */
const rejoinDelayMs = 10_000;

/** Worker `index` (from 0) of the one Connect group. */
export function connectService(index: number, options: ConnectServiceOptions): Service {
  const { directory, ports, engines } = options;
  const name = `connect-${index + 1}`;
  const port = ports.connect[index] as number;
  const metricsPort = ports.connectMetrics[index] as number;
  const endpoint = `http://127.0.0.1:${port}`;
  const configFile = join(directory.config, `${name}.properties`);
  const log4jFile = join(directory.config, "log4j2.yaml");
  const rulesFile = join(directory.config, "worker-metrics.yaml");
  const temporary = join(directory.data, name);
  const command = javaCommand({
    java: options.java,
    classPathFolder: engines.kafka,
    heapMiB,
    archive: options.archive,
    agent: options.withoutMetrics
      ? undefined
      : `${engines.metricsAgent}=127.0.0.1:${metricsPort}:${rulesFile}`,
    extraFlags: options.extraFlags ?? [],
    properties: { "log4j2.configurationFile": log4jFile, "java.io.tmpdir": temporary },
    mainClass: workerMainClass,
    args: [configFile],
  });
  return {
    name,
    kind: "connect",
    endpoint,
    metricsEndpoint: `http://127.0.0.1:${metricsPort}/metrics`,
    dependsOn: ports.kafka.map((_, broker) => `kafka-${broker + 1}`),
    readyDeadlineMs: 120_000,
    // task.shutdown.graceful.timeout.ms is 5 s, and leaving the group comes after it.
    stopGraceMs: 15_000,
    ...(ports.connect.length > 1 ? { firstRestartDelayMs: rejoinDelayMs } : {}),
    command: { ...command, env: localAwsCredentials },
    async prepare() {
      mkdirSync(temporary, { recursive: true, mode: 0o700 });
      writeLog4jConfig(log4jFile);
      writeMetricsRules(rulesFile);
      const config = planWorkerConfig(options.platform, {
        bootstrapServers: bootstrapServers(ports),
        restPort: port,
        pluginPath: [engines.plugins, ...options.platform.connect.plugins],
        secretsDirectory: directory.connectSecrets,
      });
      writeFileSync(configFile, renderProperties(config), { mode: 0o600 });
    },
    async isReady() {
      const response = await fetch(`${endpoint}/health`, { signal: AbortSignal.timeout(2_000) });
      await response.body?.cancel();
      return response.ok;
    },
  };
}
