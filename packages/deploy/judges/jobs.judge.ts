/** The Jobs' scripts by bash, with stand-ins for the programs that they call. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { databaseStatements } from "../src/kubernetes/database-job.ts";
import { databaseScript } from "../src/kubernetes/scripts/database-script.ts";
import { fetchScript } from "../src/kubernetes/scripts/fetch-script.ts";
import { topicsScript } from "../src/kubernetes/scripts/topics-script.ts";
import { verifyScript } from "../src/kubernetes/scripts/verify-script.ts";
import { samplePlatform } from "../test/kubernetes/sample.ts";

/**
 * Answers what the scripts ask; writes every statement to $LOG, and fails where an argument holds
 * the password. RETENTION is what the server keeps, whatever it is told.
 */
const mysql = `#!/bin/bash
case "$*" in *hunter2*) echo "password in the arguments" >&2; exit 9 ;; esac
echo "args: $*" >>"$LOG"
while IFS= read -r line; do
  echo "$line" >>"$LOG"
  case "$line" in
    *"Variable_name = 'log_bin'"*) printf 'log_bin\\tON\\n' ;;
    *"Variable_name = 'binlog_format'"*) printf 'binlog_format\\t%s\\n' "\${FORMAT:-ROW}" ;;
    *"Variable_name = 'binlog_row_image'"*) printf 'binlog_row_image\\tFULL\\n' ;;
    *"Variable_name = 'gtid_mode'"*) printf 'gtid_mode\\tON\\n' ;;
    *rds_show_configuration*) printf 'binlog retention hours\\t%s\\tdescription\\n' "$RETENTION" ;;
    *gtid_executed*) echo "uuid:1-42" ;;
    "SHOW BINARY LOG STATUS") printf 'binlog.000007\\t4711\\t\\t\\tuuid:1-42\\n' ;;
  esac
done
`;

const kafkaTopics = `#!/bin/bash
echo "$*" >>"$LOG"
case "$*" in *--describe*) cat "$DESCRIBED" ;; esac
`;

const curl = `#!/bin/bash
while [ $# -gt 0 ]; do
  if [ "$1" = --output ]; then file="$2"; fi
  shift
done
[ "$FETCHED" = none ] && exit 22
printf '%s' "$FETCHED" >"$file"
`;

