import type { ConsumedRecord } from "@weir/serde";
import type { Paint } from "./paint.ts";

/**
 * One record on one line: partition and offset, schema version, Debezium's operation, key, and the
 * row before and after. A value that is no change event is shown as it is.
 */
export function renderRecord(
  record: ConsumedRecord,
  toJson: (value: unknown) => string,
  paint: Paint,
): string {
  const { partition, offset, schemaVersion, tombstone, error, raw, keyError } = record;
  const version = schemaVersion === null ? "v-" : `v${schemaVersion}`;
  const words = [paint("dim", `${partition}:${offset} ${version}`)];
  const key = keyError === undefined ? record.key : `cannot be decoded: ${keyError}`;
  if (tombstone) words.push("tombstone", `key=${toJson(key)}`);
  else if (error !== undefined)
    words.push(paint("red", `cannot be decoded: ${error}`), `raw=${raw}`);
  else words.push(...renderValue(record.value, key, toJson));
  return words.join(" ");
}

function renderValue(value: unknown, key: unknown, toJson: (value: unknown) => string): string[] {
  const shownKey = key === null ? [] : [`key=${toJson(key)}`];
  if (!isEnvelope(value)) return [...shownKey, toJson(value)];
  const { op, before, after } = value;
  return [op, ...shownKey, ...[before, after].map((row) => renderRow(row, toJson)).filter(Boolean)]
    .join(" ")
    .replace("} {", "} → {")
    .split("\n");
}

function renderRow(row: unknown, toJson: (value: unknown) => string): string {
  return row === null || row === undefined ? "" : toJson(row);
}

interface Envelope {
  readonly op: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

function isEnvelope(value: unknown): value is Envelope {
  return (
    typeof value === "object" && value !== null && "op" in value && typeof value.op === "string"
  );
}
