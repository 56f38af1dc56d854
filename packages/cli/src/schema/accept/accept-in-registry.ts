import { setTimeout as sleep } from "node:timers/promises";
import { type CompatibilityMode, WeirError } from "@weir/core";
import { canonicalForm } from "@weir/schema";
import {
  isException,
  listVersions,
  readSchema,
  type SchemaPlace,
  schemaIdOf,
  unlessMissing,
} from "../read-schema.ts";
import type { OpenJournal } from "./journal.ts";
import { noteMode } from "./open-journal.ts";
import { type AcceptState, type AcceptStep, describeStep, nextStep } from "./plan-accept.ts";

export interface AcceptPace {
  /** Between two looks at what the registry has not finished, at most. @default 1000 */
  readonly intervalMs?: number;
  /** How long one step may take. @default 120000 */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

const mostSteps = 30;

/** Mostly it is done in a moment: the first looks come sooner. */
export async function pauseBetween(
  { intervalMs = 1_000, signal }: AcceptPace,
  looks: number,
): Promise<void> {
  await sleep(Math.min(intervalMs, 100 * 2 ** looks), undefined, { signal });
}

/** The version under which the refused definition is accepted now. */
export interface AcceptedVersion {
  readonly versionNumber: number;
  readonly schemaVersionId: string;
  readonly compatibility: CompatibilityMode;
  readonly checkpoint: number;
}

/**
 * Takes one step after the other until the definition of the journal is AVAILABLE and the schema
 * has its mode again. Throws ACCEPT_INCOMPLETE, and what the registry refuses.
 */
export async function acceptInRegistry(
  place: SchemaPlace,
  opened: OpenJournal,
  pace: AcceptPace,
  report: (detail: string) => void,
): Promise<AcceptedVersion> {
  const { intervalMs = 1_000, deadlineMs = 120_000, signal } = pace;
  let journal = opened;
  let last: string | undefined;
  let since = performance.now();
  const isSame = new Map<string, boolean>();
  for (let taken = 0, looks = 0; ; ) {
    signal?.throwIfAborted();
    const state = await readState(place, journal, isSame);
    const step = nextStep(state);
    if (step === undefined) return finished(state);
    const identity = JSON.stringify(step);
    // A step that is asked for again has not shown yet: Glue answers before all of it is done.
    const repeated = identity === last;
    if (!repeated) since = performance.now();
    else if (performance.now() - since > deadlineMs) throw stuck(place, step, deadlineMs);
    if (!repeated || step.kind === "register") {
      // Somebody else who changes the schema against us must not keep us for ever.
      if (++taken > mostSteps) throw stuck(place, step, deadlineMs);
      await patiently(() => takeStep(place, state, step), intervalMs, signal);
      report(describeStep(step));
    }
    if (step.kind === "note-mode") journal = { ...journal, mode: step.mode };
    looks = repeated || step.kind === "wait" ? looks + 1 : 0;
    if (looks > 0) await pauseBetween(pace, looks);
    last = identity;
  }
}

/** `isSame`: by version id, what is known of definitions, which never change. */
async function readState(
  place: SchemaPlace,
  journal: OpenJournal,
  isSame: Map<string, boolean>,
): Promise<AcceptState> {
  const { mode, checkpoint, dataFormat } = await readSchema(place);
  const wanted = canonicalForm(dataFormat, journal.definition);
  const same = [];
  // One after the other: Glue throttles by account, and connectors need its rate.
  for (const version of await listVersions(place)) {
    const id = version.schemaVersionId;
    if (!isSame.has(id)) {
      const found = await unlessMissing(place.call("GetSchemaVersion", { SchemaVersionId: id }));
      if (found === undefined) continue;
      isSame.set(id, canonicalForm(dataFormat, found.SchemaDefinition) === wanted);
    }
    if (isSame.get(id)) same.push(version);
  }
  return { mode, checkpoint, journal, same };
}

function finished({ same, mode, checkpoint }: AcceptState): AcceptedVersion {
  const accepted = same.find(({ status }) => status === "AVAILABLE") as AcceptState["same"][0];
  const { versionNumber, schemaVersionId } = accepted;
  return { versionNumber, schemaVersionId, compatibility: mode, checkpoint };
}

async function takeStep(place: SchemaPlace, state: AcceptState, step: AcceptStep): Promise<void> {
  const { call } = place;
  const SchemaId = schemaIdOf(place);
  switch (step.kind) {
    case "wait":
      return;
    case "note-mode":
      return noteMode(place, { ...state.journal, mode: step.mode });
    case "relax": {
      // The checkpoint stays where it is: UpdateSchema takes no mode without a version number.
      const SchemaVersionNumber = { VersionNumber: step.checkpoint };
      await call("UpdateSchema", { SchemaId, SchemaVersionNumber, Compatibility: "NONE" });
      return;
    }
    case "delete": {
      const Versions = String(step.versionNumber);
      const { SchemaVersionErrors } = await call("DeleteSchemaVersions", { SchemaId, Versions });
      const [refused] = SchemaVersionErrors ?? [];
      if (refused === undefined) return;
      const { ErrorCode, ErrorMessage } = refused.ErrorDetails;
      throw new WeirError(
        "ACCEPT_INCOMPLETE",
        `the registry does not delete version ${step.versionNumber}: ${ErrorCode}: ${ErrorMessage}`,
        { remedy: "run the same command again when that is settled" },
      );
    }
    case "register": {
      const SchemaDefinition = state.journal.definition;
      await call("RegisterSchemaVersion", { SchemaId, SchemaDefinition });
      return;
    }
    case "restore": {
      const SchemaVersionNumber = { VersionNumber: step.versionNumber };
      const { mode } = step;
      const Compatibility = mode === undefined ? {} : { Compatibility: mode };
      await call("UpdateSchema", { SchemaId, SchemaVersionNumber, ...Compatibility });
    }
  }
}

const hurried = ["ConcurrentModificationException", "ThrottlingException"];

/** Changes right after each other are refused by AWS; connectors change the schema too. */
async function patiently(
  work: () => Promise<void>,
  intervalMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= 6 || !isException(error, ...hurried)) throw error;
      await sleep(intervalMs * attempt, undefined, { signal });
    }
  }
}

function stuck(place: SchemaPlace, step: AcceptStep, deadlineMs: number): WeirError {
  return new WeirError(
    "ACCEPT_INCOMPLETE",
    `schema ${place.schemaName}: after ${Math.round(deadlineMs / 1000)} s the registry still does not show that ${describeStep(step)}`,
    {
      remedy: `run the same command again: weir schema accept ${place.schemaName}`,
      details: { step },
    },
  );
}
