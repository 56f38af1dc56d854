import { hasErrorCode } from "@weir/core";
import { assertValidSchema } from "@weir/schema";
import { readDataFormat, readDefinition } from "../fields.ts";
import type { Operation } from "../operation.ts";

/** AWS's limit for `Error`. */
const maxErrorLength = 5000;

/** An answer in both cases: compatibility is not looked at, and nothing is stored. */
export const checkSchemaVersionValidity: Operation<"CheckSchemaVersionValidity"> = (_, input) => {
  const dataFormat = readDataFormat(input);
  const definition = readDefinition(input);
  try {
    assertValidSchema(dataFormat, definition);
    return { Valid: true };
  } catch (error) {
    if (!(error instanceof Error) || !hasErrorCode(error, "SCHEMA_INVALID")) throw error;
    return { Valid: false, Error: error.message.slice(0, maxErrorLength) };
  }
};
