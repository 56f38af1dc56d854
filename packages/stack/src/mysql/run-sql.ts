import { WeirError } from "@weir/core";
import type { FieldPacket } from "mysql2";
import type { MysqlAddress } from "./mysql-address.ts";
import { openMysql } from "./open-mysql.ts";

/** A cell without loss: unsafe integers, decimals and times are text, bytes base64. */
export type ExactScalar = string | number | boolean | null | object;

export interface SqlResult {
  /** Rows of the last statement that gave any; empty for others. */
  readonly rows: Record<string, ExactScalar>[];
  readonly columns: readonly string[];
  readonly affectedRows: number;
}

const binaryCharset = 63;
const textTypes = new Set([0x0f, 0xf7, 0xf8, 0xfc, 0xfd, 0xfe, 0xf9, 0xfa, 0xfb]);

/** Runs each statement in order and answers with what the last one gave. */
export async function runSql(sql: string, address: MysqlAddress): Promise<SqlResult> {
  const connection = await openMysql(address, { multipleStatements: true });
  try {
    const [results, fields] = await connection.query({ sql, rowsAsArray: true });
    // One statement answers flat, several answer with a list of answers.
    const several =
      Array.isArray(fields) && fields.some((f) => Array.isArray(f) || f === undefined);
    const last = several ? (results as unknown[]).at(-1) : results;
    const lastFields = (several ? (fields as unknown[]).at(-1) : fields) as
      | FieldPacket[]
      | undefined;
    if (!Array.isArray(last) || !lastFields) {
      const affected = (last as { affectedRows?: number } | undefined)?.affectedRows ?? 0;
      return { rows: [], columns: [], affectedRows: affected };
    }
    const columns = lastFields.map((field) => field.name);
    const rows = (last as unknown[][]).map((row) =>
      Object.fromEntries(
        row.map((cell, index) => [columns[index], toExact(cell, lastFields[index] as FieldPacket)]),
      ),
    );
    return { rows: rows as SqlResult["rows"], columns, affectedRows: 0 };
  } catch (cause) {
    const { sqlMessage, code } = cause as { sqlMessage?: string; code?: string };
    if (sqlMessage === undefined) throw cause;
    throw new WeirError("QUERY_FAILED", `mysql refused the statement: ${sqlMessage}`, {
      cause,
      details: { mysqlCode: code },
    });
  } finally {
    await connection.end();
  }
}

function toExact(cell: unknown, field: FieldPacket): ExactScalar {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === "bigint") return cell.toString();
  if (typeof cell === "number") return cell;
  if (Buffer.isBuffer(cell)) {
    const type = field.columnType ?? field.type ?? 0;
    const isText = textTypes.has(type) && field.characterSet !== binaryCharset;
    return isText ? cell.toString("utf8") : cell.toString("base64");
  }
  if (typeof cell === "string" || typeof cell === "boolean") return cell;
  return JSON.stringify(cell);
}
