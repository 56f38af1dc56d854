import { basename } from "node:path";
import {
  type ConnectClient,
  followConnector,
  renderConnector,
  secretReference,
} from "@weir/connect";
import type { Platform } from "@weir/core";
import { readCapturedTables } from "../mysql/captured-tables.ts";
import { checkSourceTables } from "../mysql/check-source-tables.ts";
import type { MysqlAddress } from "../mysql/mysql-address.ts";
import { cdcUser } from "../mysql/prepare-source.ts";
import { bootstrapServers } from "../services/kafka.ts";
import { registryRegion } from "../services/registry.ts";
import { secretNames } from "../state/secrets.ts";
import type { ConnectorState, StackPorts } from "../state/stack-state.ts";
import type { StateDirectory } from "../state/state-directory.ts";

export interface ApplyOptions {
  readonly platform: Platform;
  readonly directory: StateDirectory;
  readonly ports: StackPorts;
  readonly address: MysqlAddress;
  readonly client: ConnectClient;
}

/** The connector of one source as the local stack runs it. */
export function planLocalConnector(source: string, options: Omit<ApplyOptions, "client">) {
  const { platform, directory, ports, address } = options;
  return renderConnector(platform, source, {
    database: {
      host: address.host,
      port: address.port,
      user: cdcUser,
      password: secretReference(directory.connectSecrets, basename(secretNames.mysqlCdcPassword)),
      // Loopback, and TLS costs the binlog reader much on a small machine.
      tls: false,
    },
    bootstrapServers: bootstrapServers(ports),
    registryEndpoint: `http://127.0.0.1:${ports.registry}`,
    region: registryRegion(platform.aws?.region),
  });
}

/**
 * Brings every connector of the spec to Kafka Connect. One whose tables do not exist yet is
 * `waiting`.
 * @throws TABLE_UNKNOWN when a table is missing among others of its database
 */
export async function applyConnectors(options: ApplyOptions): Promise<ConnectorState[]> {
  const { platform, address, client } = options;
  const known = new Map<string, ReadonlySet<string>>();
  for (const name of await client.listConnectors()) {
    const { config } = await client.getConnector(name);
    known.set(name, new Set(splitTables(config)));
  }
  const tables = await readCapturedTables(platform, address);
  const states: ConnectorState[] = [];
  for (const source of Object.keys(platform.sources)) {
    const own = tables.filter((table) => table.source === source);
    const { awaited } = checkSourceTables(own, known.get(source) ?? new Set());
    if (awaited.length > 0) {
      const reason = `waits for ${awaited.join(", ")} to be created`;
      states.push({ name: source, state: "waiting", reason });
      continue;
    }
    const { name, config } = planLocalConnector(source, options);
    await client.putConnectorConfig(name, config);
    states.push({ name, state: "applied" });
  }
  return states;
}

/** `table.include.list` holds escaped regular expressions: compare them as the spec writes them. */
function splitTables(config: Readonly<Record<string, string>>): string[] {
  return (config["table.include.list"] ?? "")
    .split(",")
    .map((pattern) => pattern.replace(/\\Q|\\E|\\/g, "").trim());
}

/** Writes into `state` how the applied connector comes out. */
export async function settleConnector(
  client: ConnectClient,
  state: ConnectorState,
  changed: () => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    const outcome = await followConnector(client, state.name, signal);
    state.state = outcome.state;
    state.reason = outcome.state === "failed" ? outcome.reason : undefined;
    changed();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