describe("scripts of the Jobs", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "weir-jobs-"));
    for (const [name, text] of Object.entries({ mysql, "kafka-topics.sh": kafkaTopics, curl })) {
      await writeFile(join(folder, name), text);
      await chmod(join(folder, name), 0o755);
    }
    const files = databaseStatements(samplePlatform(), "orders");
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function run(script: string, env: Record<string, string>) {
    const log = join(folder, "log");
    await writeFile(log, "");
    const path = `${folder}:${process.env.PATH}`;
    const child = spawn("bash", ["-c", script], {
      env: { PATH: path, LOG: log, KAFKA_BIN: folder, ...env },
      // With a socket as its stdin bash takes itself for a remote shell and reads ~/.bashrc.
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (data) => {
      output += data;
    });
    let errors = "";
    child.stderr.on("data", (data) => {
      errors += data;
    });
    const [code] = await once(child, "close");
    return { code, output, errors, log: await readFile(log, "utf8") };
  }

  const server = {
    MYSQL_HOST: "db.example",
    MYSQL_PORT: "3306",
    MYSQL_USER: "admin",
    MYSQL_PWD: "hunter2",
    SOURCE: "orders",
  };
  const database = (env: Record<string, string> = {}) =>
    run(databaseScript, {
      ...server,
      CDC_USER: "weir_cdc_a",
      CDC_PASSWORD: "it's hunter2\\",
      CDC_USERS: "weir_cdc_a weir_cdc_b",
      RETENTION_HOURS: "72",
      RETENTION: "72",
      STATEMENTS: join(folder, "statements.sql"),
      GRANTS: join(folder, "grants.sql"),
      ...env,
    });

  it("prepare a database over TLS and leave no password in arguments or statements", async () => {
    const { code, output, log, errors } = await database();
    assert.equal(code, 0, errors);
    assert.deepEqual(JSON.parse(output), {
      event: "database-ready",
      source: "orders",
      retentionHours: 72,
      user: "weir_cdc_a",
    });
    assert.match(log, /--ssl-mode=REQUIRED/);
    assert.match(log, /CALL mysql\.rds_set_configuration\('binlog retention hours', 72\)/);
    assert.match(log, /CREATE TABLE IF NOT EXISTS weir\.heartbeat/);
    for (const user of ["a", "b"]) {
      assert.match(log, new RegExp(`GRANT RELOAD.* TO 'weir_cdc_${user}'@'%';`));
    }
    assert.match(log, /'weir_cdc_b'@'%' IDENTIFIED BY RANDOM PASSWORD REQUIRE SSL ACCOUNT LOCK/);
    assert.doesNotMatch(log, /hunter2/);
  });

  it("verify the server's name where its certificates are there", async () => {
    const ca = join(folder, "ca.pem");
    await writeFile(ca, "certificate");
    const { log } = await database({ CA_FILE: ca });
    assert.match(log, /--ssl-mode=VERIFY_IDENTITY --ssl-ca=/);
  });

  it("fail where the server does not keep the retention that it was told", async () => {
    const { code, errors, output } = await database({ RETENTION: "24" });
    assert.equal(code, 1);
    assert.equal(output, "");
    assert.match(errors, /binlog retention hours is 24, expected 72/);
  });

  it("fail where the binlog cannot be captured, or the secret names a foreign user", async () => {
    const format = await database({ FORMAT: "MIXED" });
    assert.equal(format.code, 1);
    assert.match(format.errors, /binlog_format is MIXED, expected ROW/);
    const user = await database({ CDC_USER: "root" });
    assert.equal(user.code, 1);
    assert.match(user.errors, /user is root/);
  });

  it("lock the other user only when asked", async () => {
    const lock = /ALTER USER 'weir_cdc_a'@'%' ACCOUNT LOCK/;
    const rotated = { CDC_USER: "weir_cdc_b" };
    assert.doesNotMatch((await database(rotated)).log, lock);
    assert.match((await database({ ...rotated, RETIRE_OTHER_USER: "true" })).log, lock);
  });

  it("write a row and print the position after it as one line of JSON", async () => {
    const { code, output, log } = await run(verifyScript, {
      ...server,
      SIGNAL_TABLE: "weir.signal",
      STATUS: "SHOW BINARY LOG STATUS",
    });
    assert.equal(code, 0);
    const { id, ...rest } = JSON.parse(output);
    assert.match(log, new RegExp(`INSERT INTO weir\\.signal[\\s\\S]*${id}`));
    assert.deepEqual(rest, {
      event: "row-written",
      source: "orders",
      gtid: "uuid:1-42",
      file: "binlog.000007",
      pos: 4711,
    });
  });

  async function topics(wanted: string, described: string) {
    const files = { TOPICS: join(folder, "topics.txt"), DESCRIBED: join(folder, "described") };
    await writeFile(files.TOPICS, wanted);
    await writeFile(files.DESCRIBED, described);
    return run(topicsScript, { ...files, BOOTSTRAP_SERVERS: "b:9098", CLIENT_CONFIG: "c" });
  }
  const described = (name: string, partitions: number, replicas: number, configs: string) =>
    `Topic: ${name}\tTopicId: x\tPartitionCount: ${partitions}\tReplicationFactor: ${replicas}\tConfigs: ${configs}\n\tTopic: ${name}\tPartition: 0\tLeader: 1\n`;

  it("make topics that are absent and leave those that serve as well", async () => {
    const { code, output, log } = await topics(
      "a 1 3 cleanup.policy=compact min.insync.replicas=2\nb 1 3 retention.ms=604800000\nc 3+ 3 cleanup.policy=compact\n",
      described("b", 1, 3, "") + described("c", 25, 3, "cleanup.policy=compact"),
    );
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(output), { event: "topics-ready", made: 1 });
    const created = log.split("\n").filter((line) => line.includes("--create"));
    assert.equal(created.length, 1);
    assert.match(
      created[0] ?? "",
      /--topic a --partitions 1 --replication-factor 3 --config cleanup\.policy=compact --config min\.insync\.replicas=2$/,
    );
  });

  it("fail on differences that would lose or reorder records, and name each", async () => {
    const { code, errors, log } = await topics(
      [
        "history 1 3 cleanup.policy=delete retention.ms=-1",
        "offsets 3+ 3 cleanup.policy=compact",
        "rows 2 3 min.insync.replicas=2 retention.ms=604800000",
        "longer 1 3 retention.ms=604800000 max.message.bytes=8388608",
        "",
      ].join("\n"),
      described("history", 1, 3, "") +
        described("offsets", 3, 1, "cleanup.policy=delete") +
        described("rows", 6, 3, "min.insync.replicas=1,retention.ms=1000") +
        described("longer", 1, 3, "retention.ms=-1,max.message.bytes=9000000"),
    );
    assert.equal(code, 1);
    assert.deepEqual(
      errors
        .trim()
        .split("\n")
        .filter((line) => line.startsWith("error:")),
      [
        "error: topic history has retention.ms 604800000, expected -1",
        "error: topic offsets has replication factor 1, expected 3",
        "error: topic offsets has cleanup.policy delete, expected compact",
        "error: topic rows has partitions 6, expected 2",
        "error: topic rows has min.insync.replicas 1, expected 2",
        "error: topic rows has retention.ms 1000, expected 604800000",
      ],
    );
    assert.doesNotMatch(log, /--create/);
  });

  it("take a download only where its checksum fits", async () => {
    const FILE = join(folder, "jar");
    const fetched = (env: Record<string, string>) =>
      run(fetchScript, { URL: "https://x", FILE, FETCHED: "jar", ...env });
    const SHA512 = createHash("sha512").update("jar").digest("hex");
    assert.equal((await fetched({ SHA512 })).code, 0);
    assert.equal(await readFile(FILE, "utf8"), "jar");
    const wrong = await fetched({ SHA512, FETCHED: "other" });
    assert.equal(wrong.code, 1);
    assert.match(wrong.errors, /is not the file with the sha512/);
    assert.ok(!existsSync(FILE));
    assert.equal((await fetched({ SHA512, FETCHED: "none" })).code, 1);
    const optional = await fetched({ FETCHED: "none" });
    assert.equal(optional.code, 0);
    assert.match(optional.errors, /^warning: /);
  });
});
