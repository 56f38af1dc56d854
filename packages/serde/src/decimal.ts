/** The exact text of a decimal: big-endian two's complement `unscaled`, divided by 10^scale. */
export function decimalText(unscaled: Uint8Array, scale: number): string {
  let value = 0n;
  for (const byte of unscaled) value = (value << 8n) | BigInt(byte);
  value = BigInt.asIntN(Math.max(8, unscaled.length * 8), value);
  const sign = value < 0n ? "-" : "";
  const digits = String(value < 0n ? -value : value);
  if (scale <= 0) return value === 0n ? "0" : sign + digits + "0".repeat(-scale);
  const padded = digits.padStart(scale + 1, "0");
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}
