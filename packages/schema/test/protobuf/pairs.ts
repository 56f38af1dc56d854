import {
  type CompatibilityQuestion,
  checkCompatibility,
  type Direction,
  type Profile,
  type Violation,
} from "../../src/index.ts";

/** A proto3 text around what a test is about. */
export function proto3(body: string, packageName = "shop"): string {
  return `syntax = "proto3"; package ${packageName}; ${body}`;
}

/** The same in proto2. */
export function proto2(body: string, packageName = "shop"): string {
  return `syntax = "proto2"; package ${packageName}; ${body}`;
}

export function judge(
  earlier: string,
  candidate: string,
  direction: Direction,
  profile: Profile = "aws",
  more: Partial<CompatibilityQuestion> = {},
): readonly Violation[] {
  return checkCompatibility({
    dataFormat: "PROTOBUF",
    mode: direction,
    profile,
    candidate,
    baselines: [{ versionNumber: 1, definition: earlier }],
    ...more,
  }).violations;
}

export function rulesOf(violations: readonly Violation[]): readonly string[] {
  return violations.map((violation) => violation.rule).sort();
}
