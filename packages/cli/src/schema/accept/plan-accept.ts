import type { CompatibilityMode } from "@weir/core";
import type { VersionStatus } from "@weir/registry";
import type { OpenJournal } from "./journal.ts";

/** What the registry says now, as far as an accept looks at it. */
export interface AcceptState {
  readonly mode: CompatibilityMode;
  readonly checkpoint: number;
  /** Versions with the refused definition, newest first. */
  readonly same: readonly {
    readonly versionNumber: number;
    readonly schemaVersionId: string;
    readonly status: VersionStatus;
  }[];
  readonly journal: OpenJournal;
}

/** One call to the registry, or a wait for what it has begun. */
export type AcceptStep =
  | { readonly kind: "wait"; readonly versionNumber: number; readonly status: VersionStatus }
  | { readonly kind: "note-mode"; readonly mode: CompatibilityMode }
  | { readonly kind: "relax"; readonly checkpoint: number }
  | { readonly kind: "delete"; readonly versionNumber: number }
  | { readonly kind: "register" }
  | {
      readonly kind: "restore";
      readonly versionNumber: number;
      /** Absent where the schema has its mode already. */
      readonly mode?: CompatibilityMode;
    };

/**
 * What comes next, by what the registry says alone: after an interruption at any point, by any
 * machine, the same question leads to the same end. Undefined where nothing is left to do.
 */
export function nextStep({ mode, checkpoint, same, journal }: AcceptState): AcceptStep | undefined {
  const moving = same.find(({ status }) => status === "PENDING" || status === "DELETING");
  if (moving !== undefined) {
    return { kind: "wait", versionNumber: moving.versionNumber, status: moving.status };
  }
  const accepted = same.find(({ status }) => status === "AVAILABLE");
  const refused = same.find(({ status }) => status === "FAILURE");
  if (accepted === undefined && mode !== "NONE") {
    // Somebody has changed the mode since: theirs is the one to go back to.
    if (mode !== journal.mode) return { kind: "note-mode", mode };
    return { kind: "relax", checkpoint };
  }
  // As long as one is there, clients may be answered with it.
  if (refused !== undefined) return { kind: "delete", versionNumber: refused.versionNumber };
  if (accepted === undefined) return { kind: "register" };
  const relaxed = mode === "NONE" && journal.mode !== "NONE";
  if (!relaxed && checkpoint >= accepted.versionNumber) return undefined;
  const { versionNumber } = accepted;
  return {
    kind: "restore",
    versionNumber: Math.max(versionNumber, checkpoint),
    ...(relaxed ? { mode: journal.mode } : {}),
  };
}

/** The steps as they are announced, in the AWS operations they take. */
export function describePlan(journal: {
  readonly mode: CompatibilityMode;
  readonly versionNumber: number;
}): string[] {
  const { mode, versionNumber } = journal;
  return [
    ...(mode === "NONE" ? [] : ["UpdateSchema: set compatibility to NONE"]),
    `DeleteSchemaVersions: delete the refused version ${versionNumber}`,
    "RegisterSchemaVersion: register the same definition again",
    `UpdateSchema: ${mode === "NONE" ? "" : `set compatibility back to ${mode}, `}checkpoint on the new version`,
  ];
}

/** A step in a few words, for progress. */
export function describeStep(step: AcceptStep): string {
  switch (step.kind) {
    case "wait":
      return `version ${step.versionNumber} is ${step.status}`;
    case "note-mode":
      return `the schema now is ${step.mode}: it goes back to that`;
    case "relax":
      return "compatibility is NONE";
    case "delete":
      return `version ${step.versionNumber} is deleted`;
    case "register":
      return "the same definition is registered again";
    case "restore":
      return `${step.mode === undefined ? "" : `compatibility is ${step.mode} again, `}checkpoint on version ${step.versionNumber}`;
  }
}
