/**
 * What `weir synth` writes for AWS, on real local engines: the Jobs' scripts on MySQL and Kafka, the
 * workers' configuration in a Connect worker, the connector in it. What is changed for that is listed
 * in `cloudOnly`; what it cannot show is MSK's login, RDS's own procedures, and Kubernetes.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, createWriteStream, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  type ConnectClient,
  createConnectClient,
  renderProperties,
  waitForConnectorReady,
} from "@weir/connect";
import { cacheDirectory, type Platform, platformSpec } from "@weir/core";
import { requireAws } from "@weir/deploy";
import { synthManifests } from "@weir/deploy/testing";
import {
  buildEngines,
  type Engines,
  engineSourceDirectory,
  findJava,
  localAwsCredentials,
  waitUntil,
} from "@weir/stack";
import { parseAllDocuments } from "yaml";
import { createTestStack } from "./support/test-stack.ts";

/** Keys of the generated configuration that only AWS can serve, and what stands in for each. */
const cloudOnly = {
  /** Strimzi writes these itself; here a properties file has to. */
  writtenByStrimzi: [
    "plugin.path",
    "listeners",
    "rest.advertised.host.name",
    "rest.advertised.port",
  ],
  /** A folder of files in place of Kubernetes Secrets; the references stay as they are. */
  worker: ["config.providers.secrets.class"],
  /** Address of the server and of the registry, MSK's login. */
  connector:
    /^(database\.(hostname|port)|schema\.history\.internal\.kafka\.bootstrap\.servers|(key|value)\.converter\.endpoint|schema\.history\.internal\.(producer|consumer)\.(security|sasl)\..*)$/,
} as const;

const init = `
CREATE DATABASE shop;
CREATE TABLE shop.item (id INT NOT NULL PRIMARY KEY, name VARCHAR(60) NOT NULL);
INSERT INTO shop.item VALUES (1, 'by snapshot');
CREATE DATABASE rds;
CREATE TABLE rds.configuration (name VARCHAR(100) NOT NULL PRIMARY KEY, value INT, description VARCHAR(100));
CREATE PROCEDURE mysql.rds_set_configuration(IN new_name VARCHAR(100), IN new_value INT)
  REPLACE INTO rds.configuration VALUES (new_name, LEAST(new_value, 168), 'stands in for the procedure of RDS');
CREATE PROCEDURE mysql.rds_show_configuration() SELECT * FROM rds.configuration;
`;

const password = 'it\'s \\ a "password"';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: the judges check the shape
  readonly spec: any;
}

