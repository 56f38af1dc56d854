import type { Conjunction } from "./conjunction.ts";
import { ceilDecimal, compareDecimals, floorDecimal, isIntegral } from "./decimal.ts";
import { kinds, numberKinds } from "./json-kind.ts";
import type { Bound } from "./json-schema.ts";

/** Which end of a range: `1` for the lower bound, `-1` for the upper. */
export type End = 1 | -1;

/** The tightest bound that the writer's schemas set. */
export function boundOf(writer: Conjunction, end: End): Bound | undefined {
  let tightest: Bound | undefined;
  for (const atom of writer.atoms) {
    const bound = end === 1 ? atom.lower : atom.upper;
    if (bound !== undefined && (tightest === undefined || !isWithin(tightest, bound, end))) {
      tightest = bound;
    }
  }
  return tightest;
}

/** Whether every number within `bound` is within `wanted`. */
export function isWithin(bound: Bound, wanted: Bound, end: End): boolean {
  const order = compareDecimals(bound.value, wanted.value) * end;
  return order > 0 || (order === 0 && (bound.exclusive || !wanted.exclusive));
}

/** The same where the numbers are whole: `> 2` is `≥ 3`. */
export function isWithinWhole(bound: Bound, wanted: Bound, end: End): boolean {
  const [own, asked] = [wholeBound(bound, end), wholeBound(wanted, end)];
  if (own === undefined || asked === undefined) return isWithin(bound, wanted, end);
  return end === 1 ? own >= asked : own <= asked;
}

function wholeBound({ value, exclusive }: Bound, end: End): bigint | undefined {
  const nearest = end === 1 ? ceilDecimal(value) : floorDecimal(value);
  if (nearest === undefined) return undefined;
  return exclusive && isIntegral(value) ? nearest + BigInt(end) : nearest;
}

/** Whether only whole numbers are possible. */
export function isWhole(writer: Conjunction): boolean {
  return (writer.mask & numberKinds) === kinds.integer;
}

/** Whether no number lies within both bounds. */
export function isRangeEmpty(writer: Conjunction): boolean {
  const lower = boundOf(writer, 1);
  const upper = boundOf(writer, -1);
  if (lower === undefined || upper === undefined) return false;
  if (isWhole(writer)) {
    const [least, most] = [wholeBound(lower, 1), wholeBound(upper, -1)];
    if (least !== undefined && most !== undefined) {
      return firstMultiple(least, writer) > most;
    }
  }
  const order = compareDecimals(lower.value, upper.value);
  return order > 0 || (order === 0 && (lower.exclusive || upper.exclusive));
}

/** The least whole number from `least` on that every whole `multipleOf` divides. */
function firstMultiple(least: bigint, writer: Conjunction): bigint {
  let common = 1n;
  for (const { multipleOf } of writer.atoms) {
    const divisor = multipleOf && isIntegral(multipleOf) ? floorDecimal(multipleOf) : undefined;
    if (divisor !== undefined) common = (common / greatestDivisor(common, divisor)) * divisor;
  }
  const over = ((least % common) + common) % common;
  return over === 0n ? least : least + common - over;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}
