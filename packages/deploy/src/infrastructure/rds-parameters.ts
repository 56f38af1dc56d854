/**
 * What the parameter group of a source sets, in the service's spelling: `gtid-mode` with a hyphen,
 * `enforce_gtid_consistency` with underscores. Values as MySQL writes them.
 *
 * Binlog retention is no parameter: a Job calls `mysql.rds_set_configuration` once the instance is
 * there. Nor is binary logging itself: RDS turns it on with automated backups.
 */
export const rdsParameters: readonly (readonly [name: string, value: string, reason: string])[] = [
  // Deprecated in MySQL 8.4, where ROW is the default, and still a parameter: 8.0 on RDS has MIXED.
  ["binlog_format", "ROW", "changes as rows, not as statements"],
  ["binlog_row_image", "FULL", "all columns before and after"],
  ["binlog_row_metadata", "FULL", "column names, signs and character sets in the binlog"],
  ["gtid-mode", "ON", "a position that outlives a failover"],
  ["enforce_gtid_consistency", "ON", "gtid-mode needs it"],
  ["require_secure_transport", "1", "no connection without TLS"],
  // What the exported slow query log needs: RDS writes it to a table otherwise.
  ["log_output", "FILE", "logs go to CloudWatch"],
  ["slow_query_log", "1", "statements above long_query_time (10 s)"],
];
