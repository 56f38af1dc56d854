import { names, type Platform } from "@weir/core";
import type { MysqlAddress } from "./mysql-address.ts";
import { openMysql } from "./open-mysql.ts";

export interface CapturedTable {
  readonly source: string;
  /** `database.table` as the spec writes it. */
  readonly table: string;
  readonly exists: boolean;
  readonly hasPrimaryKey: boolean;
  /** Foreign keys whose ON DELETE or ON UPDATE changes rows of this table. */
  readonly cascades: readonly string[];
  /** Tables that the server has in the same database, for near matches. */
  readonly siblings: readonly string[];
}

/** What the server knows of each table that the spec captures. */
export async function readCapturedTables(
  platform: Platform,
  address: MysqlAddress,
): Promise<CapturedTable[]> {
  const connection = await openMysql(address);
  const query = async (sql: string, values: unknown[]) => {
    const [rows] = await connection.query(sql, values as never[]);
    return rows as Record<string, string>[];
  };
  try {
    const captured: CapturedTable[] = [];
    for (const [source, { tables }] of Object.entries(platform.sources)) {
      for (const table of tables) {
        const name = names.parseTableName(table);
        const siblings = await query(
          "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_type = 'BASE TABLE'",
          [name.database],
        );
        const keys = await query(
          "SELECT 1 AS found FROM information_schema.table_constraints WHERE table_schema = ? AND table_name = ? AND constraint_type = 'PRIMARY KEY'",
          [name.database, name.table],
        );
        const cascades = await query(
          `SELECT constraint_name AS name, delete_rule AS onDelete, update_rule AS onUpdate
             FROM information_schema.referential_constraints
            WHERE constraint_schema = ? AND table_name = ?
              AND (delete_rule IN ('CASCADE', 'SET NULL') OR update_rule IN ('CASCADE', 'SET NULL'))`,
          [name.database, name.table],
        );
        captured.push({
          source,
          table,
          exists: siblings.some((row) => row.name === name.table),
          hasPrimaryKey: keys.length > 0,
          cascades: cascades.map(
            (row) => `${row.name} (ON DELETE ${row.onDelete}, ON UPDATE ${row.onUpdate})`,
          ),
          siblings: siblings.map((row) => `${name.database}.${row.name}`),
        });
      }
    }
    return captured;
  } finally {
    await connection.end();
  }
}
