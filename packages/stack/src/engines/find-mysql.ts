import { realpathSync } from "node:fs";
import { findProgram, WeirError } from "@weir/core";
import { runCommand } from "../process/run-command.ts";
import type { ReportProgress } from "../progress.ts";
import { unpackMysqlPackages } from "./mysql-packages.ts";
import { type MysqlServer, parseMysqlVersion } from "./mysql-server.ts";

export interface FindMysqlOptions {
  readonly cacheDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly report: ReportProgress;
  readonly signal?: AbortSignal | undefined;
}

const oldestMysql = 8;

/**
 * `mysqld` on the PATH, else Debian's or Ubuntu's packages unpacked into the cache.
 * @throws PREREQUISITE_MISSING when there is neither
 */
export async function findMysql(options: FindMysqlOptions): Promise<MysqlServer> {
  const onPath = findProgram("mysqld", options.env);
  if (onPath) {
    const output = await runCommand(onPath, ["--no-defaults", "--version"], {
      deadlineMs: 20_000,
      signal: options.signal,
    });
    const version = parseMysqlVersion(output);
    // MariaDB also installs a mysqld: its binlog and GTIDs are not MySQL's.
    if (version && !/mariadb/i.test(output) && Number.parseInt(version, 10) >= oldestMysql) {
      return {
        file: realpathSync(onPath),
        leadingArgs: [],
        shareDirectory: undefined,
        version,
        major: Number.parseInt(version, 10),
        origin: onPath,
      };
    }
  }
  const unpacked = await unpackMysqlPackages(options);
  if (unpacked) return unpacked;
  throw new WeirError(
    "PREREQUISITE_MISSING",
    "no MySQL to be found: no mysqld 8.0 or newer on the PATH, and no apt-get to fetch Debian's packages with",
    {
      remedy:
        "install mysql-server 8.0, 8.4 or 9, or name a running server in WEIR_LOCAL_MYSQL_URL=mysql://user@host:port with WEIR_MYSQL_PASSWORD",
      details: { prerequisite: "mysql" },
    },
  );
}
