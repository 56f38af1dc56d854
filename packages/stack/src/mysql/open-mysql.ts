import { type Connection, createConnection } from "mysql2/promise";
import type { MysqlAddress } from "./mysql-address.ts";

const connectDeadlineMs = 10_000;

/** One connection as administrator, in UTC, with values that lose nothing on the way. */
export function openMysql(
  address: MysqlAddress,
  options: { readonly multipleStatements?: boolean } = {},
): Promise<Connection> {
  return createConnection({
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.readPassword(),
    connectTimeout: connectDeadlineMs,
    charset: "utf8mb4_0900_ai_ci",
    timezone: "Z",
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: false,
    decimalNumbers: false,
    jsonStrings: true,
    multipleStatements: options.multipleStatements ?? false,
  });
}
