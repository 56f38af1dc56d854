import type { ConnectorStatus, Diagnosis } from "@weir/connect";
import type { RefusedSchema } from "./explain-refused-schema.ts";
import type { RunningStack } from "./running-stack.ts";

/** A connector or task that is FAILED, with its cause in plain words. */
export interface FailureReport {
  /** Null where the connector itself has failed. */
  readonly task: number | null;
  readonly workerId: string;
  readonly diagnosis: Diagnosis;
  /** What the registry says, where it refused a schema. */
  readonly refusedSchema?: RefusedSchema;
}

/** The causes of what is FAILED in a connector, by the traces alone. */
export async function readTraces(status: ConnectorStatus): Promise<FailureReport[]> {
  const { diagnoseTrace } = await import("@weir/connect");
  const units = [{ ...status.connector, id: null }, ...status.tasks];
  return units.flatMap(({ id, state, worker_id: workerId, trace = "" }) =>
    state === "FAILED" ? [{ task: id, workerId, diagnosis: diagnoseTrace(trace) }] : [],
  );
}

/** The same with what the registry says; one that is away leaves its part out. */
export async function readFailures(
  status: ConnectorStatus,
  stack: Pick<RunningStack, "platform" | "registryEndpoint">,
): Promise<FailureReport[]> {
  const reports = await readTraces(status);
  return Promise.all(
    reports.map(async (report) => {
      const refusedSchema = await askRegistry(report.diagnosis, stack);
      return refusedSchema === undefined ? report : { ...report, refusedSchema };
    }),
  );
}

async function askRegistry(
  diagnosis: Diagnosis,
  { platform, registryEndpoint }: Pick<RunningStack, "platform" | "registryEndpoint">,
): Promise<RefusedSchema | undefined> {
  if (diagnosis.cause !== "schema_refused") return undefined;
  const [{ registryClient }, { explainRefusedSchema }, { hasErrorCode }] = await Promise.all([
    import("@weir/registry"),
    import("./explain-refused-schema.ts"),
    import("@weir/core"),
  ]);
  try {
    const client = registryClient(registryEndpoint, { timeoutMs: 5_000 });
    return await explainRefusedSchema(diagnosis, platform.registry.name ?? platform.name, client);
  } catch (error) {
    if (hasErrorCode(error, "REGISTRY_UNREACHABLE")) return undefined;
    throw error;
  }
}

/** The failures as lines for people; empty where nothing is FAILED. */
export async function renderFailures(reports: readonly FailureReport[]): Promise<string[]> {
  const [{ renderRefusedSchema }, { acceptCommand }] = await Promise.all([
    import("./explain-refused-schema.ts"),
    import("@weir/schema"),
  ]);
  return reports.flatMap(({ task, workerId, diagnosis, refusedSchema }) => {
    const who = task === null ? "the connector" : `task ${task}`;
    const head = `${who} is FAILED on ${workerId}: ${diagnosis.summary}`;
    if (refusedSchema !== undefined) return [head, ...renderRefusedSchema(refusedSchema)];
    const { schemaName = "NAME" } = diagnosis.details;
    const remedy = diagnosis.remedy.replace(acceptCommand("NAME"), acceptCommand(schemaName));
    return [head, `  ${diagnosis.rootMessage}`, `what to do: ${remedy}`];
  });
}
