import type { ConnectClient, ConnectorStatus } from "@weir/connect";
import { hasErrorCode } from "@weir/core";
import { waitUntil } from "@weir/stack";

const deadlineMs = 60_000;

/** Waits until connector and tasks are as asked: STOPPED has no tasks. Throws READY_TIMEOUT. */
export function waitForState(
  client: ConnectClient,
  name: string,
  state: "RUNNING" | "PAUSED" | "STOPPED",
  signal: AbortSignal,
): Promise<ConnectorStatus> {
  return waitUntil(
    async () => {
      const status = await client.getConnectorStatus(name);
      const done =
        state === "STOPPED"
          ? status.tasks.length === 0
          : status.tasks.every((task) => task.state === state || task.state === "FAILED");
      return status.connector.state === state && done ? status : undefined;
    },
    options(`connector ${name} to be ${state}`, signal),
  );
}

/**
 * Waits until every named task runs again or has failed again. Throws READY_TIMEOUT.
 * A restart is answered before anything happens: a state that is still the old one proves nothing,
 * so FAILED counts only when it was seen twice with a pause between.
 */
export function waitForRestart(
  client: ConnectClient,
  name: string,
  signal: AbortSignal,
): Promise<ConnectorStatus> {
  let failedLooks = 0;
  return waitUntil(
    async () => {
      const status = await client.getConnectorStatus(name);
      const states = [status.connector, ...status.tasks].map(({ state }) => state);
      failedLooks = states.includes("FAILED") ? failedLooks + 1 : 0;
      const settled = states.every((state) => ["RUNNING", "PAUSED", "FAILED"].includes(state));
      const isThere = status.tasks.length > 0 || status.connector.state === "FAILED";
      return isThere && settled && (failedLooks === 0 || failedLooks > 4) ? status : undefined;
    },
    { ...options(`connector ${name} to run again`, signal), intervalMs: 500 },
  );
}

/** Waits until Connect knows the connector no more. Throws READY_TIMEOUT. */
export async function waitUntilGone(
  client: ConnectClient,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  await waitUntil(
    async () => !(await client.listConnectors()).includes(name),
    options(`connector ${name} to be gone`, signal),
  );
}

function options(what: string, signal: AbortSignal) {
  return {
    what,
    deadlineMs,
    intervalMs: 250,
    signal,
    isFinal: (error: unknown) => hasErrorCode(error, "CONNECTOR_UNKNOWN"),
  };
}
