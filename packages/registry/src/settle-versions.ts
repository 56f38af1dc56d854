import { evaluateVersion } from "./evaluate-version.ts";
import type { OperationContext } from "./operation.ts";
import { resolveReferences } from "./resolve-references.ts";
import { schemaById } from "./store/schemas.ts";
import { settleVersion } from "./store/version-changes.ts";
import { listDueVersions, parseReferences } from "./store/versions.ts";

/** Keeps one request short where many have become due, as after a restart. */
const versionsAtATime = 50;

/**
 * Judges the PENDING versions whose time has come, in the order in which they were registered. Runs
 * at the start of every transaction, so that what is read depends on the clock alone.
 */
export function settleDueVersions({
  store,
  policy,
  now,
}: Pick<OperationContext, "store" | "policy" | "now">): void {
  for (const version of listDueVersions(store, now, versionsAtATime)) {
    const schema = schemaById(store, version.schemaId);
    try {
      const references = resolveReferences(store, parseReferences(version));
      const verdict = evaluateVersion(store, policy, schema, version.definition, { references });
      const status = verdict.compatible ? "AVAILABLE" : "FAILURE";
      settleVersion(store, version.schemaVersionId, status, verdict);
    } catch (error) {
      // Whatever is wrong with one version must not stop the registry; a broken store does.
      if (error instanceof Error && "errcode" in error) throw error;
      settleVersion(store, version.schemaVersionId, "FAILURE", undefined);
    }
  }
}
