import { type ConnectorState, createConnectClient } from "@weir/connect";
import { hasErrorCode, WeirError } from "@weir/core";
import { isAlive, readResidentBytes } from "./process/process-identity.ts";
import {
  readStackState,
  type ServiceKind,
  type ServicePhase,
  type StackState,
} from "./state/stack-state.ts";
import type { StateDirectory } from "./state/state-directory.ts";
import { readLockHolder } from "./supervisor/stack-lock.ts";

export interface ServiceStatus {
  readonly name: string;
  readonly kind: ServiceKind;
  readonly pid: number | null;
  readonly state: ServicePhase;
  readonly endpoint: string;
  readonly metricsEndpoint?: string;
  readonly restarts: number;
  readonly residentBytes: number;
  readonly reason?: string | undefined;
}

export interface ConnectorStatusSummary {
  readonly name: string;
  /** Connect's own word, or `WAITING` while the tables do not exist. */
  readonly state: string;
  readonly reason?: string | undefined;
  readonly tasks: readonly { id: number; state: ConnectorState; workerId: string }[];
}

export interface StackStatus {
  readonly platform: string;
  readonly phase: StackState["phase"];
  readonly supervisor: { readonly pid: number | null };
  readonly services: readonly ServiceStatus[];
  readonly connectors: readonly ConnectorStatusSummary[];
  readonly warnings: readonly string[];
}

/** What runs, asked of the processes and of Connect itself. */
export async function status(directory: StateDirectory): Promise<StackStatus> {
  const state = readStackState(directory);
  if (!state) {
    throw new WeirError("STACK_NOT_RUNNING", `there is no stack in ${directory.root}`, {
      remedy: 'start it with "weir up"',
    });
  }
  const holder = readLockHolder(directory);
  const services = state.services.map((service): ServiceStatus => {
    const alive = isAlive(service.process);
    const { name, kind, endpoint, metricsEndpoint, restarts, reason } = service;
    // A supervisor that was killed could not write that its services ended with it.
    const stale = !holder && service.state !== "failed";
    return {
      name,
      kind,
      pid: alive ? (service.process?.pid ?? null) : null,
      state: stale ? "stopped" : service.state,
      endpoint,
      ...(metricsEndpoint === undefined ? {} : { metricsEndpoint }),
      restarts,
      residentBytes: alive && service.process ? readResidentBytes(service.process.pid) : 0,
      reason,
    };
  });
  const stoppedPhase = state.phase === "failed" ? "failed" : "stopped";
  return {
    platform: state.platform,
    phase: holder ? state.phase : stoppedPhase,
    supervisor: { pid: holder?.pid ?? null },
    services,
    connectors: holder ? await readConnectors(state) : [],
    warnings: state.warnings,
  };
}

async function readConnectors(state: StackState): Promise<ConnectorStatusSummary[]> {
  const waiting = state.connectors
    .filter((connector) => connector.state === "waiting")
    .map(({ name, reason }) => ({ name, state: "WAITING", reason, tasks: [] }));
  const urls = state.services
    .filter(({ kind, state: phase }) => kind === "connect" && phase === "ready")
    .map(({ endpoint }) => endpoint);
  if (urls.length === 0) return waiting;
  const client = createConnectClient({ workers: urls, retryDeadlineMs: 5_000 });
  try {
    const statuses = await client.listConnectorStatuses();
    const found = statuses.map(
      ({ name, connector, tasks }): ConnectorStatusSummary => ({
        name,
        state: connector.state,
        tasks: tasks.map((task) => ({ id: task.id, state: task.state, workerId: task.worker_id })),
      }),
    );
    const names = found.map(({ name }) => name);
    return [...found, ...waiting.filter(({ name }) => !names.includes(name))];
  } catch (error) {
    if (hasErrorCode(error, "CONNECT_UNREACHABLE")) return waiting;
    throw error;
  }
}
