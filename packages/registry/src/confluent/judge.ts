import type { CompatibilityMode } from "@weir/core";
import { checkCompatibility, comparesAll, type Verdict, type Violation } from "@weir/schema";
import { resolveReferences } from "../resolve-references.ts";
import type { SubjectVersion } from "../store/confluent-versions.ts";
import { renderLevel } from "./compatibility-level.ts";
import { parseStored } from "./references.ts";
import { refuseInvalid } from "./refuse-invalid.ts";
import type { ConfluentContext } from "./route.ts";
import type { SchemaRequest } from "./schema-request.ts";

/**
 * Why a schema does not fit the versions before it, in sentences; empty where it does. By
 * Confluent's rules: Avro's record names count, and `_TRANSITIVE` looks at every live version, with
 * no regard to Glue's checkpoint.
 *
 * @param versions live ones, oldest first
 */
export function judge(
  context: ConfluentContext,
  mode: CompatibilityMode,
  candidate: SchemaRequest,
  versions: readonly SubjectVersion[],
): readonly string[] {
  if (mode === "NONE" || mode === "DISABLED") return [];
  const compared = comparesAll(mode) ? versions : versions.slice(-1);
  const other = compared.find(({ dataFormat }) => dataFormat !== candidate.dataFormat);
  if (other !== undefined) {
    return [
      `Incompatible because of different schema type: version ${other.versionNumber} is ${other.dataFormat}, this one is ${candidate.dataFormat}`,
    ];
  }
  const verdict = refuseInvalid(candidate.dataFormat, () =>
    checkCompatibility({
      dataFormat: candidate.dataFormat,
      mode,
      candidate: candidate.definition,
      references: candidate.resolved,
      profile: "confluent",
      jsonPolicy: context.policy.jsonPolicy,
      baselines: compared.map((version) => ({
        versionNumber: version.versionNumber,
        definition: version.definition,
        references: resolveReferences(context.store, parseStored(version)),
      })),
    }),
  );
  return verdict.compatible ? [] : explain(verdict);
}

function explain({ violations, mode }: Verdict): string[] {
  return [...violations.map(renderViolation), `{compatibility: '${renderLevel(mode)}'}`];
}

function renderViolation(violation: Violation): string {
  const { message, rule, path, direction, versions, remedy } = violation;
  const against = `${versions.length === 1 ? "version" : "versions"} ${versions.join(", ")}`;
  const place = path === "" ? "/" : path;
  return `${message} (${rule} at ${place}, ${direction} against ${against}); ${remedy}`;
}
