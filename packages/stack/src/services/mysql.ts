import { createHash, randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "@weir/core";
import { keepFirst } from "../engines/keep-first.ts";
import { type MysqlServer, mysqldCommand } from "../engines/mysql-server.ts";
import type { MysqlAddress } from "../mysql/mysql-address.ts";
import { openMysql } from "../mysql/open-mysql.ts";
import { runCommand } from "../process/run-command.ts";
import { ensureSecret, secretNames } from "../state/secrets.ts";
import type { StateDirectory } from "../state/state-directory.ts";
import type { Service } from "./service.ts";

export interface MysqlServiceOptions {
  readonly platform: Platform;
  readonly directory: StateDirectory;
  readonly cacheDirectory: string;
  readonly server: MysqlServer;
  readonly address: MysqlAddress;
}

const initializeDeadlineMs = 120_000;

/** The local source database. */
export function mysqlService(options: MysqlServiceOptions): Service {
  const { directory, server, address } = options;
  const data = join(directory.data, "mysql");
  const initFile = join(directory.secrets, ".mysql-init.sql");
  return {
    name: "mysql",
    kind: "mysql",
    endpoint: `${address.host}:${address.port}`,
    dependsOn: [],
    readyDeadlineMs: 90_000,
    stopGraceMs: 30_000,
    command: mysqldCommand(server, [
      ...planServerOptions(server, address.port, socketPath(directory)),
      `--datadir=${data}`,
      `--init-file=${initFile}`,
    ]),
    async prepare() {
      if (!existsSync(join(data, "mysql.ibd"))) await copyTemplate(options, data);
      // Read by the server as it starts, before it accepts a connection; removed when it is ready.
      const password = ensureSecret(directory, secretNames.mysqlAdminPassword);
      writeFileSync(initFile, `ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';\n`, {
        mode: 0o600,
      });
    },
    async isReady() {
      const connection = await openMysql(address);
      await connection.end();
      return true;
    },
    async afterReady() {
      rmSync(initFile, { force: true });
    },
    beforeStop: () => killBinlogDumps(address),
  };
}

/** A server that the user named by URL: watched, never started or stopped. */
export function externalMysqlService(address: MysqlAddress): Service {
  return {
    name: "mysql",
    kind: "mysql",
    endpoint: `${address.host}:${address.port}`,
    dependsOn: [],
    readyDeadlineMs: 15_000,
    stopGraceMs: 0,
    command: undefined,
    prepare: async () => {},
    async isReady() {
      const connection = await openMysql(address);
      await connection.end();
      return true;
    },
  };
}

/** Replication clients that are gone are noticed late: the server would wait 10 s for them. */
async function killBinlogDumps(address: MysqlAddress): Promise<void> {
  const connection = await openMysql(address);
  try {
    const [rows] = await connection.query(
      "SELECT id FROM information_schema.processlist WHERE command LIKE 'Binlog Dump%'",
    );
    for (const { id } of rows as { id: number }[]) await connection.query(`KILL ${Number(id)}`);
  } finally {
    await connection.end();
  }
}

/** What Debezium and the lake need of a source, and what a small machine needs of a server. */
export function planServerOptions(server: MysqlServer, port: number, socket: string): string[] {
  const options = [
    `--port=${port}`,
    "--bind-address=127.0.0.1",
    `--socket=${socket}`,
    "--mysqlx=OFF",
    "--server-id=1",
    "--log-bin=binlog",
    "--binlog-row-image=FULL",
    "--binlog-row-metadata=FULL",
    "--gtid-mode=ON",
    "--enforce-gtid-consistency=ON",
    "--character-set-server=utf8mb4",
    // Timestamps are read as UTC by Debezium and by the lake.
    "--default-time-zone=+00:00",
    "--secure-file-priv=NULL",
    "--performance-schema=OFF",
    "--innodb-buffer-pool-size=64M",
    "--loose-innodb-redo-log-capacity=33554432",
    "--max-connections=100",
    "--binlog-expire-logs-seconds=604800",
  ];
  const [major = 0, minor = 0] = server.version.split(".").map(Number);
  // 8.x still writes statements when told so elsewhere; newer ones know only rows.
  if (major === 8) options.push("--binlog-format=ROW");
  // Since 9.6 cascades are row events. RDS has none of them: be as blind as it is.
  if (major > 9 || (major === 9 && minor >= 6)) options.push("--innodb-native-foreign-keys=ON");
  return options;
}

// A Unix socket's path holds 107 bytes.
const socketPathLimit = 107;

function socketPath(directory: StateDirectory): string {
  const own = join(directory.secrets, "mysql.sock");
  if (Buffer.byteLength(own) <= socketPathLimit) return own;
  const hash = createHash("sha256").update(directory.root).digest("hex").slice(0, 12);
  const folder = join(tmpdir(), `weir-${process.getuid?.() ?? 0}-${hash}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, "mysql.sock");
}

/** Initialising takes seconds, copying what it made a fifth of one: done once per version. */
async function copyTemplate(options: MysqlServiceOptions, data: string): Promise<void> {
  const template = join(options.cacheDirectory, "mysql", `template-${options.server.version}`);
  if (!existsSync(template)) await makeTemplate(options.server, template);
  const partial = `${data}.${randomUUID()}`;
  cpSync(template, partial, { recursive: true });
  // Each server has its own UUID: part of every GTID.
  rmSync(join(partial, "auto.cnf"), { force: true });
  rmSync(data, { recursive: true, force: true });
  renameSync(partial, data);
}

async function makeTemplate(server: MysqlServer, template: string): Promise<void> {
  const partial = `${template}.${randomUUID()}`;
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  try {
    const command = mysqldCommand(server, [
      "--initialize-insecure",
      `--datadir=${partial}`,
      "--loose-innodb-redo-log-capacity=33554432",
      "--character-set-server=utf8mb4",
    ]);
    await runCommand(command.file, command.args, {
      deadlineMs: initializeDeadlineMs,
      remedy: "check that the disk has room; then try again",
    });
    keepFirst(partial, template);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}
