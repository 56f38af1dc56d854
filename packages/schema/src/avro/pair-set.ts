/** A set of (reader, writer) pairs by identity. */
export class PairSet {
  readonly #writers = new Map<object, Set<object>>();

  has(reader: object, writer: object): boolean {
    return this.#writers.get(reader)?.has(writer) ?? false;
  }

  /** Adds the pair; false where it was there. */
  add(reader: object, writer: object): boolean {
    const writers = this.#writers.get(reader) ?? new Set();
    this.#writers.set(reader, writers);
    if (writers.has(writer)) return false;
    writers.add(writer);
    return true;
  }

  addAll(others: PairSet): void {
    for (const [reader, writers] of others.#writers) {
      const own = this.#writers.get(reader);
      this.#writers.set(reader, own === undefined ? writers : new Set([...own, ...writers]));
    }
  }
}
