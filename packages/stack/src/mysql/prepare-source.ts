import { readFileSync } from "node:fs";
import { sourceTableStatements } from "@weir/connect";
import { names, type Platform, WeirError } from "@weir/core";
import { ensureSecret, secretNames } from "../state/secrets.ts";
import type { StateDirectory } from "../state/state-directory.ts";
import type { MysqlAddress } from "./mysql-address.ts";
import { openMysql } from "./open-mysql.ts";

export const cdcUser = "weir_cdc";

/**
 * Makes on the source what capture needs: the heartbeat and signal tables, and a user with just
 * the rights that Debezium documents. Harmless when repeated.
 */
export async function prepareSource(
  platform: Platform,
  directory: StateDirectory,
  address: MysqlAddress,
): Promise<void> {
  const password = ensureSecret(directory, secretNames.mysqlCdcPassword);
  const account = `'${cdcUser}'@'${address.accountHost}'`;
  const databases = new Set(
    Object.values(platform.sources).flatMap((source) =>
      source.tables.map((table) => names.parseTableName(table).database),
    ),
  );
  const connection = await openMysql(address);
  try {
    for (const statement of [
      ...sourceTableStatements,
      // Quoted by us: generated passwords are base64url, and DDL takes no parameters.
      `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}'`,
      `ALTER USER ${account} IDENTIFIED BY '${password}'`,
      `GRANT RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO ${account}`,
      `GRANT SELECT, INSERT, UPDATE ON ${names.heartbeatTable} TO ${account}`,
      `GRANT SELECT, INSERT, UPDATE ON ${names.signalTable} TO ${account}`,
      ...[...databases].map(
        (database) => `GRANT SELECT, LOCK TABLES ON \`${database}\`.* TO ${account}`,
      ),
    ]) {
      await connection.query(statement);
    }
  } finally {
    await connection.end();
  }
}

/** Runs the spec's `local.mysql.init` once in the life of a database; a table remembers it. */
export async function runInitFile(file: string, address: MysqlAddress): Promise<boolean> {
  const connection = await openMysql(address, { multipleStatements: true });
  try {
    await connection.query(
      `CREATE TABLE IF NOT EXISTS ${names.weirDatabase}.init_file (id INT PRIMARY KEY, done_at TIMESTAMP NOT NULL)`,
    );
    const [rows] = await connection.query(`SELECT 1 FROM ${names.weirDatabase}.init_file`);
    if ((rows as unknown[]).length > 0) return false;
    await connection.query(readFileSync(file, "utf8"));
    await connection.query(`INSERT INTO ${names.weirDatabase}.init_file VALUES (1, now())`);
    return true;
  } catch (cause) {
    throw new WeirError("QUERY_FAILED", `the SQL of local.mysql.init (${file}) failed`, {
      cause,
      remedy: 'mend the file, then "weir down --purge" and "weir up"',
    });
  } finally {
    await connection.end();
  }
}
