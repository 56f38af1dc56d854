import type { CompatibilityMode } from "@weir/core";
import {
  type Baseline,
  checkCompatibility,
  comparesAll,
  type DataFormat,
  type Direction,
  type JsonPolicy,
  type Violation,
} from "@weir/schema";

/** What a version means for one kind of readers. */
export interface ReaderVerdict {
  readonly direction: Direction;
  readonly ok: boolean;
  /** In a sentence. */
  readonly meaning: string;
  readonly violations: readonly Violation[];
}

export interface ReadersQuestion {
  readonly dataFormat: DataFormat;
  readonly mode: CompatibilityMode;
  readonly candidate: string;
  readonly baselines: readonly Baseline[];
  readonly jsonPolicy: JsonPolicy;
}

/** What would break, and for whom, if the candidate were accepted: in both directions, whatever the mode. */
export function judgeReaders(question: ReadersQuestion): ReaderVerdict[] {
  const { dataFormat, candidate, baselines, jsonPolicy } = question;
  const all = comparesAll(question.mode);
  const newest = Math.max(...baselines.map(({ versionNumber }) => versionNumber));
  const earlier = all || baselines.length === 0 ? "earlier versions" : `version ${newest}`;
  return (["BACKWARD", "FORWARD"] as const).map((direction) => {
    const mode = all ? (`${direction}_ALL` as const) : direction;
    const asked = { dataFormat, candidate, baselines, jsonPolicy, mode };
    const { compatible: ok, violations } = checkCompatibility(asked);
    const no = ok ? "can" : "cannot";
    const meaning =
      direction === "BACKWARD"
        ? `readers that take the new schema for every record ${no} read what was written under ${earlier}`
        : `readers that keep ${earlier} ${no} read what is written under the new schema`;
    return { direction, ok, meaning, violations };
  });
}

/** Whom none of it touches. */
const unaffectedReaders =
  "readers that take each record's own writer schema, such as Weir's lake and weir consume, read all of it";

export function renderReaders(verdicts: readonly ReaderVerdict[]): string[] {
  return [
    ...verdicts.flatMap(({ direction, ok, meaning, violations }) => [
      `${ok ? "fine  " : "breaks"}  ${meaning} (${direction})`,
      ...violations.map(({ message }) => `        ${message}`),
    ]),
    `fine    ${unaffectedReaders}`,
  ];
}
