/** A number of JSON, exact at any size: `sign` × 0.`digits` × 10^`exponent`. */
export interface Decimal {
  readonly sign: -1 | 0 | 1;
  /** Without zeros at either end; empty for zero. */
  readonly digits: string;
  readonly exponent: bigint;
}

/** Beyond this a number is compared, and not calculated with. */
const maxDigits = 2000;

/** Reads the text of a JSON number. */
export function parseDecimal(source: string): Decimal {
  const [, minus, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]\+?(-?\d+))?$/.exec(source) ?? [];
  const all = whole + fraction;
  const leading = /^0*/.exec(all)?.[0].length ?? 0;
  let end = all.length;
  while (end > leading && all[end - 1] === "0") end--;
  const digits = all.slice(leading, end);
  if (digits === "") return { sign: 0, digits, exponent: 0n };
  return {
    sign: minus === "-" ? -1 : 1,
    digits,
    exponent: BigInt(exponent) + BigInt(whole.length - leading),
  };
}

/** Negative, zero or positive as `a` is below, at or above `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.sign === 0) return 0;
  return a.sign * compareMagnitudes(a, b);
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
  if (a.exponent !== b.exponent) return a.exponent < b.exponent ? -1 : 1;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -1 : 1;
}

export function isIntegral(value: Decimal): boolean {
  return value.sign === 0 || value.exponent >= BigInt(value.digits.length);
}

/** One text for equal numbers: `1`, `1.0` and `10e-1` share theirs. */
export function decimalKey({ sign, digits, exponent }: Decimal): string {
  return `${sign < 0 ? "-" : ""}0.${digits}e${exponent}`;
}

/** Whether `value` is a whole multiple of `divisor`; undefined where that is too large to be told. */
export function isMultipleOf(value: Decimal, divisor: Decimal): boolean | undefined {
  if (divisor.sign === 0) return undefined;
  if (value.sign === 0 || compareMagnitudes(value, divisor) === 0) return true;
  const low = (number: Decimal) => number.exponent - BigInt(number.digits.length);
  const base = low(value) < low(divisor) ? low(value) : low(divisor);
  const zeros = (number: Decimal) => low(number) - base;
  for (const number of [value, divisor]) {
    if (zeros(number) + BigInt(number.digits.length) > maxDigits) return undefined;
  }
  const whole = (number: Decimal) => BigInt(number.digits) * 10n ** zeros(number);
  return whole(value) % whole(divisor) === 0n;
}

/** The least whole number at or above; undefined where it is too large to be calculated with. */
export function ceilDecimal(value: Decimal): bigint | undefined {
  const floor = floorDecimal(value);
  return floor === undefined || isIntegral(value) ? floor : floor + 1n;
}

/** The greatest whole number at or below; undefined where it is too large to be calculated with. */
export function floorDecimal({ sign, digits, exponent }: Decimal): bigint | undefined {
  if (sign === 0) return 0n;
  if (exponent > maxDigits || digits.length > maxDigits) return undefined;
  const count = Number(exponent);
  const whole = count <= 0 ? 0n : BigInt(digits.slice(0, count).padEnd(count, "0"));
  if (sign > 0) return whole;
  return digits.length > Math.max(count, 0) ? -whole - 1n : -whole;
}
