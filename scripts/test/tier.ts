import { addCounts, type Counts, noTests, renderCounts } from "./counts.ts";
import type { ProgramResult } from "./run-program.ts";

/** What a tier works with. */
export interface TierRun {
  /** Top of the repository. */
  readonly root: string;
  /** Environment of every test. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Narration: one line. */
  readonly say: (line: string) => void;
}

export interface TierResult {
  readonly counts: Counts;
  /** Names and output of what failed; empty where the tier passed. */
  readonly failures: readonly { readonly name: string; readonly output: string }[];
  /** What to print beside the duration of a passing tier. */
  readonly note: string;
}

export interface Tier {
  readonly name: string;
  readonly run: (run: TierRun) => Promise<TierResult>;
}

/** A part of a tier: a program that ran, and how its output is counted. */
export interface Part {
  readonly name: string;
  readonly result: ProgramResult;
  /** Counts tests in the output; a program without tests counts for nothing unless it fails. */
  readonly count?: (output: string) => Counts;
  /** What of the output to show when it failed; all of it where absent. */
  readonly excerpt?: (output: string) => string;
}

/** Joins the parts of a tier. A part that should have tests and has none has failed. */
export function tierResult(parts: readonly Part[]): TierResult {
  let counts = noTests;
  const failures: { name: string; output: string }[] = [];
  for (const { name, result, count, excerpt = String } of parts) {
    const own = count?.(result.output) ?? noTests;
    const isEmpty = count !== undefined && own.passed + own.failed + own.skipped === 0;
    const failed = !result.ok || isEmpty || own.failed > 0;
    // What failed without a failed test, such as the type check, counts as one.
    counts = addCounts(counts, failed && own.failed === 0 ? { ...own, failed: 1 } : own);
    if (failed) {
      const reason = result.reason || (isEmpty ? "no test was found" : "has failed tests");
      failures.push({ name: `${name}: ${reason}`, output: excerpt(result.output).trim() });
    }
  }
  const hasTests = parts.some(({ count }) => count !== undefined);
  const note = hasTests ? renderCounts(counts) : parts.map(({ name }) => name).join(", ");
  return { counts, failures, note };
}
