/** Repeatable choices: the same seed makes the same requests. */
export interface Random {
  /** 0 to 1. */
  next(): number;
  below(limit: number): number;
  pick<T>(choices: readonly T[]): T;
}

/** Linear congruential, Numerical Recipes' constants: enough to choose with. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { next, below, pick: (choices) => choices[below(choices.length)] as never };
}
