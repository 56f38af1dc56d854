import { describeError, WeirError } from "@weir/core";
import { waitForConnectorReady } from "./readiness.ts";
import type { ConnectClient } from "./rest/connect-client.ts";

/** How an applied connector came out. */
export type ConnectorOutcome =
  | { readonly state: "ready" }
  | { readonly state: "failed"; readonly reason: string; readonly remedy?: string };

const readyDeadlineMs = 120_000;

/**
 * Follows an applied connector until an offset of it is stored, or it has failed; a cause that
 * passes by itself is waited for. Throws only what `signal` was aborted with.
 */
export async function followConnector(
  client: ConnectClient,
  name: string,
  signal: AbortSignal,
): Promise<ConnectorOutcome> {
  const deadlineMs = readyDeadlineMs;
  try {
    await waitForConnectorReady(client, name, { deadlineMs, waitForTransient: true, signal });
    return { state: "ready" };
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = describeError(error);
    if (!(error instanceof WeirError)) return { state: "failed", reason };
    const { message, remedy } = error;
    return { state: "failed", reason: message, ...(remedy === undefined ? {} : { remedy }) };
  }
}
