import { names } from "@weir/core";

/**
 * Weir's own tables on a source server. Whoever sets the server up runs these statements; the
 * connector's user needs SELECT, INSERT, UPDATE on both.
 */
export const sourceTableStatements: readonly string[] = [
  `CREATE DATABASE IF NOT EXISTS ${names.weirDatabase}`,
  `CREATE TABLE IF NOT EXISTS ${names.heartbeatTable} (source VARCHAR(64) NOT NULL PRIMARY KEY, beat_at TIMESTAMP(3) NOT NULL)`,
  // The shape Debezium asks of a signalling table.
  `CREATE TABLE IF NOT EXISTS ${names.signalTable} (id VARCHAR(64) NOT NULL PRIMARY KEY, type VARCHAR(32) NOT NULL, data VARCHAR(2048) NULL)`,
];

/** What each connector runs at every heartbeat: its own row, so that the binlog moves. */
export function heartbeatQuery(source: string): string {
  const literal = `'${source.replaceAll("'", "''")}'`;
  return `INSERT INTO ${names.heartbeatTable} (source, beat_at) VALUES (${literal}, NOW(3)) ON DUPLICATE KEY UPDATE beat_at = NOW(3)`;
}
