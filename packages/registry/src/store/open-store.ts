import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { WeirError } from "@weir/core";
import { migrations } from "./migrations.ts";

/** The registry's database: prepared statements and one transaction per operation. */
export interface Store {
  /** Runs `work` in a transaction; what it throws rolls everything back. */
  transaction<T>(work: () => T): T;
  /** Rows come with the column aliases of the statement; the caller names their type. */
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  /** Returns the number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  close(): void;
}

/**
 * Opens or creates the database file. An id that was answered survives SIGKILL and power loss:
 * write-ahead log with an fsync per commit.
 *
 * @throws WeirError REGISTRY_STORE_UNSUPPORTED where a newer Weir wrote the file; it stays as it is.
 */
export function openStore(databaseFile: string): Store {
  if (databaseFile !== ":memory:") mkdirSync(dirname(databaseFile), { recursive: true });
  const database = new DatabaseSync(databaseFile, { timeout: 5000 });
  try {
    assertReadable(database, databaseFile);
    // 2 MiB of page cache: the hot rows are few, and the stack has a memory budget.
    database.exec(
      "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -2048",
    );
    database.exec("pragma foreign_keys = on");
    migrate(database);
  } catch (error) {
    database.close();
    throw error;
  }
  return wrap(database);
}

function assertReadable(database: DatabaseSync, databaseFile: string): void {
  const version = storedVersion(database, databaseFile);
  if (version > migrations.length) {
    throw new WeirError(
      "REGISTRY_STORE_UNSUPPORTED",
      `${databaseFile} has format ${version}, this version of Weir reads up to ${migrations.length}`,
      { remedy: "use the version of Weir that wrote it, or another database file" },
    );
  }
}

function storedVersion(database: DatabaseSync, databaseFile: string): number {
  try {
    const row = database.prepare("pragma user_version").get();
    return Number(row?.user_version);
  } catch (cause) {
    throw new WeirError("REGISTRY_STORE_UNSUPPORTED", `${databaseFile} is no SQLite database`, {
      cause,
      remedy: "name another database file",
    });
  }
}

function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare("pragma user_version").get()?.user_version);
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database.exec(`begin immediate; ${sql}; pragma user_version = ${index + 1}; commit`);
  }
}

function wrap(database: DatabaseSync): Store {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string) => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  return {
    transaction(work) {
      database.exec("begin");
      try {
        const result = work();
        database.exec("commit");
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec("rollback");
        throw error;
      }
    },
    get: <Row>(sql: string, ...values: SQLInputValue[]) =>
      prepare(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values) as Row[],
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
    close: () => database.close(),
  };
}
