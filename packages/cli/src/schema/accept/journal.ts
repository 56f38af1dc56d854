/**
 * What an accept needs to be finished by whoever comes next, kept in the registry itself: a schema
 * of its own, made by one call before anything else changes and deleted at the very end. Its
 * definition is the refused one, its description says the rest. No file, so that another machine
 * can go on.
 */
import { createHash } from "node:crypto";
import { type CompatibilityMode, compatibilityModes, WeirError } from "@weir/core";

export interface Journal {
  readonly schemaName: string;
  /** What the schema goes back to. */
  readonly mode: CompatibilityMode;
  /** The refused version, which is deleted on the way. */
  readonly versionNumber: number;
  readonly schemaVersionId: string;
  /** Connectors whose tasks stood still on it. */
  readonly connectors: readonly string[];
}

/** The journal as it is read: with the definition, and since when it stands. */
export interface OpenJournal extends Journal {
  readonly definition: string;
  /** By the registry's clock: no record of the new version is older. */
  readonly openedAtMs: number;
}

const suffix = ".weir-accept";
const longestName = 255;

/** The name of the schema that holds the journal of another one. */
export function journalName(schemaName: string): string {
  const name = `${schemaName}${suffix}`;
  if (name.length <= longestName) return name;
  const hash = createHash("sha256").update(schemaName).digest("hex").slice(0, 32);
  return `${hash}${suffix}`;
}

export function isJournalName(schemaName: string): boolean {
  return schemaName.endsWith(suffix);
}

const head = "weir schema accept, under way; run it again to finish: ";

/** The description of the journal's schema: words for who finds it, JSON for the next run. */
export function renderJournal(journal: Journal): string {
  return `${head}${JSON.stringify(journal)}`;
}

/** Throws ACCEPT_INCOMPLETE where somebody else's text stands there. */
export function parseJournal(name: string, description: string | undefined): Journal {
  try {
    const journal = JSON.parse((description ?? "").slice(head.length)) as Journal;
    if (
      compatibilityModes.includes(journal.mode) &&
      Number.isInteger(journal.versionNumber) &&
      Array.isArray(journal.connectors)
    ) {
      return journal;
    }
  } catch {
    // Said below.
  }
  throw new WeirError(
    "ACCEPT_INCOMPLETE",
    `schema ${name} should say what an interrupted accept has still to do, and does not`,
    { remedy: `look at its description; where it is no journal of Weir, delete or rename it` },
  );
}
