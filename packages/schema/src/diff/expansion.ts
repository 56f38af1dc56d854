const mostFields = 50_000;

export class TooManyFields extends Error {}

/**
 * Decides whether what a part of a definition holds is listed at a path. A part stands wherever it
 * is named: a few lines can mean more fields than there is time for. Then each part is listed once,
 * where it comes first.
 */
export class Expansion {
  readonly #once: boolean;
  readonly #seen = { before: new Set<object>(), elsewhere: new Set<object>() };
  #listed = 0;

  constructor({ once }: { readonly once: boolean }) {
    this.#once = once;
  }

  /** `around`: the parts that hold this one. Throws TooManyFields. */
  enters(part: object, size: number, prefix: string, around: readonly object[]): boolean {
    if (around.includes(part)) return false;
    if (this.#once) {
      // A row stands in `before` and in `after`, from where its columns are taken.
      const seen = this.#seen[prefix.startsWith("before.") ? "before" : "elsewhere"];
      if (seen.has(part)) return false;
      seen.add(part);
      return true;
    }
    this.#listed += 1 + size;
    if (this.#listed > mostFields) throw new TooManyFields();
    return true;
  }
}
