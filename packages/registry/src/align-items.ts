/** One step from an array to another; indices are those of the first array. */
export type AlignStep =
  | { readonly op: "remove"; readonly index: number }
  /** Before the item that has the index now. */
  | { readonly op: "add"; readonly index: number; readonly value: unknown }
  /** The item became another. */
  | { readonly op: "change"; readonly index: number; readonly value: unknown };

/** Table cells of one alignment: 600 × 600 items. Beyond, items are paired by position. */
const maxCells = 360_000;

/**
 * Steps in ascending order of index. Equal items stay where they are (longest common subsequence);
 * between them, items are paired by position.
 */
export function alignItems(
  from: readonly unknown[],
  to: readonly unknown[],
  identify: (item: unknown) => number,
): AlignStep[] {
  const a = from.map(identify);
  const b = to.map(identify);
  const steps: AlignStep[] = [];
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...commonPairs(a, b), [a.length, b.length] as const]) {
    for (; i < nextI && j < nextJ; i += 1, j += 1) {
      steps.push({ op: "change", index: i, value: to[j] });
    }
    for (; i < nextI; i += 1) steps.push({ op: "remove", index: i });
    for (; j < nextJ; j += 1) steps.push({ op: "add", index: i, value: to[j] });
    i = nextI + 1;
    j = nextJ + 1;
  }
  return steps;
}

/** Index pairs of equal items, ascending in both. */
function commonPairs(a: readonly number[], b: readonly number[]): (readonly [number, number])[] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const middle = longestCommon(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return [
    ...Array.from({ length: head }, (_, index) => [index, index] as const),
    ...middle.map(([i, j]) => [head + i, head + j] as const),
    ...Array.from(
      { length: tail },
      (_, index) => [a.length - tail + index, b.length - tail + index] as const,
    ),
  ];
}

function longestCommon(a: readonly number[], b: readonly number[]): (readonly [number, number])[] {
  const width = b.length + 1;
  if (a.length === 0 || b.length === 0 || a.length * b.length > maxCells) return [];
  /** Length of the longest common subsequence of the rests from (i, j) on. */
  const rest = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => rest[i * width + j] as number;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      rest[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      pairs.push([i, j]);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** A number per JSON value, the same for equal values; each value is looked at once. */
export function itemIdentities(): (item: unknown) => number {
  const numbers = new Map<string, number>();
  const known = new WeakMap<object, number>();
  const numberOf = (text: string) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  const identify = (item: unknown): number => {
    if (typeof item !== "object" || item === null) return numberOf(JSON.stringify(item));
    const seen = known.get(item);
    if (seen !== undefined) return seen;
    const number = numberOf(
      Array.isArray(item)
        ? `[${item.map(identify).join()}]`
        : `{${Object.entries(item)
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([key, value]) => `${JSON.stringify(key)}:${identify(value)}`)
            .join()}}`,
    );
    known.set(item, number);
    return number;
  };
  return identify;
}
