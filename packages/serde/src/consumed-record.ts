import { decodeData } from "./decode-record.ts";
import type { RawRecord } from "./fetch-round.ts";
import type { SchemaCache } from "./schema-cache.ts";

/** A record as `weir consume` prints it, one JSON line each (see `exactJson`). */
export interface ConsumedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number | bigint;
  /** Milliseconds since 1970. */
  readonly timestamp: number | bigint;
  readonly key: unknown;
  readonly value: unknown;
  /** Of the value; null for a tombstone, and where the header is Confluent's. */
  readonly schemaVersionId: string | null;
  /** Of the value, where the header is Confluent's. */
  readonly schemaId?: number;
  readonly schemaVersion: number | null;
  /** The record has no value: the key is deleted. */
  readonly tombstone?: true;
  /** Why the value could not be decoded; `raw` has its bytes in base64. */
  readonly error?: string;
  readonly raw?: string;
  /** The same of the key. */
  readonly keyError?: string;
  readonly rawKey?: string;
}

/** Decodes both sides of a record; throws only where the registry is away. */
export async function toConsumedRecord(
  raw: RawRecord,
  schemas: SchemaCache,
  confluentSchemas?: SchemaCache,
): Promise<ConsumedRecord> {
  const decode = async (bytes: Buffer | null) =>
    bytes === null ? null : decodeData(bytes, schemas, confluentSchemas);
  const [key, value] = [await decode(raw.key), await decode(raw.value)];
  const keyFailed = key !== null && "reason" in key;
  const valueFailed = value !== null && "reason" in value;
  return {
    topic: raw.topic,
    partition: raw.partition,
    offset: numberWhereExact(raw.offset),
    timestamp: numberWhereExact(raw.timestamp),
    key: key === null || keyFailed ? null : key.data,
    value: value === null || valueFailed ? null : value.data,
    schemaVersionId: value?.schemaVersionId ?? null,
    ...(value?.schemaId === undefined ? {} : { schemaId: value.schemaId }),
    schemaVersion: value === null || valueFailed ? null : value.schemaVersion,
    ...(value === null ? { tombstone: true } : {}),
    ...(valueFailed ? { error: value.reason, raw: base64(raw.value) } : {}),
    ...(keyFailed ? { keyError: key.reason, rawKey: base64(raw.key) } : {}),
  };
}

function numberWhereExact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function base64(bytes: Buffer | null): string {
  return bytes?.toString("base64") ?? "";
}
