import { mysqlFunctions } from "./mysql-functions.ts";

/**
 * bash. Writes a row into the signal table as the connector's user and prints, as the one line on
 * stdout, where the server stands after it. Of type `log`: Debezium logs it and goes on, and the row
 * comes to Kafka as any other.
 *
 * MYSQL_HOST, MYSQL_PORT, MYSQL_USER, MYSQL_PWD, CA_FILE: the server. SOURCE: its name.
 * SIGNAL_TABLE: as database.table. STATUS: the statement that prints file and position.
 */
export const verifyScript = `${mysqlFunctions}
wait_for_server
id="weir-verify-$(date +%s)-$RANDOM"
# Statements of their own: the set is read after the commit, so that it holds the row's own number.
gtid="$(sql <<<"INSERT INTO $SIGNAL_TABLE (id, type, data)
  VALUES ('$id', 'log', '{\\"message\\": \\"weir verify\\"}');
SELECT REPLACE(@@GLOBAL.gtid_executed, '\\n', '');")"
IFS=$'\\t' read -r file position _ <<<"$(sql <<<"$STATUS")"
printf '{"event":"row-written","source":"%s","id":"%s","gtid":"%s","file":"%s","pos":%s}\\n' \\
  "$SOURCE" "$id" "$gtid" "$file" "$position"
`;
