import { join } from "node:path";
import type { Platform } from "@weir/core";
import { archivesOf } from "../engines/class-archive.ts";
import type { StackPrerequisites } from "../engines/prepare-engines.ts";
import { type MysqlAddress, parseMysqlUrl } from "../mysql/mysql-address.ts";
import { connectService } from "../services/connect.ts";
import { kafkaService } from "../services/kafka.ts";
import { externalMysqlService, mysqlService } from "../services/mysql.ts";
import { registryService } from "../services/registry.ts";
import type { Service } from "../services/service.ts";
import { readSecret, secretNames } from "../state/secrets.ts";
import type { ServiceState, StackPorts } from "../state/stack-state.ts";
import type { StateDirectory } from "../state/state-directory.ts";

export interface StackPlanOptions {
  readonly platform: Platform;
  readonly directory: StateDirectory;
  readonly ports: StackPorts;
  readonly prerequisites: StackPrerequisites;
}

/** Every service of the stack, each after those that it depends on. */
export function planServices(options: StackPlanOptions): Service[] {
  const { platform, directory, ports, prerequisites } = options;
  const { java, engines, mysql, cacheDirectory } = prerequisites;
  const archives = archivesOf(cacheDirectory, engines, java);
  const address = mysqlAddress(platform, directory, ports);
  const jvm = { platform, directory, ports, engines, java };
  return [
    mysql
      ? mysqlService({ platform, directory, cacheDirectory, server: mysql, address })
      : externalMysqlService(address),
    registryService(platform, directory, ports),
    ...ports.kafka.map((_, index) => kafkaService(index, { ...jvm, archive: archives.broker })),
    ...ports.connect.map((_, index) => connectService(index, { ...jvm, archive: archives.worker })),
  ];
}

/** Where the source is, for us as its administrator. */
export function mysqlAddress(
  platform: Platform,
  directory: StateDirectory,
  ports: Pick<StackPorts, "mysql">,
): MysqlAddress {
  const readPassword = () => readSecret(directory, secretNames.mysqlAdminPassword);
  const url = platform.local.mysql.url;
  if (url) return parseMysqlUrl(url, readPassword);
  return {
    host: "127.0.0.1",
    port: ports.mysql,
    user: "root",
    readPassword,
    accountHost: "localhost",
  };
}

export function planServiceStates(
  services: readonly Service[],
  directory: StateDirectory,
): ServiceState[] {
  return services.map((service) => ({
    name: service.name,
    kind: service.kind,
    state: "pending",
    process: null,
    endpoint: service.endpoint,
    ...(service.metricsEndpoint === undefined ? {} : { metricsEndpoint: service.metricsEndpoint }),
    restarts: 0,
    logFile: join(directory.logs, `${service.name}.log`),
  }));
}

/** What the stack does otherwise than the spec says, or leaves to the user. */
export function planWarnings({
  platform,
  prerequisites: { mysql },
}: Pick<StackPlanOptions, "platform"> & {
  readonly prerequisites: Pick<StackPrerequisites, "mysql">;
}): string[] {
  const { kind, converter } = platform.registry;
  const confluent =
    kind === "confluent"
      ? [
          `registry.kind is confluent: connectors use your converter ${converter?.class}, which Weir does not bring and has not tried, and the lake cannot read what they write`,
        ]
      : [];
  if (!mysql) return confluent;
  const versions = Object.entries(platform.sources)
    .filter(([, source]) => !mysql.version.startsWith(`${source.version}.`))
    .map(
      ([name, source]) =>
        `source ${name} asks for MySQL ${source.version}; the local server is ${mysql.version} and behaves like the older one where it can`,
    );
  return [...confluent, ...versions];
}
