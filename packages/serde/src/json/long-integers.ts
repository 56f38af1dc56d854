const zero = 0x30;
const nine = 0x39;
const point = 0x2e;

/** Below 9 * 10^15 a number of sixteen digits is exact. */
const digits = 16;

/**
 * Whether JSON text may hold an integer beyond 2^53-1; never no where it does. So many digits in a
 * row cover one of each sixteenth byte: the others are not looked at.
 */
export function mayHoldLongInteger(bytes: Buffer, start: number): boolean {
  for (let at = start + digits - 1; at < bytes.length; at += digits) {
    if (!isDigit(bytes[at])) continue;
    let first = at;
    while (first > start && isDigit(bytes[first - 1])) first--;
    let end = at + 1;
    while (isDigit(bytes[end])) end++;
    const isLong = end - first > digits || (end - first === digits && bytes[first] === nine);
    const isFraction = first > start && bytes[first - 1] === point;
    if (isLong && !isFraction) return true;
  }
  return false;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}
