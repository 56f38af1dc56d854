import type { ConnectorStatus } from "@weir/connect";
import { diagnoseTrace } from "@weir/connect";
import type { FailureReport } from "../../connector-report.ts";

/** What an accept needs of connectors; `ConnectorControl` fits. */
export interface AcceptConnectors {
  statuses(): Promise<readonly ConnectorStatus[]>;
  restart(name: string, request: { readonly onlyFailed: boolean }): Promise<ConnectorStatus>;
  failures(status: ConnectorStatus): Promise<readonly FailureReport[]>;
}

/** What a refused schema is known by in a task's trace. */
export interface RefusedNames {
  readonly schemaName: string;
  readonly schemaVersionIds: readonly string[];
}

/** Names of the connectors of which a part is FAILED because this schema was refused. */
export function findStuck(
  statuses: readonly ConnectorStatus[],
  { schemaName, schemaVersionIds }: RefusedNames,
): string[] {
  return statuses
    .filter(({ connector, tasks }) =>
      [connector, ...tasks].some(({ state, trace = "" }) => {
        if (state !== "FAILED") return false;
        const { cause, details } = diagnoseTrace(trace);
        if (cause !== "schema_refused") return false;
        const { schemaVersionId = "" } = details;
        return details.schemaName === schemaName || schemaVersionIds.includes(schemaVersionId);
      }),
    )
    .map(({ name }) => name);
}

export function isFailed({ connector, tasks }: ConnectorStatus): boolean {
  return [connector, ...tasks].some(({ state }) => state === "FAILED");
}
