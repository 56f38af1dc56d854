import { closeSync, fdatasync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { promisify } from "node:util";
import { describeError, WeirError } from "@weir/core";
import {
  assertReadableFile,
  assertReadableFormat,
  noDatabase,
  syncFolder,
} from "./database-file.ts";
import { type GroupSync, groupSync, noSync } from "./group-sync.ts";
import { migrations } from "./migrations.ts";
import { wrapDatabase } from "./wrap-database.ts";

/** The registry's database: prepared statements and one transaction per operation. */
export interface Store {
  /**
   * Runs `work` in a transaction; what it throws rolls everything back. What it wrote may be told to
   * others only after `sync.synced()`.
   */
  transaction<T>(work: () => T): T;
  /** Rows come with the column aliases of the statement; the caller names their type. */
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  /** Returns the number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** When what was committed is on disk. */
  readonly sync: GroupSync;
  /** Plays the log into the database; a copy of the file is then a backup. */
  close(): void;
}

export interface StoreOptions {
  /** Puts the log on disk; tests put themselves here. @default fdatasync in the thread pool */
  readonly sync?: (log: number) => Promise<void>;
  /** A process that is ending still holds the file for a moment. @default 2000 */
  readonly lockTimeoutMs?: number;
}

/** Pages of 4 KiB in the log until they are played into the database: 4 MiB, as SQLite does. */
const checkpointPages = 1000;

/**
 * Opens or creates the database file, for this process alone. Commits go to a write-ahead log
 * without an fsync each; one fsync covers many, and answers wait for it (docs/decisions/0008).
 *
 * @throws WeirError REGISTRY_STORE_UNSUPPORTED where a newer Weir wrote the file (it stays as it is),
 *   REGISTRY_STORE_LOCKED where another process has it open
 */
export function openStore(databaseFile: string, options: StoreOptions = {}): Store {
  const inMemory = databaseFile === ":memory:";
  if (!inMemory) {
    mkdirSync(dirname(databaseFile), { recursive: true });
    assertReadableFile(databaseFile);
  }
  const database = new DatabaseSync(databaseFile, { timeout: options.lockTimeoutMs ?? 2_000 });
  try {
    prepareDatabase(database, databaseFile);
    if (inMemory) return wrapDatabase(database, noSync, () => database.close());
    return openLog(database, databaseFile, options.sync ?? promisify(fdatasync));
  } catch (error) {
    database.close();
    throw explain(error, databaseFile);
  }
}

function prepareDatabase(database: DatabaseSync, databaseFile: string): void {
  // Exclusive: the lock ends with the process, and nobody changes what a transaction has read.
  database.exec("pragma locking_mode = exclusive; pragma journal_mode = wal");
  // `normal` syncs at checkpoints, not at commits. 2 MiB of page cache: the hot rows are few, and
  // the stack has a memory budget.
  database.exec("pragma synchronous = normal; pragma wal_autocheckpoint = 0");
  database.exec("pragma cache_size = -2048; pragma foreign_keys = on");
  const format = Number(database.prepare("pragma user_version").get()?.user_version);
  assertReadableFormat(databaseFile, format);
  for (const [index, sql] of migrations.entries()) {
    if (index < format) continue;
    database.exec(`begin immediate; ${sql}; pragma user_version = ${index + 1}; commit`);
  }
}

function openLog(
  database: DatabaseSync,
  databaseFile: string,
  sync: (log: number) => Promise<void>,
): Store {
  // A killed predecessor may have left commits in the log that no sync ever covered. They can be
  // read from now on, so they go to disk first: into the database, whatever the log's pages claim.
  database.exec("pragma wal_checkpoint(truncate)");
  syncFolder(dirname(databaseFile));
  const log = openSync(`${databaseFile}-wal`, "r");
  // Here and not by SQLite at a commit, which would swallow a failure.
  const length = database.prepare("pragma wal_checkpoint(noop)");
  const checkpoint = database.prepare("pragma wal_checkpoint(passive)");
  const group = groupSync(
    () => sync(log),
    () => {
      if (Number(length.get()?.log) >= checkpointPages) checkpoint.get();
    },
  );
  return wrapDatabase(database, group, () => {
    // After a failure nothing more is written: the next start plays in what the log holds.
    if (group.failure !== undefined) return;
    database.close();
    closeSync(log);
  });
}

/** SQLite's primary result codes. https://www.sqlite.org/rescode.html */
const busy = 5;
const notADatabase = 26;

function explain(error: unknown, databaseFile: string): unknown {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
  if (code === notADatabase) return noDatabase(databaseFile, error);
  if (code !== busy) return error;
  return new WeirError(
    "REGISTRY_STORE_LOCKED",
    `another process has ${databaseFile} open: ${describeError(error)}`,
    {
      cause: error,
      remedy: "end that registry, or give this one a folder of its own",
      details: { databaseFile },
    },
  );
}
