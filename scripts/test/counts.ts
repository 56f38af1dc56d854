/** How many tests a run had; `failed` holds errors and cancelled ones too. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noTests: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

export function renderCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The lines `ℹ pass 12`, `ℹ fail 0`, … at the end of the spec reporter of `node --test`. */
export function countNodeTests(output: string): Counts {
  const last = (word: string) => {
    const found = [...output.matchAll(new RegExp(`^ℹ ${word} (\\d+)$`, "gm"))].at(-1);
    return Number(found?.[1] ?? 0);
  };
  return {
    passed: last("pass"),
    failed: last("fail") + last("cancelled"),
    skipped: last("skipped") + last("todo"),
  };
}

/** The last line of pytest: `2 failed, 41 passed, 1 skipped, 1 error in 12.34s`. */
export function countPytest(output: string): Counts {
  const summaries = output.match(/^.*\b\d+ [a-z]+.* in [\d.]+s\b.*$/gm);
  const summary = summaries?.at(-1) ?? "";
  const of = (word: string) => Number(new RegExp(`(\\d+) ${word}\\b`).exec(summary)?.[1] ?? 0);
  return {
    passed: of("passed") + of("xpassed"),
    failed: of("failed") + of("errors?"),
    skipped: of("skipped") + of("xfailed"),
  };
}

/** The last summary of Maven Surefire: `Tests run: 2, Failures: 0, Errors: 0, Skipped: 0`. */
export function countSurefire(output: string): Counts {
  const pattern = /Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)/g;
  const found = [...output.matchAll(pattern)].at(-1);
  if (!found) return noTests;
  const [run = 0, failures = 0, errors = 0, skipped = 0] = found.slice(1).map(Number);
  return { passed: run - failures - errors - skipped, failed: failures + errors, skipped };
}

/** Lines of the spec reporter that name skipped tests, so that a reason never goes unseen. */
export function skippedLines(output: string): string[] {
  return output.match(/^\s*﹣ .*$/gm)?.map((line) => line.trim()) ?? [];
}

/** The spec reporter tells failures twice: among all tests, and at its end with their details. */
export function failedNodeTests(output: string): string {
  const start = output.search(/^✖ failing tests:$/m);
  return start === -1 ? output : output.slice(start);
}
