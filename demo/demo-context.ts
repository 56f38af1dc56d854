import { type ConnectClient, createConnectClient } from "@weir/connect";
import { type LoadedPlatform, type Platform, WeirError } from "@weir/core";
import { type RegistryClient, registryClient } from "@weir/registry";
import { type ConsumedRecord, consumeTopic, glueFetchSchema } from "@weir/serde";
import {
  bootstrapServers,
  mysqlAddress,
  readStackState,
  runSql,
  type SqlResult,
  type StateDirectory,
} from "@weir/stack";
import type { Narrator } from "./narrator.ts";

/** What the parts of the demo work with once the stack is up. */
export interface DemoContext {
  readonly platform: Platform;
  readonly specFile: string;
  readonly directory: StateDirectory;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
  readonly connect: ConnectClient;
  readonly registry: RegistryClient;
  readonly registryEndpoint: string;
  readonly bootstrapServers: string;
  /** As the source's administrator. */
  sql(statement: string): Promise<SqlResult>;
  /** Records of a topic from its beginning, until `stop` says so or the deadline passes. */
  readRecords(
    topic: string,
    stop: (record: ConsumedRecord, all: readonly ConsumedRecord[]) => boolean,
    deadlineMs: number,
  ): Promise<ConsumedRecord[]>;
}

export const connectorName = "fullfillment";
export const personTopic = "fullfillment.test_db.person";
export const ordersTopic = "fullfillment.test_db.orders";

export function createDemoContext(
  { platform, file: specFile }: Pick<LoadedPlatform, "platform" | "file">,
  directory: StateDirectory,
  narrator: Narrator,
  signal: AbortSignal,
): DemoContext {
  const state = readStackState(directory);
  if (!state) throw new WeirError("STACK_NOT_RUNNING", `there is no stack in ${directory.root}`);
  const { ports } = state;
  const registryEndpoint = `http://127.0.0.1:${ports.registry}`;
  const address = mysqlAddress(platform, directory, ports);
  const brokers = bootstrapServers(ports);
  return {
    platform,
    specFile,
    directory,
    narrator,
    signal,
    connect: createConnectClient({
      workers: ports.connect.map((port) => `http://127.0.0.1:${port}`),
    }),
    registry: registryClient(registryEndpoint),
    registryEndpoint,
    bootstrapServers: brokers,
    sql: (statement) => runSql(statement, address),
    async readRecords(topic, stop, deadlineMs) {
      const records: ConsumedRecord[] = [];
      const reading = consumeTopic({
        bootstrapServers: brokers.split(","),
        topic,
        fromBeginning: true,
        signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
        fetchSchema: glueFetchSchema({ endpoint: registryEndpoint }),
      });
      for await (const record of reading) {
        records.push(record);
        if (stop(record, records)) break;
      }
      return records;
    },
  };
}

/** The row after a change, or undefined for a record that has none. */
export function afterOf(record: ConsumedRecord): Record<string, unknown> | undefined {
  const value = record.value as { after?: Record<string, unknown> | null } | null;
  return value?.after ?? undefined;
}
