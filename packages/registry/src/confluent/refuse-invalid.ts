import { hasErrorCode } from "@weir/core";
import type { DataFormat } from "@weir/schema";
import { refusals } from "./confluent-error.ts";

/** @throws ConfluentError 42201 with the parser's reason */
export function refuseInvalid<T>(dataFormat: DataFormat, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !hasErrorCode(error, "SCHEMA_INVALID")) throw error;
    throw refusals.invalidSchema(`Invalid schema of type ${dataFormat}, details: ${error.message}`);
  }
}
