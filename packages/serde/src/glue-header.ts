import { deflateSync, inflateSync } from "node:zlib";
import { describeError } from "@weir/core";

/**
 * The header of AWS Glue Schema Registry: version byte 3, compression byte, 16 bytes of schema
 * version id; then the payload, which alone is compressed.
 * https://github.com/awslabs/aws-glue-schema-registry, AWSSchemaRegistryConstants.java
 */
export const glueHeaderBytes = 18;

const headerVersionByte = 3;
const compressionBytes = { NONE: 0, ZLIB: 5 } as const;

/** A record of this size, unpacked, is refused: Kafka itself would not have taken it. */
const maxPayloadBytes = 256 * 1024 * 1024;

export type Compression = keyof typeof compressionBytes;

export interface GlueRecord {
  /** Lower-case UUID. */
  readonly schemaVersionId: string;
  readonly compression: Compression;
  /** Unpacked. */
  readonly payload: Buffer;
}

/** Something that cannot be decoded, and why. */
export interface Undecodable {
  readonly reason: string;
}

/** Throws where `schemaVersionId` is not a UUID. */
export function encodeGlueRecord({ schemaVersionId, compression, payload }: GlueRecord): Buffer {
  const body = compression === "ZLIB" ? deflateSync(payload) : payload;
  return Buffer.concat([encodeGlueHeader(schemaVersionId, compression), body]);
}

/** The header alone. Throws where `schemaVersionId` is not a UUID. */
export function encodeGlueHeader(schemaVersionId: string, compression: Compression): Buffer {
  const id = Buffer.from(schemaVersionId.replaceAll("-", ""), "hex");
  if (id.length !== 16) throw new TypeError(`not a schema version id: ${schemaVersionId}`);
  return Buffer.concat([Buffer.from([headerVersionByte, compressionBytes[compression]]), id]);
}

/** The id in a whole header, as a lower-case UUID. */
export function readSchemaVersionId(data: Buffer): string {
  const hex = data.toString("hex", 2, glueHeaderBytes);
  const ends = [0, 8, 12, 16, 20, 32];
  return ends
    .slice(1)
    .map((end, index) => hex.slice(ends[index], end))
    .join("-");
}

/** Takes the header off; the reasons begin with the texts of AWS's deserializer. */
export function decodeGlueRecord(data: Buffer): GlueRecord | Undecodable {
  const reason = checkGlueHeader(data);
  if (reason !== undefined) return { reason };
  const schemaVersionId = readSchemaVersionId(data);
  const body = data.subarray(glueHeaderBytes);
  if (data[1] === compressionBytes.NONE) {
    return { schemaVersionId, compression: "NONE", payload: body };
  }
  const payload = unpack(body);
  return "reason" in payload ? payload : { schemaVersionId, compression: "ZLIB", payload };
}

/** Why this is no header of AWS's; undefined where it is one. */
export function checkGlueHeader(data: Buffer): string | undefined {
  if (data.length < glueHeaderBytes) {
    const reason = `Data is not compatible with schema registry size: ${data.length}`;
    return reason + confluentHint(data);
  }
  if (data[0] !== headerVersionByte) {
    const reason = "Invalid schema registry header version byte in data";
    return `${reason}: ${data[0]}, expected ${headerVersionByte}${confluentHint(data)}`;
  }
  if (data[1] === compressionBytes.NONE || data[1] === compressionBytes.ZLIB) return undefined;
  const reason = "Invalid schema registry compression byte in data";
  return `${reason}: ${data[1]}, expected 0 or ${compressionBytes.ZLIB}`;
}

/** zlib's format, bounded: a small record can claim gigabytes. */
export function unpack(body: Buffer, maxOutputLength = maxPayloadBytes): Buffer | Undecodable {
  try {
    return inflateSync(body, { maxOutputLength });
  } catch (error) {
    return { reason: `the zlib payload cannot be unpacked: ${describeError(error)}` };
  }
}

function confluentHint(data: Buffer): string {
  if (data[0] !== 0 || data.length < 5) return "";
  return `; it looks like Confluent's wire format with schema id ${data.readUInt32BE(1)}`;
}