describe("the configuration for AWS on local engines", () => {
  const stack = createTestStack(
    { name: "awslocal", sources: { base: { tables: ["shop.item"] } } },
    init,
  );
  const bin = join(stack.folder, "bin");
  const platform = requireAws(
    platformSpec.parse({
      name: "awscloud",
      sources: { orders: { tables: ["shop.item"] } },
      // On AWS the data stack makes one; here the local stack has made this one.
      registry: { name: "awslocal" },
      // As many as the small stack has; the numbers of the real one are in the manifests' own tests.
      kafka: { brokers: 1 },
      aws: { region: "eu-central-1" },
    }) as Platform,
  );
  let manifests: Manifest[];
  let connector: { name: string; config: Record<string, string> };
  let engines: Engines;
  let java: string;
  let worker: ChildProcess | undefined;
  let client: ConnectClient;
  const endpoints = { mysql: "", kafka: "", registry: "" };

  before(async () => {
    await stack.weir(["up", "--small"]);
    for (const { kind, endpoint } of (await stack.status()).services) {
      if (kind === "mysql" || kind === "kafka" || kind === "registry") endpoints[kind] = endpoint;
    }
    const home = findJava(process.env);
    java = join(home.home, "bin", "java");
    engines = await buildEngines({
      sourceDirectory: engineSourceDirectory(),
      cacheDirectory: cacheDirectory(process.env, homedir()),
      java: home,
      env: process.env,
      report: () => {},
    });
    writePrograms();
    const pluginJar = { sha512: "ab".repeat(64), content: new Uint8Array() };
    const files = await synthManifests(platform, { pluginJar, lakehouseDirectory: stack.folder });
    manifests = files
      .filter(({ path }) => path.startsWith("kubernetes/"))
      .flatMap(({ content }) => parseAllDocuments(String(content)).map((each) => each.toJS()));
    const json = files.find(({ path }) => path === "connectors/orders.json");
    connector = JSON.parse(String(json?.content));
  });
  after(async () => {
    worker?.kill("SIGKILL");
    await stack.destroy();
  });

  /** The programs that the Jobs' images bring, as far as the scripts call them. */
  function writePrograms(): void {
    mkdirSync(bin, { recursive: true });
    const flags = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m";
    const programs = {
      "kafka-topics.sh": `exec ${java} ${flags} -cp '${engines.kafka}/*' org.apache.kafka.tools.TopicCommand "$@"`,
      mysql: `exec ${process.execPath} ${join(import.meta.dirname, "support", "mysql-client.ts")} "$@"`,
    };
    for (const [name, command] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${command}\n`);
      chmodSync(join(bin, name), 0o755);
    }
  }

  /** Runs the script of a Job with the files of its ConfigMap. */
  async function runJob(script: string, env: Record<string, string>) {
    const files = manifests.find(({ kind, data }) => kind === "ConfigMap" && script in data)?.data;
    assert.ok(files, script);
    const folder = join(stack.folder, script);
    mkdirSync(folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const child = spawn("bash", [join(folder, script)], {
      cwd: folder,
      env: { PATH: `${bin}:${process.env.PATH}`, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [output, errors] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (data: string) => {
      output += data;
    });
    child.stderr.setEncoding("utf8").on("data", (data: string) => {
      errors += data;
    });
    const [code] = await once(child, "close");
    return { code, output, errors };
  }

  const server = () => {
    const [host = "", port = ""] = endpoints.mysql.split(":");
    return { SOURCE: "orders", MYSQL_HOST: host, MYSQL_PORT: port };
  };

  const runDatabaseJob = (env: Record<string, string> = {}) =>
    runJob("database.sh", {
      ...server(),
      MYSQL_USER: "root",
      MYSQL_PWD: readFileSync(adminPassword(), "utf8").trim(),
      CDC_USER: "weir_cdc_a",
      CDC_PASSWORD: password,
      CDC_USERS: "weir_cdc_a weir_cdc_b",
      RETENTION_HOURS: "72",
      STATEMENTS: "statements.sql",
      GRANTS: "grants.sql",
      ...env,
    });
  const adminPassword = () => join(stack.stateDirectory, "secrets", "mysql-admin-password");

  it("prepares the database, twice alike, and fails where the retention does not stick", async () => {
    for (const _ of [1, 2]) {
      const { code, output, errors } = await runDatabaseJob();
      assert.equal(code, 0, errors);
      assert.equal(JSON.parse(output).retentionHours, 72);
    }
    const users = await stack.sql(
      "SELECT user, ssl_type, account_locked FROM mysql.user WHERE user LIKE 'weir\\_cdc\\__' ORDER BY user",
    );
    assert.deepEqual(users, [
      { user: "weir_cdc_a", ssl_type: "ANY", account_locked: "N" },
      { user: "weir_cdc_b", ssl_type: "ANY", account_locked: "Y" },
    ]);
    const tooLong = await runDatabaseJob({ RETENTION_HOURS: "200" });
    assert.equal(tooLong.code, 1);
    assert.match(tooLong.errors, /binlog retention hours is 168, expected 200/);
  });

  const runTopicsJob = (env: Record<string, string> = {}) => {
    const CLIENT_CONFIG = join(stack.folder, "client.properties");
    // Empty: the local brokers ask for no login.
    writeFileSync(CLIENT_CONFIG, "");
    const BOOTSTRAP_SERVERS = endpoints.kafka;
    return runJob("topics.sh", {
      CLIENT_CONFIG,
      BOOTSTRAP_SERVERS,
      KAFKA_BIN: bin,
      TOPICS: "topics.txt",
      ...env,
    });
  };

  it("makes the topics, finds them again, and fails on a difference", async () => {
    const first = await runTopicsJob();
    assert.equal(first.code, 0, first.errors);
    const { made } = JSON.parse(first.output);
    assert.equal(made, 7);
    const second = await runTopicsJob();
    assert.equal(second.code, 0, second.errors);
    assert.equal(JSON.parse(second.output).made, 0);
    const TOPICS = join(stack.folder, "other-topics.txt");
    writeFileSync(TOPICS, "weir.schema-history.orders 2 1 cleanup.policy=compact\n");
    const third = await runTopicsJob({ TOPICS });
    assert.equal(third.code, 1);
    assert.match(third.errors, /weir\.schema-history\.orders has partitions 1, expected 2/);
    assert.match(third.errors, /has cleanup\.policy delete, expected compact/);
  });

  it("boots a worker with the generated configuration", async () => {
    const { spec } = manifests.find(({ kind }) => kind === "KafkaConnect") as Manifest;
    const port = await freePort();
    const config: Record<string, string> = {
      ...spec.config,
      "bootstrap.servers": endpoints.kafka,
      "group.id": spec.groupId,
      "config.storage.topic": spec.configStorageTopic,
      "offset.storage.topic": spec.offsetStorageTopic,
      "status.storage.topic": spec.statusStorageTopic,
      "plugin.path": engines.plugins,
      listeners: `http://127.0.0.1:${port}`,
      "rest.advertised.host.name": "127.0.0.1",
      "rest.advertised.port": String(port),
      "config.providers.secrets.class":
        "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
    };
    for (const key of [...cloudOnly.writtenByStrimzi, ...cloudOnly.worker]) assert.ok(config[key]);
    const secrets = join(stack.folder, "weir-awscloud", "orders-cdc");
    mkdirSync(secrets, { recursive: true });
    writeFileSync(join(secrets, "username"), "weir_cdc_a");
    writeFileSync(join(secrets, "password"), password);
    const file = join(stack.folder, "worker.properties");
    writeFileSync(file, renderProperties(config));
    worker = startWorker(file);
    client = createConnectClient({ workers: [`http://127.0.0.1:${port}`] });
    await waitUntil(async () => worker?.exitCode === null && (await isHealthy(port)), {
      what: `the worker (see ${join(stack.folder, "worker.log")})`,
      deadlineMs: 60_000,
    });
  });

  function startWorker(file: string): ChildProcess {
    const flags = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx320m"];
    const main = "org.apache.kafka.connect.cli.ConnectDistributed";
    const child = spawn(
      "setpriv",
      ["--pdeathsig", "KILL", "--", java, ...flags, "-cp", `${engines.kafka}/*`, main, file],
      // References of the connector are paths relative to here.
      {
        cwd: stack.folder,
        env: { ...process.env, ...localAwsCredentials },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const log = createWriteStream(join(stack.folder, "worker.log"));
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    return child;
  }

  /** The connector with what only AWS can serve replaced. */
  function localConnector(): Record<string, string> {
    const [host = "", port = ""] = endpoints.mysql.split(":");
    const kept = Object.entries(connector.config).filter(([key]) => !cloudOnly.connector.test(key));
    return {
      ...Object.fromEntries(kept),
      "database.hostname": host,
      "database.port": port,
      "schema.history.internal.kafka.bootstrap.servers": endpoints.kafka,
      "key.converter.endpoint": endpoints.registry,
      "value.converter.endpoint": endpoints.registry,
    };
  }

  it("has a connector that the worker's own validation takes, and refuses a wrong one", async () => {
    const config = { ...localConnector(), name: connector.name };
    // With the password by reference, over TLS, as the user that the Job made.
    assert.deepEqual((await client.validateConnectorConfig(config)).errors, []);
    const wrong = await client.validateConnectorConfig({ ...config, "snapshot.mode": "often" });
    assert.deepEqual(
      wrong.errors.map(({ field }) => field),
      ["snapshot.mode"],
    );
  });

  it("writes a row and sees it pass the connector's stored offset", async () => {
    await client.putConnectorConfig(connector.name, localConnector());
    await waitForConnectorReady(client, connector.name, { deadlineMs: 60_000 });
    const { code, output, errors } = await runJob("verify.sh", {
      ...server(),
      MYSQL_USER: "weir_cdc_a",
      MYSQL_PWD: password,
      SIGNAL_TABLE: "weir.signal",
      STATUS: "SHOW BINARY LOG STATUS",
    });
    assert.equal(code, 0, errors);
    const written = JSON.parse(output);
    assert.equal(written.event, "row-written");
    assert.ok(written.file && written.pos > 0);
    // One server, one interval: "uuid:1-42".
    const last = (gtids: unknown) => Number(/-(\d+)$/.exec(String(gtids))?.[1] ?? 0);
    assert.ok(last(written.gtid) > 0, written.gtid);
    await waitUntil(
      async () => {
        const { offsets } = await client.getOffsets(connector.name);
        return last(offsets[0]?.offset?.gtids) >= last(written.gtid);
      },
      { what: "the stored offset", deadlineMs: 60_000 },
    );
    const rows = await stack.weir([
      ...["consume", "orders.weir.signal", "--from-beginning", "--max", "1", "-o", "json"],
    ]);
    assert.match(rows.stdout, new RegExp(written.id));
  });
});

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as { port: number };
  listener.close();
  return port;
}

async function isHealthy(port: number): Promise<boolean> {
  const url = `http://127.0.0.1:${port}/health`;
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ?? false;
}
