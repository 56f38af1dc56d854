import { assertDefinition, evaluateVersion, identifyDefinition } from "../evaluate-version.ts";
import { readDefinition } from "../fields.ts";
import { invalidInput } from "../glue-exceptions.ts";
import { assertRoomForVersion } from "../limits.ts";
import { requireSchema } from "../lookup.ts";
import type { Operation, OperationContext } from "../operation.ts";
import { readSchemaId } from "../schema-key.ts";
import type { SchemaRow } from "../store/schemas.ts";
import { insertVersion, type NewVersion } from "../store/version-changes.ts";
import { findByHash } from "../store/versions.ts";
import { texts } from "../texts.ts";

/**
 * A version that breaks compatibility is a success with the status FAILURE: it takes a number and
 * an id, and later comparisons do not see it. Registered again, its definition is judged again.
 */
export const registerSchemaVersion: Operation<"RegisterSchemaVersion"> = (context, input) => {
  const { store, now, newId } = context;
  const key = readSchemaId(input);
  const definition = readDefinition(input);
  const schema = requireSchema(store, key);
  const hash = identifyDefinition(schema.dataFormat, definition);
  const known = findByHash(store, schema.id, hash);
  if (known !== undefined && known.status !== "FAILURE") {
    return {
      SchemaVersionId: known.schemaVersionId,
      VersionNumber: known.versionNumber,
      Status: known.status,
    };
  }
  if (schema.compatibility === "DISABLED" && schema.lastVersionNumber > 0) {
    throw invalidInput(texts.disabled(key));
  }
  const judged = judgeNew(context, schema, definition);
  assertRoomForVersion(context, schema);
  const schemaVersionId = newId();
  const version = { schemaVersionId, definition, hash, now, ...judged };
  const versionNumber = insertVersion(store, schema, version);
  return { SchemaVersionId: schemaVersionId, VersionNumber: versionNumber, Status: judged.status };
};

/** At once, or PENDING until it is due (settle-versions.ts). */
function judgeNew(
  { store, policy, now }: OperationContext,
  schema: SchemaRow,
  definition: string,
): Pick<NewVersion, "status" | "verdict" | "dueTime"> {
  if (policy.asyncEvaluationMs > 0) {
    assertDefinition(schema.dataFormat, definition);
    const due = new Date(Date.parse(now) + policy.asyncEvaluationMs);
    return { status: "PENDING", dueTime: due.toISOString() };
  }
  const verdict = evaluateVersion(store, policy, schema, definition);
  return { status: verdict.compatible ? "AVAILABLE" : "FAILURE", verdict };
}
