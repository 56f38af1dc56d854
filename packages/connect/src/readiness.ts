import { setTimeout as sleep } from "node:timers/promises";
import { hasErrorCode, WeirError } from "@weir/core";
import { type Diagnosis, diagnoseTrace } from "./diagnosis.ts";
import type { ConnectClient } from "./rest/connect-client.ts";
import type { ConnectorOffsets, ConnectorStatus } from "./rest/connect-types.ts";

export interface ReadinessOptions {
  /** Longest wait. */
  readonly deadlineMs: number;
  /** @default 500 */
  readonly pollMs?: number;
  /** Wait on where the cause may pass and somebody restarts the task. @default false */
  readonly waitForTransient?: boolean;
  readonly signal?: AbortSignal;
}

export interface ReadyConnector {
  readonly status: ConnectorStatus;
  readonly offsets: ConnectorOffsets;
  /** Whether the stored position is that of an unfinished snapshot. */
  readonly snapshotting: boolean;
}

/** The diagnosis of a connector's first FAILED part; undefined where nothing is FAILED. */
export function diagnoseStatus(status: ConnectorStatus): Diagnosis | undefined {
  const failed = [status.connector, ...status.tasks].find(({ state }) => state === "FAILED");
  return failed === undefined ? undefined : diagnoseTrace(failed.trace ?? "");
}

function isRunning({ connector, tasks }: ConnectorStatus): boolean {
  const all = [connector, ...tasks];
  return tasks.length > 0 && all.every(({ state }) => state === "RUNNING");
}

const hasOffset = ({ offsets }: ConnectorOffsets) => offsets.some(({ offset }) => offset !== null);

function failure(name: string, diagnosis: Diagnosis): WeirError {
  const { summary, remedy, rootMessage } = diagnosis;
  return new WeirError(
    "CONNECTOR_FAILED",
    `connector "${name}" is FAILED: ${summary} (${rootMessage})`,
    { remedy, details: { connector: name, diagnosis } },
  );
}

/** What the worker knows now; null where it does not know the connector yet. */
async function lookAt(client: ConnectClient, name: string) {
  try {
    const status = await client.getConnectorStatus(name);
    const offsets = isRunning(status) ? await client.getOffsets(name) : { offsets: [] };
    return { status, offsets };
  } catch (error) {
    // A new connector has no status before its first rebalance; workers may be changing.
    if (hasErrorCode(error, "CONNECTOR_UNKNOWN") || hasErrorCode(error, "CONNECT_UNREACHABLE")) {
      return null;
    }
    throw error;
  }
}

/**
 * Waits until connector and tasks are RUNNING and a source offset is stored. Before that offset, a
 * killed worker makes the task start at the server's current position: rows are lost silently.
 *
 * @throws WeirError CONNECTOR_FAILED with the diagnosis, READY_TIMEOUT after the deadline
 */
export async function waitForConnectorReady(
  client: ConnectClient,
  name: string,
  options: ReadinessOptions,
): Promise<ReadyConnector> {
  const { deadlineMs, pollMs = 500, waitForTransient = false, signal } = options;
  const endMs = Date.now() + deadlineMs;
  let seen = "no status";
  let diagnosis: Diagnosis | undefined;
  for (;;) {
    const look = await lookAt(client, name);
    diagnosis = look === null ? undefined : diagnoseStatus(look.status);
    if (look !== null) {
      const { status, offsets } = look;
      if (hasOffset(offsets)) {
        const snapshotting = offsets.offsets.some(({ offset }) => Boolean(offset?.snapshot));
        return { status, offsets, snapshotting };
      }
      const tasks = status.tasks.map(({ id, state }) => `task ${id} ${state}`).join(", ");
      seen = `connector ${status.connector.state}, ${tasks || "no task"}, no stored offset`;
    }
    if (diagnosis !== undefined) {
      const mayPass = waitForTransient && diagnosis.restartPolicy !== "never";
      if (!mayPass || Date.now() >= endMs) throw failure(name, diagnosis);
    }
    if (Date.now() + pollMs > endMs) break;
    await sleep(pollMs, undefined, signal ? { signal } : {});
  }
  if (diagnosis !== undefined) throw failure(name, diagnosis);
  throw new WeirError(
    "READY_TIMEOUT",
    `connector "${name}" is not ready after ${deadlineMs} ms: ${seen}`,
    {
      remedy:
        "see the worker's log; a source without rows needs heartbeatIntervalMs > 0 to store an offset",
      details: { connector: name, seen },
    },
  );
}
