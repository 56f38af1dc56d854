/**
 * What one comparison may cost, counted in steps so that a verdict is the same on every machine. A
 * step is about what a member of a set takes; a 300-column envelope needs less than a hundredth.
 */
const maxSteps = 2_500_000;

/** Claims within claims: what fits Node's stack with room to spare. */
const maxNesting = 300;

/** Thrown where a comparison would cost too much, and caught where it began. */
export class TooComplex extends Error {}

/** Counts the steps of one comparison. */
export class Budget {
  #left: number;
  #nesting = 0;

  constructor(steps = maxSteps) {
    this.#left = steps;
  }

  get leftSteps(): number {
    return this.#left;
  }

  /** @throws TooComplex where that is more than is left. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new TooComplex();
  }

  /**
   * What calls itself again and again.
   *
   * @throws TooComplex where it goes too deep.
   */
  nest<T>(work: () => T): T {
    if (this.#nesting >= maxNesting) throw new TooComplex();
    this.#nesting++;
    try {
      return work();
    } finally {
      this.#nesting--;
    }
  }
}
