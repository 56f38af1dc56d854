import type { ConnectorStatus } from "@weir/connect";
import { type CompatibilityMode, WeirError } from "@weir/core";
import { canonicalForm, comparesAll, type JsonPolicy } from "@weir/schema";
import {
  listVersions,
  readSchema,
  readVersion,
  type SchemaFacts,
  type SchemaPlace,
  unlessMissing,
} from "../read-schema.ts";
import {
  type AcceptedVersion,
  type AcceptPace,
  acceptInRegistry,
  pauseBetween,
} from "./accept-in-registry.ts";
import type { Journal, OpenJournal } from "./journal.ts";
import { closeJournal, findJournal, openJournal } from "./open-journal.ts";
import { describePlan } from "./plan-accept.ts";
import { judgeReaders, type ReaderVerdict } from "./readers.ts";
import { type AcceptConnectors, findStuck, refusedIds } from "./resume-connectors.ts";
import { type RowOutcome, waitForRow } from "./wait-for-row.ts";
import type { AwaitedRecord, TopicWatch } from "./watch-topic.ts";

/** What is about to be done, for who has to confirm it. */
export interface AcceptProposal {
  readonly schemaName: string;
  readonly versionNumber: number;
  readonly schemaVersionId: string;
  readonly compatibility: CompatibilityMode;
  /** An accept was interrupted, and this run finishes it. */
  readonly resumed: boolean;
  readonly readers: readonly ReaderVerdict[];
  readonly steps: readonly string[];
  /** Connectors with a task that stands still on it. */
  readonly connectors: readonly string[];
}

export interface AcceptOptions extends SchemaPlace {
  /** Where absent, the refused one on which a task stands still, else the newest. */
  readonly version?: number | undefined;
  readonly jsonPolicy: JsonPolicy;
  /** Undefined where they cannot be reached from here. */
  readonly connectors: AcceptConnectors | undefined;
  readonly watch: (awaited: AwaitedRecord) => Promise<TopicWatch>;
  /** Shows the proposal; throws where it is not wanted. Undefined: shows it and stops there. */
  readonly confirm: (proposal: AcceptProposal) => Promise<"go on" | "stop">;
  readonly report: (detail: string) => void;
  readonly pace: AcceptPace & { readonly rowDeadlineMs?: number };
}

export type AcceptOutcome =
  | {
      readonly kind: "nothing refused";
      readonly why: string;
      readonly compatibility: CompatibilityMode;
      /** Those with a task that is FAILED all the same: it was not restarted since. */
      readonly connectors: readonly string[];
    }
  | { readonly kind: "not done"; readonly proposal: AcceptProposal }
  | {
      readonly kind: "accepted";
      readonly proposal: AcceptProposal;
      readonly version: AcceptedVersion;
      readonly row: RowOutcome;
    };

/**
 * Accepts a refused schema version: registry, tasks, and the row that waited for it. What is still
 * to be done stands in the registry from the first change to the last (see journal.ts).
 */
export async function acceptVersion(options: AcceptOptions): Promise<AcceptOutcome> {
  const facts = await readSchema(options);
  const found = await findJournal(options, facts);
  if (found !== undefined) assertSameVersion(found, options.version);
  const statuses = (await options.connectors?.statuses()) ?? [];
  const refused = found ?? (await findRefused(options, facts, refusedIds(statuses)));
  if ("why" in refused) {
    const connectors = await findLeftBehind(options, statuses);
    return { kind: "nothing refused", ...refused, compatibility: facts.mode, connectors };
  }
  const { definition, ...journal } = withStuck(refused, statuses);
  const proposal = await propose(options, facts, { ...journal, definition }, found !== undefined);
  if ((await options.confirm(proposal)) === "stop") return { kind: "not done", proposal };

  const opened = found ?? (await openJournal(options, facts, journal, definition));
  const version = await acceptInRegistry(options, opened, options.pace, options.report);
  const row = await waitForRow(options, {
    connectors: journal.connectors,
    refused: { schemaName: options.schemaName, schemaVersionIds: [journal.schemaVersionId] },
    awaited: {
      schemaName: options.schemaName,
      schemaVersionId: version.schemaVersionId,
      sinceMs: opened.openedAtMs,
    },
  });
  await closeJournal(options);
  return { kind: "accepted", proposal, version, row };
}

type Refused = Journal & Pick<OpenJournal, "definition">;

