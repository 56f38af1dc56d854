import { checkCompatibility, comparesAll, type Verdict, type Violation } from "@weir/schema";
import { readBaseline } from "../read-baseline.ts";
import type { Store } from "../store/open-store.ts";
import type { SchemaRow } from "../store/schemas.ts";
import { findLatestNumber, listAvailableNumbers } from "../store/versions.ts";
import { renderLevel } from "./compatibility-level.ts";
import { refuseInvalid } from "./refuse-invalid.ts";
import type { ConfluentContext } from "./route.ts";
import type { SchemaRequest } from "./schema-request.ts";

/**
 * Why a schema does not fit the versions before it, in sentences; empty where it does. By
 * Confluent's rules: Avro's record names count, and `_TRANSITIVE` looks at every live version, with
 * no regard to Glue's checkpoint.
 *
 * @param versions numbers of those it is compared with. @default - those that the level names
 */
export function judge(
  context: ConfluentContext,
  schema: Pick<SchemaRow, "id" | "dataFormat" | "compatibility">,
  candidate: SchemaRequest,
  versions?: readonly number[],
): readonly string[] {
  const { compatibility: mode, dataFormat } = schema;
  if (mode === "NONE" || mode === "DISABLED") return [];
  const compared = versions ?? listCompared(context.store, schema);
  const [first] = compared;
  if (dataFormat !== candidate.dataFormat && first !== undefined) {
    return [
      `Incompatible because of different schema type: version ${first} is ${dataFormat}, this one is ${candidate.dataFormat}`,
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

function listCompared(store: Store, schema: Pick<SchemaRow, "id" | "compatibility">): number[] {
  if (comparesAll(schema.compatibility)) return listAvailableNumbers(store, schema.id, 1);
  const latest = findLatestNumber(store, schema.id);
  return latest === undefined ? [] : [latest];
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
