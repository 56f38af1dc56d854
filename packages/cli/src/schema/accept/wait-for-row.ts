import { setTimeout as sleep } from "node:timers/promises";
import { describeError } from "@weir/core";
import type { FailureReport } from "../../connector-report.ts";
import type { AcceptOptions } from "./accept-version.ts";
import { findStuck, isFailed, type RefusedNames } from "./resume-connectors.ts";
import type { ArrivedRecord, AwaitedRecord } from "./watch-topic.ts";

/** What became of the row that waited. */
export type RowOutcome =
  | { readonly state: "arrived"; readonly record: ArrivedRecord }
  /** No task stood still on the schema. */
  | { readonly state: "nobody waits" }
  /** A task is FAILED again, or still. */
  | {
      readonly state: "failed again";
      readonly connector: string;
      readonly failures: readonly FailureReport[];
    }
  /** It could not be looked for from here, or was not there in time. */
  | { readonly state: "not seen"; readonly why: string };

export interface RowQuestion {
  readonly connectors: readonly string[];
  readonly refused: RefusedNames;
  readonly awaited: AwaitedRecord;
}

/** Restarts what stands still on the schema, and waits for the first record of the new version. */
export async function waitForRow(
  { connectors, watch, report, pace }: AcceptOptions,
  question: RowQuestion,
): Promise<RowOutcome> {
  if (connectors === undefined) {
    return {
      state: "not seen",
      why: "the connectors cannot be reached from here: restart the task where they can, with weir restart NAME --failed",
    };
  }
  const before = await connectors.statuses();
  const stuck = findStuck(before, question.refused);
  const names = [...new Set([...question.connectors, ...stuck])].filter((name) =>
    before.some((status) => status.name === name),
  );
  if (names.length === 0) return { state: "nobody waits" };
  for (const status of before.filter((each) => names.includes(each.name) && isFailed(each))) {
    report(`connector ${status.name} is restarted`);
    const after = await connectors.restart(status.name, { onlyFailed: true });
    if (isFailed(after)) return failedAgain(status.name);
  }

  async function failedAgain(connector: string): Promise<RowOutcome> {
    const statuses = (await connectors?.statuses()) ?? [];
    const status = statuses.find(({ name }) => name === connector);
    const failures = (status && (await connectors?.failures(status))) ?? [];
    return { state: "failed again", connector, failures };
  }

  const { rowDeadlineMs = 90_000, intervalMs = 1_000, signal } = pace;
  const until = performance.now() + rowDeadlineMs;
  const late = `no record of the new version within ${Math.round(rowDeadlineMs / 1000)} s`;
  let why = late;
  const opened = await watch(question.awaited).catch((error: unknown) => describeError(error));
  if (typeof opened === "string") return { state: "not seen", why: opened };
  try {
    for (;;) {
      signal?.throwIfAborted();
      try {
        const record = await opened.look();
        if (record !== undefined) return { state: "arrived", record };
        why = late;
      } catch (error) {
        // A broker may be on its way back.
        why = describeError(error);
      }
      for (const status of await connectors.statuses()) {
        if (names.includes(status.name) && isFailed(status)) return failedAgain(status.name);
      }
      if (performance.now() > until) return { state: "not seen", why };
      await sleep(intervalMs, undefined, { signal });
    }
  } finally {
    await opened.close();
  }
}
