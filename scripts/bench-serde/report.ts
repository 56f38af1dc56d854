import type { Measured } from "./measure.ts";

/** Median with the least and the most, and how much faster the first arm is, pair by pair. */
export function renderMeasured(measured: readonly Measured[]): string {
  const [first] = measured;
  if (first === undefined) return "";
  const lines: string[] = [];
  for (const direction of ["encode", "decode"] as const) {
    lines.push(`  ${direction.padEnd(38)} records/CPU-s (least .. most)    weir / this`);
    for (const result of measured) {
      const rates = result[direction];
      const ratios = ratiosOf(first, result, direction);
      const ratio = result === first ? "" : `${spread(ratios, (value) => value.toFixed(2))}`;
      const perSecond = spread(rates, (value) => Math.round(value).toLocaleString("en"));
      lines.push(`    ${result.arm.name.padEnd(36)} ${perSecond.padEnd(32)} ${ratio}`.trimEnd());
    }
  }
  return lines.join("\n");
}

/** Other libraries that were faster than the first arm, by the median of the pairs. */
export function findFaster(title: string, measured: readonly Measured[]): string[] {
  const [first, ...others] = measured;
  if (first === undefined) return [];
  return (["encode", "decode"] as const).flatMap((direction) =>
    others
      .filter(({ arm }) => !arm.name.startsWith("weir"))
      .flatMap((result) => {
        const ratio = median(ratiosOf(first, result, direction));
        if (ratio >= 1) return [];
        return [`${direction}, ${title}: ${result.arm.name} (${ratio.toFixed(2)})`];
      }),
  );
}

function ratiosOf(first: Measured, other: Measured, direction: "encode" | "decode"): number[] {
  return other[direction].map((rate, index) => (first[direction][index] ?? Number.NaN) / rate);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

function spread(values: readonly number[], render: (value: number) => string): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map(render);
  return `${render(median(values))} (${least} .. ${most})`;
}
