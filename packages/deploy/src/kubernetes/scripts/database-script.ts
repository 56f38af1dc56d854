import { mysqlFunctions } from "./mysql-functions.ts";

/**
 * bash. Prepares a source as its administrator; repeated, changes nothing.
 *
 * MYSQL_HOST, MYSQL_PORT, MYSQL_USER, MYSQL_PWD, CA_FILE: the server. RETENTION_HOURS: of binlogs.
 * CDC_USER, CDC_PASSWORD: the connector's present user. CDC_USERS: both users, of which the other
 * one keeps working until RETIRE_OTHER_USER is "true". STATEMENTS, GRANTS: files of SQL; in GRANTS
 * the word CDC_ACCOUNT stands for a user.
 */
export const databaseScript = `${mysqlFunctions}
setting() { sql <<<"SHOW GLOBAL VARIABLES WHERE Variable_name = '$1'" | cut -f2; }

# name, value, remedy. A variable that the server does not have has the value by nature.
expect() {
  local found
  found="$(setting "$1")"
  [ -z "$found" ] || [ "$found" = "$2" ] || fail "$1 is $found, expected $2" "$3"
}

wait_for_server

expect log_bin ON "turn on automated backups of the instance: RDS writes binlogs with them"
expect binlog_format ROW "set binlog_format in the parameter group of the instance"
expect binlog_row_image FULL "set binlog_row_image in the parameter group of the instance"
# With it the backslashes of the grants below would be part of the names.
expect partial_revokes OFF "set partial_revokes to OFF, or grant by hand"
gtid="$(setting gtid_mode)"
[ "$gtid" = ON ] || say "warning: gtid_mode is $gtid: a position is lost when another server takes over"

# Read back: the procedure says nothing of a value that it does not keep.
retention=""
rows="$(sql <<<"CALL mysql.rds_set_configuration('binlog retention hours', $RETENTION_HOURS);
CALL mysql.rds_show_configuration;")"
while IFS=$'\\t' read -r name value _; do
  if [ "$name" = "binlog retention hours" ]; then retention="$value"; fi
done <<<"$rows"
[ "$retention" = "$RETENTION_HOURS" ] || fail \\
  "binlog retention hours is \${retention:-not set}, expected $RETENTION_HOURS" \\
  "CALL mysql.rds_set_configuration('binlog retention hours', $RETENTION_HOURS) by hand and see what it says"
say "binlogs are kept for $retention hours"

sql <"$STATEMENTS"

case " $CDC_USERS " in
  *" $CDC_USER "*) ;;
  *) fail "the secret's user is $CDC_USER, expected one of: $CDC_USERS" "put one of them into the secret" ;;
esac
for user in $CDC_USERS; do
  account="'$user'@'%'"
  if [ "$user" = "$CDC_USER" ]; then
    # By its bytes: whatever it holds, nothing of it is read as SQL.
    password="$(printf '%s' "$CDC_PASSWORD" | od -An -v -tx1 | tr -d ' \\n')"
    {
      echo "SET SESSION sql_mode = '';"
      echo "SET @password = QUOTE(CONVERT(X'$password' USING utf8mb4));"
      for verb in "CREATE USER IF NOT EXISTS" "ALTER USER"; do
        echo "SET @statement = CONCAT(\\"$verb $account IDENTIFIED BY \\", @password, ' REQUIRE SSL ACCOUNT UNLOCK');"
        echo "PREPARE statement FROM @statement; EXECUTE statement;"
      done
    } | sql
  else
    # Made locked, with a password that nobody sees; left alone where it is there.
    sql <<<"CREATE USER IF NOT EXISTS $account IDENTIFIED BY RANDOM PASSWORD REQUIRE SSL ACCOUNT LOCK;" >/dev/null
    if [ "\${RETIRE_OTHER_USER:-false}" = true ]; then sql <<<"ALTER USER $account ACCOUNT LOCK;"; fi
  fi
  while IFS= read -r line; do printf '%s\\n' "\${line//CDC_ACCOUNT/$account}"; done <"$GRANTS" | sql
done
say "user $CDC_USER may read the binlog and the captured databases, over TLS"
printf '{"event":"database-ready","source":"%s","retentionHours":%s,"user":"%s"}\\n' \\
  "$SOURCE" "$retention" "$CDC_USER"
`;
