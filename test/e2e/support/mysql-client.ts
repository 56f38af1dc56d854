/**
 * Stands in for MySQL's command-line client, which no package of the local stack brings: takes the
 * few options that the Jobs' scripts use, reads statements from stdin, prints rows with tabs. The
 * server that it speaks to is a real one.
 */
import { text } from "node:stream/consumers";
import { createConnection, type RowDataPacket } from "mysql2/promise";

const options = new Map(
  process.argv.slice(2).map((argument) => {
    const [name = "", value = ""] = argument.split(/=(.*)/s);
    return [name, value];
  }),
);

const connection = await createConnection({
  host: options.get("--host") ?? "127.0.0.1",
  port: Number(options.get("--port")),
  user: options.get("--user") ?? "",
  password: process.env.MYSQL_PWD ?? "",
  // `--ssl-mode=REQUIRED` encrypts and verifies nothing.
  ...(options.get("--ssl-mode") === "REQUIRED" ? { ssl: { rejectUnauthorized: false } } : {}),
  multipleStatements: true,
  rowsAsArray: true,
});
try {
  const [answer, fields] = await connection.query<RowDataPacket[]>(await text(process.stdin));
  // Of one SELECT its rows; of several statements, and of a procedure, a list with one result each.
  const several = !Array.isArray(fields) || Array.isArray(fields[0]) || fields[0] === undefined;
  const results: unknown[] = several ? [answer].flat() : [answer];
  for (const rows of results.filter(Array.isArray)) {
    for (const row of rows as unknown[][]) process.stdout.write(`${row.join("\t")}\n`);
  }
} catch (error) {
  process.stderr.write(`ERROR ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await connection.end();
}
