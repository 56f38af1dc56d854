import { names } from "@weir/core";
import type { MysqlAddress } from "./mysql-address.ts";
import { openMysql } from "./open-mysql.ts";

export interface CapturedColumn {
  readonly name: string;
  /** COLUMN_TYPE of information_schema, such as `decimal(10,2)`. */
  readonly type: string;
  readonly nullable: boolean;
  /** Null where the column has no default. */
  readonly default: string | null;
}

/** The columns of each table (`database.table`) in the order of its definition. */
export async function readCapturedColumns(
  tables: readonly string[],
  address: MysqlAddress,
): Promise<Map<string, readonly CapturedColumn[]>> {
  const connection = await openMysql(address);
  try {
    const columns = new Map<string, readonly CapturedColumn[]>();
    for (const table of tables) {
      const { database, table: name } = names.parseTableName(table);
      const [rows] = await connection.query(
        `SELECT column_name AS name, column_type AS type, is_nullable AS nullable, column_default AS value
           FROM information_schema.columns
          WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position`,
        [database, name],
      );
      columns.set(table, (rows as Record<string, string | null>[]).map(toColumn));
    }
    return columns;
  } finally {
    await connection.end();
  }
}

function toColumn({ name, type, nullable, value }: Record<string, string | null>): CapturedColumn {
  return {
    name: name ?? "",
    type: String(type),
    nullable: nullable === "YES",
    default: value ?? null,
  };
}
