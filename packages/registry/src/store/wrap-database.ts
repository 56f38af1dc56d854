import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { GroupSync } from "./group-sync.ts";
import type { Store } from "./open-store.ts";

interface Prepared {
  readonly statement: StatementSync;
  readonly writes: boolean;
}

const writing = /\b(insert|update|delete|replace|create|drop|alter)\b/i;

/**
 * A transaction begins with its first write: the file is this process's alone and `work` runs
 * without a pause, so what it read before still holds; and what only reads needs none.
 */
export function wrapDatabase(database: DatabaseSync, sync: GroupSync, close: () => void): Store {
  const statements = new Map<string, Prepared>();
  const begin = database.prepare("begin immediate");
  const commit = database.prepare("commit");
  const rollback = database.prepare("rollback");
  let working = false;
  let begun = false;

  const prepare = (sql: string): Prepared => {
    const known = statements.get(sql) ?? {
      statement: database.prepare(sql),
      writes: writing.test(sql),
    };
    statements.set(sql, known);
    return known;
  };
  const use = <T>(sql: string, work: (statement: StatementSync) => T): T => {
    const { statement, writes } = prepare(sql);
    if (!writes) return work(statement);
    if (working && !begun) {
      begin.run();
      begun = true;
    }
    const result = work(statement);
    if (!working) sync.committed();
    return result;
  };

  return {
    transaction(work) {
      if (working) throw new Error("a transaction within a transaction");
      working = true;
      begun = false;
      try {
        const result = work();
        if (begun) {
          commit.run();
          sync.committed();
        }
        return result;
      } catch (error) {
        if (begun && database.isTransaction) rollback.run();
        throw error;
      } finally {
        working = false;
      }
    },
    get: <Row>(sql: string, ...values: SQLInputValue[]) =>
      use(sql, (statement) => statement.get(...values) as Row | undefined),
    all: <Row>(sql: string, ...values: SQLInputValue[]) =>
      use(sql, (statement) => statement.all(...values) as Row[]),
    run: (sql, ...values) => use(sql, (statement) => Number(statement.run(...values).changes)),
    sync,
    close,
  };
}
