import type { CompatibilityMode } from "@weir/core";
import {
  type DataFormat,
  formatOf,
  type JsonPolicy,
  type Profile,
  type SchemaReference,
} from "./data-format.ts";
import {
  type Direction,
  summarizeRemedy,
  type Verdict,
  type Violation,
  type Warning,
} from "./verdict.ts";

interface ModeRule {
  readonly directions: readonly Direction[];
  /** `latest`: against the newest baseline; `all`: against each. */
  readonly against: "latest" | "all";
}

/** What each mode of AWS Glue demands. DISABLED forbids versions; that is the registry's to say. */
const modes: Readonly<Record<CompatibilityMode, ModeRule>> = {
  NONE: { directions: [], against: "latest" },
  DISABLED: { directions: [], against: "latest" },
  BACKWARD: { directions: ["BACKWARD"], against: "latest" },
  BACKWARD_ALL: { directions: ["BACKWARD"], against: "all" },
  FORWARD: { directions: ["FORWARD"], against: "latest" },
  FORWARD_ALL: { directions: ["FORWARD"], against: "all" },
  FULL: { directions: ["BACKWARD", "FORWARD"], against: "latest" },
  FULL_ALL: { directions: ["BACKWARD", "FORWARD"], against: "all" },
};

export interface Baseline {
  readonly versionNumber: number;
  readonly definition: string;
  readonly references?: readonly SchemaReference[];
}

export interface CompatibilityQuestion {
  readonly dataFormat: DataFormat;
  readonly mode: CompatibilityMode;
  readonly candidate: string;
  /** What the candidate names. @default [] */
  readonly references?: readonly SchemaReference[];
  /** @default "aws" */
  readonly profile?: Profile;
  /** For JSON only. @default "strict" */
  readonly jsonPolicy?: JsonPolicy;
  /**
   * Earlier versions, in any order; modes without `_ALL` look at the highest number only. Each
   * definition is read once, when its turn comes.
   */
  readonly baselines: readonly Baseline[];
}

/** Whether the mode compares a candidate with every earlier version. */
export function comparesAll(mode: CompatibilityMode): boolean {
  return modes[mode].against === "all";
}

/**
 * Judges a candidate by AWS's rules (Avro record names are not compared), or by Confluent's.
 *
 * @throws WeirError SCHEMA_INVALID where the candidate or a baseline cannot be parsed.
 */
export function checkCompatibility(question: CompatibilityQuestion): Verdict {
  const { mode, profile = "aws", jsonPolicy = "strict" } = question;
  const { directions, against } = modes[mode];
  const format = formatOf(question.dataFormat);
  const candidate = format.parse(question.candidate, question.references ?? []);
  const ordered = question.baselines.toSorted((a, b) => a.versionNumber - b.versionNumber);
  const found = new Map<string, Violation & { readonly versions: number[] }>();
  let warnings: readonly Warning[] = [];
  for (const baseline of against === "all" ? ordered : ordered.slice(-1)) {
    if (directions.length === 0) break;
    const earlier = format.parse(baseline.definition, baseline.references ?? []);
    // What an older version was called was said when the next one came.
    if (baseline === ordered.at(-1)) warnings = format.warn?.(candidate, earlier, profile) ?? [];
    for (const direction of directions) {
      const [reader, writer] =
        direction === "BACKWARD" ? [candidate, earlier] : [earlier, candidate];
      for (const violation of format.checkRead(reader, writer, {
        direction,
        profile,
        jsonPolicy,
      })) {
        const identity = JSON.stringify([
          violation.rule,
          direction,
          violation.path,
          violation.message,
        ]);
        // In place: a copy each time would cost the square of the number of baselines.
        const versions = found.get(identity)?.versions ?? [];
        versions.push(baseline.versionNumber);
        found.set(identity, { ...violation, versions });
      }
    }
  }
  const violations = [...found.values()];
  if (violations.length === 0) return { compatible: true, mode, violations, warnings };
  const remedy = summarizeRemedy(violations);
  return { compatible: false, mode, violations, warnings, remedy };
}
