import { checkCompatibility, comparesAll, type Verdict, type Violation } from "@weir/schema";
import { readBaseline } from "../read-baseline.ts";
import type { SchemaRow } from "../store/schemas.ts";
import { renderLevel } from "./compatibility-level.ts";
import { refuseInvalid } from "./refuse-invalid.ts";
import type { ConfluentContext } from "./route.ts";
import type { SchemaRequest } from "./schema-request.ts";

/**
 * Why a schema does not fit the versions before it, in sentences; empty where it does. By
 * Confluent's rules: Avro's record names count, and `_TRANSITIVE` looks at every live version, with
 * no regard to Glue's checkpoint.
 *
 * @param versions numbers of live ones, oldest first
 */
export function judge(
  context: ConfluentContext,
  schema: Pick<SchemaRow, "id" | "dataFormat" | "compatibility">,
  candidate: SchemaRequest,
  versions: readonly number[],
): readonly string[] {
  const { compatibility: mode, dataFormat } = schema;
  if (mode === "NONE" || mode === "DISABLED") return [];
  const compared = comparesAll(mode) ? versions : versions.slice(-1);
  if (dataFormat !== candidate.dataFormat && compared.length > 0) {
    return [
      `Incompatible because of different schema type: version ${compared[0]} is ${dataFormat}, this one is ${candidate.dataFormat}`,
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
      baselines: compared.map((number) => readBaseline(context.store, schema.id, number)),
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
