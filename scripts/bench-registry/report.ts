export interface Result {
  readonly name: string;
  readonly unit: string;
  /** What the project aims at; reported, never asserted. */
  readonly target?: string;
  readonly values: readonly number[];
}

/** Collects measurements by name, in the order in which each was first measured. */
export function collectResults() {
  const results = new Map<string, { unit: string; target?: string; values: number[] }>();
  return {
    add(name: string, value: number, unit: string, target?: string): void {
      const known = results.get(name) ?? { unit, values: [], ...(target ? { target } : {}) };
      known.values.push(value);
      results.set(name, known);
    },
    list: (): Result[] => [...results].map(([name, result]) => ({ name, ...result })),
  };
}

/** Median, and the whole spread. */
export function renderResult({ name, unit, target, values }: Result): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  const [min, median, max] = [at(0), at(0.5), at(1)].map(renderNumber);
  const aim = target === undefined ? "" : `   target ${target}`;
  return `  ${name.padEnd(84)} ${`${median} ${unit}`.padStart(12)}   (${min} to ${max})${aim}`;
}

function renderNumber(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toFixed(2);
}
