/**
 * bash. `sql` runs statements from stdin and prints rows with tabs. The password goes by MYSQL_PWD:
 * it stands in no process list. With a CA file the server's name is verified, without one the
 * connection is encrypted only.
 */
export const mysqlFunctions = `set -euo pipefail
say() { printf '%s\\n' "$1" >&2; }
fail() { say "error: $1"; say "remedy: $2"; exit 1; }

tls=(--ssl-mode=REQUIRED)
if [ -n "\${CA_FILE:-}" ] && [ -s "$CA_FILE" ]; then
  tls=(--ssl-mode=VERIFY_IDENTITY "--ssl-ca=$CA_FILE")
else
  say "warning: no bundle of RDS certificates: encrypted, but the server is not verified"
fi

sql() {
  mysql --no-defaults --host="$MYSQL_HOST" --port="$MYSQL_PORT" --user="$MYSQL_USER" \\
    --connect-timeout=10 --default-character-set=utf8mb4 "\${tls[@]}" \\
    --batch --raw --skip-column-names
}

# A new pod's network may take a moment.
wait_for_server() {
  local attempt
  for attempt in 1 2 3 4 5 6; do
    if sql <<<"SELECT 1" >/dev/null; then return; fi
    sleep 5
  done
  fail "$MYSQL_HOST:$MYSQL_PORT does not take the user $MYSQL_USER" \\
    "see the client's error above: security groups, network policy, or the secret's password"
}
`;
