import type { NumberRange } from "./protobuf-file.ts";

/** Many numbers asked of many ranges: sorted once, each answer takes a few looks. */
export class NumberRanges {
  readonly #merged: readonly NumberRange[];

  constructor(ranges: readonly NumberRange[]) {
    const merged: [number, number][] = [];
    for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
      const last = merged.at(-1);
      if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
      else merged.push([from, to]);
    }
    this.#merged = merged;
  }

  has(number: number): boolean {
    let [low, high] = [0, this.#merged.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [from, to] = this.#merged[middle] as NumberRange;
      if (from <= number && number <= to) return true;
      if (number < from) high = middle - 1;
      else low = middle + 1;
    }
    return false;
  }
}
