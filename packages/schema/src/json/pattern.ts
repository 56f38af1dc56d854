import vm from "node:vm";

/** What hostile expressions may cost one comparison, all together. */
const slowBudgetMs = 200;
const slowTestMs = 20;

/**
 * Whether texts match regular expressions, in bounded time. AWS's clients read them as Java does;
 * what ECMAScript cannot read, or not in time, has no answer.
 */
export class PatternMatcher {
  readonly #compiled = new Map<string, RegExp | undefined>();
  readonly #answers = new Map<string, boolean | undefined>();
  #leftMs = slowBudgetMs;

  /** Undefined where it cannot be told. */
  matches(pattern: string, text: string): boolean | undefined {
    const key = `${pattern.length} ${pattern}${text}`;
    if (this.#answers.has(key)) return this.#answers.get(key);
    const answer = this.#match(pattern, text);
    this.#answers.set(key, answer);
    return answer;
  }

  #match(pattern: string, text: string): boolean | undefined {
    let expression = this.#compiled.get(pattern);
    if (expression === undefined && !this.#compiled.has(pattern)) {
      expression = compile(pattern);
      this.#compiled.set(pattern, expression);
    }
    if (expression === undefined) return undefined;
    if (isQuick(pattern, text)) return expression.test(text);
    if (this.#leftMs <= 0) return undefined;
    const start = performance.now();
    try {
      const context = vm.createContext({ expression, text });
      return vm.runInContext("expression.test(text)", context, { timeout: slowTestMs });
    } catch {
      return undefined;
    } finally {
      this.#leftMs -= performance.now() - start;
    }
  }
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

/** One repetition cannot backtrack for long. */
function isQuick(pattern: string, text: string): boolean {
  const repetitions = pattern.match(/[*+{]/g)?.length ?? 0;
  return repetitions === 0 || (repetitions === 1 && text.length <= 1000);
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
