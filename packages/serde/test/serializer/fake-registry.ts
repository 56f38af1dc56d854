import { createHash } from "node:crypto";
import { WeirError } from "@weir/core";
import type { GlueSerdeCall, GlueSerdeOperation } from "@weir/serde";

export interface FakeRegistry {
  readonly call: GlueSerdeCall;
  /** Operations in their order. */
  readonly asked: GlueSerdeOperation[];
  readonly inputs: Record<string, unknown>[];
  /** The next calls of an operation fail with these. */
  readonly failures: { operation: GlueSerdeOperation; exception: string; message?: string }[];
  /** What RegisterSchemaVersion answers, and then GetSchemaVersion, one after the other. */
  statuses: string[];
}

/** AWS Glue's answers to the serializer, from memory; ids follow from the definitions. */
export function fakeRegistry(): FakeRegistry {
  const schemas = new Map<string, Map<string, string>>();
  const fake: FakeRegistry = {
    call: call as GlueSerdeCall,
    asked: [],
    inputs: [],
    failures: [],
    statuses: [],
  };

  async function call(
    operation: GlueSerdeOperation,
    input: Record<string, unknown>,
  ): Promise<object> {
    fake.asked.push(operation);
    fake.inputs.push(input);
    const index = fake.failures.findIndex((failure) => failure.operation === operation);
    const [failure] = index < 0 ? [] : fake.failures.splice(index, 1);
    if (failure !== undefined) throw refusal(failure.exception, failure.message ?? "no");
    const name =
      (input.SchemaId as { SchemaName: string } | undefined)?.SchemaName ??
      String(input.SchemaName);
    const definition = String(input.SchemaDefinition);
    const SchemaVersionId = uuidOf(name + definition);
    const versions = schemas.get(name);
    switch (operation) {
      case "GetSchemaByDefinition": {
        if (versions === undefined)
          throw refusal("EntityNotFoundException", "Schema is not found.");
        const Status = versions.get(definition);
        if (Status !== undefined) return { SchemaVersionId, Status };
        throw refusal("EntityNotFoundException", "Schema version is not found.");
      }
      case "CreateSchema":
        schemas.set(name, new Map([[definition, "AVAILABLE"]]));
        return { SchemaVersionId, SchemaVersionStatus: "AVAILABLE" };
      case "RegisterSchemaVersion": {
        const Status = fake.statuses.shift() ?? "AVAILABLE";
        schemas.set(name, (versions ?? new Map()).set(definition, Status));
        return { SchemaVersionId, Status };
      }
      case "GetSchemaVersion":
        return { Status: fake.statuses.shift() ?? "AVAILABLE" };
      default:
        return {};
    }
  }
  return fake;
}

function refusal(exception: string, message: string): WeirError {
  return new WeirError("REGISTRY_FAILED", message, { details: { exception, message } });
}

export function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
