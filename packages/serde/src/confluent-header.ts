import type { Undecodable } from "./glue-header.ts";

/**
 * Confluent's header: a zero and four bytes of schema id.
 * https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
export const confluentHeaderBytes = 5;

export interface ConfluentRecord {
  readonly schemaId: number;
  readonly payload: Buffer;
}

export function decodeConfluentRecord(data: Buffer): ConfluentRecord | Undecodable {
  if (data[0] !== 0) return { reason: `not Confluent's wire format: it begins with ${data[0]}` };
  if (data.length < confluentHeaderBytes) {
    return { reason: `too short for Confluent's wire format: ${data.length} bytes` };
  }
  return { schemaId: data.readUInt32BE(1), payload: data.subarray(confluentHeaderBytes) };
}
