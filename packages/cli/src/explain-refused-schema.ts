import type { Diagnosis } from "@weir/connect";
import type { VersionVerdict } from "@weir/registry";
import type { Violation } from "@weir/schema";
import { acceptCommand, describeRule } from "@weir/schema";

/** Why the registry refused the schema on which a task failed. */
export interface RefusedSchema {
  readonly registryName: string;
  readonly schemaName: string;
  readonly schemaVersionId: string;
  readonly versionNumber: number;
  /** The compatibility mode that the version does not keep. */
  readonly compatibility: string;
  readonly violations: readonly Violation[];
  /** What an operator can do. */
  readonly remedy: string;
}

/** What is asked of the registry; `registryClient` of @weir/registry fits. */
export interface VerdictReader {
  readVerdict(schemaVersionId: string): Promise<VersionVerdict | undefined>;
  readFailures(
    registryName: string,
    schemaName: string,
  ): Promise<readonly VersionVerdict[] | undefined>;
}

/**
 * Joins a task's diagnosis with the registry's verdict: which column, which rule, what to do.
 * Undefined where the cause is another one, or the refused version is no longer there.
 * Throws what the reader throws.
 */
export async function explainRefusedSchema(
  diagnosis: Diagnosis,
  registryName: string,
  registry: VerdictReader,
): Promise<RefusedSchema | undefined> {
  if (diagnosis.cause !== "schema_refused") return undefined;
  const { schemaVersionId, schemaName } = diagnosis.details;
  const byId =
    schemaVersionId === undefined ? undefined : await registry.readVerdict(schemaVersionId);
  // Found by its definition, a version is named by its schema only; the newest one is the one.
  const version =
    byId ??
    (schemaName === undefined
      ? undefined
      : (
          await registry.readFailures(diagnosis.details.registryName ?? registryName, schemaName)
        )?.[0]);
  if (version?.verdict == null) return undefined;
  const { verdict } = version;
  return {
    registryName: version.registryName,
    schemaName: version.schemaName,
    schemaVersionId: version.schemaVersionId,
    versionNumber: version.versionNumber,
    compatibility: verdict.mode,
    violations: verdict.violations,
    remedy: `${[...new Set(verdict.violations.map(({ remedy }) => remedy))].join("; ")}; or accept this version all the same: ${acceptCommand(version.schemaName)}`,
  };
}

/** The explanation as lines for people. */
export function renderRefusedSchema(refused: RefusedSchema): string[] {
  const { schemaName, versionNumber, compatibility, violations, schemaVersionId } = refused;
  return [
    `version ${versionNumber} of schema ${schemaName} is refused: it is not ${compatibility} compatible (${schemaVersionId})`,
    ...violations.map(({ column, path, rule, message }) => {
      const where = column === undefined ? `at ${path}` : `column ${column}`;
      return `  ${where}: ${message} (${describeRule(rule)})`;
    }),
    `what to do: ${refused.remedy}`,
  ];
}