/** The version that is named; else the one on which a task stands still; else the newest. */
async function findRefused(
  options: AcceptOptions,
  facts: SchemaFacts,
  stuckOn: readonly string[],
): Promise<Refused | { why: string }> {
  const { schemaName, version } = options;
  const versions = await settledVersions(options);
  const failed = versions.filter(({ status }) => status === "FAILURE");
  const chosen =
    version === undefined
      ? (failed.find(({ schemaVersionId }) => stuckOn.includes(schemaVersionId)) ?? failed[0])
      : versions.find(({ versionNumber }) => versionNumber === version);
  // Says that there is no such version.
  if (version !== undefined && chosen === undefined) await readVersion(options, version);
  if (chosen === undefined || chosen.status !== "FAILURE") {
    const shown = chosen ?? versions.find(({ status }) => status !== "AVAILABLE");
    const which =
      shown === undefined
        ? versions.length === 0
          ? "the schema has no version"
          : "every version of the schema is AVAILABLE"
        : `version ${shown.versionNumber} is ${shown.status}`;
    const disabled = facts.mode === "DISABLED" ? "; its mode DISABLED allows no new versions" : "";
    return { why: `nothing is refused: ${which}${disabled}` };
  }
  const { definition, ...rest } = await readVersion(options, chosen.versionNumber);
  const { versionNumber, schemaVersionId } = rest;
  const journal = { schemaName, mode: facts.mode, versionNumber, schemaVersionId, connectors: [] };
  return { ...journal, definition };
}

/** AWS may still be judging the newest version. */
async function settledVersions({ pace, report, ...place }: AcceptOptions) {
  const { deadlineMs = 120_000 } = pace;
  const until = performance.now() + deadlineMs;
  for (let looks = 0; ; looks++) {
    const versions = await listVersions(place);
    const pending = versions.find(({ status }) => status === "PENDING");
    if (pending === undefined || performance.now() > until) return versions;
    report(`version ${pending.versionNumber} is PENDING`);
    await pauseBetween(pace, looks);
  }
}

/** Connectors FAILED on this schema, or on a version that is there no more, as after an accept. */
async function findLeftBehind(
  { call, schemaName }: AcceptOptions,
  statuses: readonly ConnectorStatus[],
): Promise<string[]> {
  const schemaVersionIds = [];
  for (const id of refusedIds(statuses)) {
    const version = await unlessMissing(call("GetSchemaVersion", { SchemaVersionId: id }));
    if (version === undefined) schemaVersionIds.push(id);
  }
  return findStuck(statuses, { schemaName, schemaVersionIds });
}

function withStuck<T extends Journal>(journal: T, statuses: readonly ConnectorStatus[]): T {
  const { schemaName, schemaVersionId } = journal;
  const stuck = findStuck(statuses, { schemaName, schemaVersionIds: [schemaVersionId] });
  return { ...journal, connectors: [...new Set([...journal.connectors, ...stuck])] };
}

async function propose(
  options: AcceptOptions,
  { dataFormat }: SchemaFacts,
  journal: Refused,
  resumed: boolean,
): Promise<AcceptProposal> {
  const { schemaName, jsonPolicy } = options;
  const { mode, versionNumber, schemaVersionId, connectors, definition } = journal;
  const wanted = canonicalForm(dataFormat, definition);
  const baselines = [];
  for (const each of await listVersions(options)) {
    if (each.status !== "AVAILABLE" || (baselines.length > 0 && !comparesAll(mode))) continue;
    const version = await readVersion(options, each.versionNumber);
    // An interrupted run may have registered it already.
    if (canonicalForm(dataFormat, version.definition) !== wanted) baselines.push(version);
  }
  return {
    schemaName,
    versionNumber,
    schemaVersionId,
    compatibility: mode,
    resumed,
    readers: judgeReaders({ dataFormat, mode, candidate: definition, baselines, jsonPolicy }),
    steps: [
      ...describePlan(journal),
      ...connectors.map((name) => `restart ${name}, and wait until the refused row is in Kafka`),
    ],
    connectors,
  };
}

function assertSameVersion(journal: Journal, version: number | undefined): void {
  if (version === undefined || version === journal.versionNumber) return;
  const { schemaName, versionNumber } = journal;
  throw new WeirError(
    "USAGE",
    `version ${versionNumber} of ${schemaName} is accepted in part, and has to be finished first`,
    { remedy: `finish it with: weir schema accept ${schemaName}` },
  );
}
