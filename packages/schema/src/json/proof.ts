import type { Budget } from "./budget.ts";

/** Asking, keeping and looking up a claim, in steps. */
const claimSteps = 50;

/**
 * The claims that are being proved, such as "this schema accepts whatever those do". Recursion is
 * answered by assuming a claim under way, which is sound only for parts of the value (properties,
 * items): these are smaller. Where such an assumption fails, what was built on it is asked again.
 */
export class Proof {
  readonly #refuted = new Set<string>();
  /** Under way, with the depth in the value where each began. */
  readonly #open = new Map<string, number>();
  /** Proved, with the least depth where: a claim may rest on one that is under way above. */
  readonly #proved = new Map<string, number>();
  readonly #assumed = new Set<string>();
  #assumptionFailed = false;
  #depth = 0;
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Whether the claim holds; `prove` asks further claims. */
  claim(key: string, prove: () => boolean): boolean {
    if (this.#open.size > 0) return this.#ask(key, prove);
    for (;;) {
      this.#proved.clear();
      this.#assumed.clear();
      this.#assumptionFailed = false;
      if (!this.#ask(key, prove)) return false;
      if (!this.#assumptionFailed) return true;
    }
  }

  /** Asks about a part of the value. */
  inside<T>(ask: () => T): T {
    this.#depth++;
    try {
      return ask();
    } finally {
      this.#depth--;
    }
  }

  #ask(key: string, prove: () => boolean): boolean {
    if (this.#refuted.has(key)) return false;
    const began = this.#open.get(key);
    if (began !== undefined) {
      if (began >= this.#depth) return false;
      this.#assumed.add(key);
      return true;
    }
    const proved = this.#proved.get(key);
    if (proved !== undefined && proved <= this.#depth) return true;
    this.#budget.spend(claimSteps);
    this.#open.set(key, this.#depth);
    let holds: boolean;
    try {
      holds = this.#budget.nest(prove);
    } finally {
      this.#open.delete(key);
    }
    if (holds) this.#proved.set(key, this.#depth);
    else {
      this.#refuted.add(key);
      if (this.#assumed.has(key)) this.#assumptionFailed = true;
    }
    return holds;
  }
}
