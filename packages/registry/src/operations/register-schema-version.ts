import { assertDefinition, evaluateVersion } from "../evaluate-version.ts";
import { readDefinition, required } from "../fields.ts";
import { invalidInput } from "../glue-exceptions.ts";
import { requireSchema } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { findByDefinition, insertVersion } from "../store/versions.ts";
import { texts } from "../texts.ts";

/**
 * A version that breaks compatibility is a success with the status FAILURE: it takes a number and
 * an id, and later comparisons do not see it. Registered again, its definition is judged again.
 */
export const registerSchemaVersion: Operation<"RegisterSchemaVersion"> = (context, input) => {
  const { store, policy, now, newId } = context;
  const definition = required(readDefinition(input), "SchemaDefinition");
  const { key, schema } = requireSchema(store, input);
  assertDefinition(schema.dataFormat, definition);
  const known = findByDefinition(store, schema, definition);
  if (known?.status === "AVAILABLE") {
    return {
      SchemaVersionId: known.schemaVersionId,
      VersionNumber: known.versionNumber,
      Status: known.status,
    };
  }
  if (schema.compatibility === "DISABLED" && schema.lastVersionNumber > 0) {
    throw invalidInput(texts.disabled(key));
  }
  const verdict = evaluateVersion(store, policy, schema, definition);
  const status = verdict.compatible ? "AVAILABLE" : "FAILURE";
  const schemaVersionId = newId();
  const version = { schemaVersionId, definition, status, now } as const;
  const versionNumber = insertVersion(
    store,
    schema,
    verdict.compatible ? version : { ...version, verdict },
  );
  return { SchemaVersionId: schemaVersionId, VersionNumber: versionNumber, Status: status };
};
