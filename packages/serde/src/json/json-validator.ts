import { WeirError } from "@weir/core";
import type { SchemaReference } from "@weir/schema";
import { Ajv, type Options, type ValidateFunction } from "ajv";
import draft06 from "ajv/dist/refs/json-schema-draft-06.json" with { type: "json" };
import ajvDraft04 from "ajv-draft-04";

/** Says what is wrong with a value; undefined where nothing is. */
export type Validate = (value: unknown) => string | undefined;

/** Unknown keywords and formats are no errors, as in Everit. */
const options: Options = { strict: false, validateFormats: false, logger: false, allErrors: false };

/**
 * Compiles a JSON Schema of draft 04, 06 or 07. Without `$schema` it is read as draft 07, and as
 * draft 04 where that fails. What a `$ref` names elsewhere is never fetched: it must be among the
 * references. Throws WeirError SCHEMA_INVALID.
 */
export function compileJsonValidator(
  definition: string,
  references: readonly SchemaReference[] = [],
): Validate {
  const validate = compile(definition, references);
  return (value) => {
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    const place = error?.instancePath ? `at ${error.instancePath}` : "at the top";
    const params = Object.values(error?.params ?? {}).filter((param) => typeof param !== "object");
    return `${place} it ${error?.message ?? "does not validate"} (${params.join(", ")})`;
  };
}

function compile(definition: string, references: readonly SchemaReference[]): ValidateFunction {
  try {
    const schema = JSON.parse(definition);
    const written = typeof schema?.$schema === "string" ? schema.$schema : "";
    if (written.includes("draft-04")) return compileWith(true, schema, references);
    if (written !== "") return compileWith(false, schema, references);
    try {
      return compileWith(false, schema, references);
    } catch (error) {
      return compileWith(true, schema, references, error);
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WeirError("SCHEMA_INVALID", `not a usable JSON Schema: ${reason}`, { cause });
  }
}

function compileWith(
  isDraft04: boolean,
  schema: object | boolean,
  references: readonly SchemaReference[],
  earlier?: unknown,
): ValidateFunction {
  // The types of a CommonJS default export.
  const Draft04 = ajvDraft04 as unknown as typeof Ajv;
  const ajv = isDraft04 ? new Draft04(options) : new Ajv(options);
  if (!isDraft04) ajv.addMetaSchema(draft06);
  try {
    for (const reference of flatten(references)) {
      ajv.addSchema(JSON.parse(reference.definition), reference.name);
    }
    return ajv.compile(schema);
  } catch (error) {
    throw earlier ?? error;
  }
}

function flatten(references: readonly SchemaReference[]): readonly SchemaReference[] {
  return references.flatMap((reference) => [...flatten(reference.references ?? []), reference]);
}
