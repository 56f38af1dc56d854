/** The exact text of a decimal: big-endian two's complement `unscaled`, divided by 10^scale. */
export function decimalText(unscaled: Uint8Array, scale: number): string {
  const { length } = unscaled;
  // Through hexadecimal: shifting byte by byte takes time in the square of the length.
  const hex = Buffer.from(unscaled.buffer, unscaled.byteOffset, length).toString("hex");
  const value = BigInt.asIntN(Math.max(8, length * 8), BigInt(`0x${hex || "0"}`));
  const sign = value < 0n ? "-" : "";
  const digits = String(value < 0n ? -value : value);
  if (scale <= 0) return value === 0n ? "0" : sign + digits + "0".repeat(-scale);
  const padded = digits.padStart(scale + 1, "0");
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/**
 * The other way: the shortest two's complement of a decimal, or of exactly `size` bytes. Undefined
 * where the text is no decimal, has digits beyond the scale, or does not fit.
 */
export function decimalBytes(
  text: string | number | bigint,
  scale: number,
  size?: number,
): Buffer | undefined {
  const [, sign, whole = "", part = ""] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(String(text)) ?? [];
  if (sign === undefined) return undefined;
  const digits = shift(whole, part, scale);
  if (digits === undefined) return undefined;
  const value = sign === "-" ? -BigInt(digits) : BigInt(digits);
  const needed = bytesOf(value);
  if (size !== undefined && size < needed) return undefined;
  const length = size ?? needed;
  const hex = BigInt.asUintN(length * 8, value).toString(16);
  return Buffer.from(hex.padStart(length * 2, "0"), "hex");
}

/** The digits of the number times 10^scale. */
function shift(whole: string, part: string, scale: number): string | undefined {
  if (scale >= 0) {
    const rest = part.slice(scale);
    return /^0*$/.test(rest) ? whole + part.slice(0, scale).padEnd(scale, "0") : undefined;
  }
  const cut = whole.slice(scale);
  if (!/^0*$/.test(part) || !/^0*$/.test(cut)) return undefined;
  return whole.slice(0, scale) || "0";
}

function bytesOf(value: bigint): number {
  const magnitude = value < 0n ? -value - 1n : value;
  const bits = magnitude === 0n ? 0 : magnitude.toString(2).length;
  return Math.floor(bits / 8) + 1;
}
