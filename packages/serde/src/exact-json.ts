/**
 * JSON text that loses nothing: integers are JSON numbers up to 2^53-1 and strings beyond, bytes
 * are base64, NaN and the infinities strings. `indent` as in JSON.stringify.
 */
export function exactJson(value: unknown, indent?: number): string {
  return JSON.stringify(exactValue(value), undefined, indent) ?? "null";
}

function exactValue(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(exactValue);
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, exactValue(child)]));
}

/** Reads JSON text; integers that a number cannot hold become bigint. */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const source = context?.source;
    const inexact = typeof value === "number" && !Number.isSafeInteger(value);
    return inexact && source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
  });
}
