/** How to reach a MySQL server. The password is read when a connection is made, never kept. */
export interface MysqlAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly readPassword: () => string;
  /** "localhost" for our own server; "%" where we do not know from where workers come. */
  readonly accountHost: "localhost" | "%";
}

/** `mysql://user@host:port`; the password comes from the environment. */
export function parseMysqlUrl(url: string, readPassword: () => string): MysqlAddress {
  const parsed = new URL(url);
  return {
    host: parsed.hostname,
    port: parsed.port === "" ? 3306 : Number(parsed.port),
    user: decodeURIComponent(parsed.username),
    readPassword,
    accountHost: "%",
  };
}
