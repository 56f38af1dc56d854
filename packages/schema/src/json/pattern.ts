import type { Budget } from "./budget.ts";
import { matchesPattern, type Part } from "./match-pattern.ts";
import { readPattern } from "./read-pattern.ts";

/** What all expressions may cost one comparison; what is beyond has no answer. */
const maxSteps = 300_000;
/** Longer expressions are not read: there is no schema of people with one. */
const maxPatternLength = 2000;

/**
 * Whether texts match regular expressions, in counted steps. AWS's clients read them as Java does;
 * what ECMAScript cannot read, or not in so many steps, has no answer.
 */
export class PatternMatcher {
  readonly #compiled = new Map<string, Compiled | undefined>();
  readonly #answers = new Map<string, boolean | undefined>();
  readonly #budget: Budget;
  #leftSteps = maxSteps;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Undefined where it cannot be told. */
  matches(pattern: string, text: string): boolean | undefined {
    const key = `${pattern.length} ${pattern}${text}`;
    if (this.#answers.has(key)) return this.#answers.get(key);
    const answer = this.#match(pattern, text);
    this.#answers.set(key, answer);
    return answer;
  }

  #match(pattern: string, text: string): boolean | undefined {
    this.#budget.spend(matchSteps);
    let compiled = this.#compiled.get(pattern);
    if (compiled === undefined && !this.#compiled.has(pattern)) {
      const expression = compile(pattern);
      compiled = expression && { expression };
      this.#compiled.set(pattern, compiled);
    }
    if (compiled === undefined) return undefined;
    if (isQuick(pattern)) return compiled.expression.test(text);
    if (pattern.length > maxPatternLength) return undefined;
    compiled.part ??= readPattern(pattern, compiled.expression.flags) ?? null;
    if (compiled.part === null) return undefined;
    const { unicode } = compiled.expression;
    return matchesPattern(compiled.part, text, unicode, (steps) => {
      this.#leftSteps -= steps;
      return this.#leftSteps >= 0;
    });
  }
}

/** Compiling an expression and asking it, in steps. */
const matchSteps = 50;

interface Compiled {
  readonly expression: RegExp;
  /** Null where its steps cannot be counted. */
  part?: Part | null;
}

function compile(pattern: string): RegExp | undefined {
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // Not ECMAScript's syntax, or only without Unicode.
    }
  }
  return undefined;
}

/** Without a choice between ways to match nothing is tried again. */
function isQuick(pattern: string): boolean {
  return !/[*+?{|]/.test(pattern);
}

/**
 * What is wrong with an expression in Java and in ECMAScript alike; undefined where one of them may
 * read it (`(?i)`, possessive quantifiers and `\Q…\E` are Java's).
 */
export function findPatternProblem(pattern: string): string | undefined {
  if (compile(pattern) !== undefined) return undefined;
  if (pattern.includes("\\Q")) return undefined;
  let open = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === "\\") {
      if (at === pattern.length - 1) return "it ends with a backslash";
      at++;
    } else if (inClass) {
      if (character === "]") inClass = false;
    } else if (character === "[") inClass = true;
    else if (character === "(") open++;
    else if (character === ")" && --open < 0) return "a ) has no (";
  }
  if (inClass) return "a [ has no ]";
  if (open > 0) return "a ( has no )";
  return /^[*+?]/.test(pattern) ? "it starts with a repetition" : undefined;
}
