import { checkCompatibility, type Rule, type Violation } from "../../src/index.ts";
import type { Pair } from "./corpus.ts";

/** How the names of another judge answer to ours, or why one of the two says nothing. */
export interface Dictionary {
  /** Of the other judge, by `RULE: detail` or `RULE`: our rules, or a reason why we have none. */
  readonly theirs: Readonly<Record<string, Entry>>;
  /** Ours likewise. */
  readonly ours: Readonly<Partial<Record<Rule, Entry>>>;
  /** Why one side says nothing of a finding, where that takes a look at the others or the texts. */
  readonly blind?: (finding: string, theirs: ReadonlySet<string>, pair: Pair) => string | undefined;
}

export interface Entry {
  readonly as: readonly string[];
  /** Absent: a difference without an answer is an error. */
  readonly because?: string;
}

export interface Tally {
  readonly pairs: number;
  readonly agreed: number;
  /** Reason by count. */
  readonly explained: ReadonlyMap<string, number>;
  /** What no reason covers, with the pair. */
  readonly unexplained: readonly string[];
}

export type Check = (pair: Pair) => readonly Violation[];

/** Whether a candidate reads what was written before, by AWS's rules. */
export const checkPair: Check = ({ earlier, candidate }) =>
  checkCompatibility({
    dataFormat: "PROTOBUF",
    mode: "BACKWARD",
    candidate,
    baselines: [{ versionNumber: 1, definition: earlier }],
  }).violations;

/** Holds every finding of either side against the other's. */
export function tallyDifferences(
  pairs: readonly Pair[],
  theirFindings: readonly ReadonlySet<string>[],
  dictionary: Dictionary,
  check: Check = checkPair,
): Tally {
  const explained = new Map<string, number>();
  const unexplained: string[] = [];
  let agreed = 0;
  for (const [position, pair] of pairs.entries()) {
    const theirs = theirFindings[position] ?? new Set<string>();
    const ours: ReadonlySet<string> = new Set(check(pair).map((violation) => violation.rule));
    const theirRules = new Set([...theirs].map(ruleOf));
    let differs = false;
    const settle = (
      side: string,
      finding: string,
      entry: Entry | undefined,
      other: ReadonlySet<string>,
    ) => {
      if (entry?.as.some((name) => other.has(name))) return;
      differs = true;
      const because = entry?.because ?? dictionary.blind?.(finding, theirs, pair);
      if (because === undefined) {
        unexplained.push(
          `#${pair.index} ${side} ${finding} [${pair.changes.join(", ")}] theirs: ${[...theirs].join(" ")}; ours: ${[...ours].join(" ")}`,
        );
      } else {
        const reason = `${finding}: ${because}`;
        explained.set(reason, (explained.get(reason) ?? 0) + 1);
      }
    };
    for (const finding of theirs) {
      settle(
        "theirs",
        finding,
        dictionary.theirs[finding] ?? dictionary.theirs[ruleOf(finding)],
        ours,
      );
    }
    for (const finding of ours)
      settle("ours", finding, dictionary.ours[finding as Rule], theirRules);
    if (!differs) agreed++;
  }
  return { pairs: pairs.length, agreed, explained, unexplained };
}

/** A finding may say more behind a colon. */
function ruleOf(finding: string): string {
  return finding.split(":", 1)[0] as string;
}

export function printTally(judge: string, { pairs, agreed, explained, unexplained }: Tally): void {
  const lines = [...explained]
    .sort((a, b) => b[1] - a[1])
    .map(([why, count]) => `  ${count} ${why}`);
  const head = `${judge}: ${pairs} pairs, ${agreed} alike, ${unexplained.length} unexplained`;
  process.stderr.write(`${[head, ...lines].join("\n")}\n`);
}
