import { type ConnectorStatus, type Diagnosis, diagnoseTrace } from "@weir/connect";
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
    .filter((status) =>
      refusalsOf(status).some(
        ({ details }) =>
          details.schemaName === schemaName ||
          schemaVersionIds.includes(details.schemaVersionId ?? ""),
      ),
    )
    .map(({ name }) => name);
}

/** Ids of the schema versions that FAILED tasks name as refused. */
export function refusedIds(statuses: readonly ConnectorStatus[]): string[] {
  return statuses
    .flatMap(refusalsOf)
    .flatMap(({ details: { schemaVersionId } }) => schemaVersionId ?? []);
}

function refusalsOf({ connector, tasks }: ConnectorStatus): Diagnosis[] {
  return [connector, ...tasks]
    .filter(({ state }) => state === "FAILED")
    .map(({ trace = "" }) => diagnoseTrace(trace))
    .filter(({ cause }) => cause === "schema_refused");
}

export function isFailed({ connector, tasks }: ConnectorStatus): boolean {
  return [connector, ...tasks].some(({ state }) => state === "FAILED");
}
