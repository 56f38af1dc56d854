import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { PlatformInput } from "@weir/core";
import { ensureSecret, secretNames } from "../../src/state/secrets.ts";
import {
  mysqlAddress,
  planServiceStates,
  planServices,
  planWarnings,
} from "../../src/supervisor/plan-stack.ts";
import { samplePlatform, samplePorts, temporaryFolder, temporaryState } from "../fixtures.ts";

function setUp(t: TestContext, change: Partial<PlatformInput> = {}, external = false) {
  const cacheDirectory = temporaryFolder(t);
  const root = join(cacheDirectory, "engines");
  const engines = {
    root,
    hash: "aa",
    kafka: join(root, "kafka"),
    plugins: join(root, "plugins"),
    metricsAgent: join(root, "agent.jar"),
    spark: join(root, "spark"),
  };
  mkdirSync(engines.kafka, { recursive: true });
  const directory = temporaryState(t);
  const secrets = Object.values(secretNames).map((name) => ensureSecret(directory, name));
  const mysql = {
    file: "/usr/sbin/mysqld",
    leadingArgs: [],
    shareDirectory: undefined,
    version: "9.7.4",
    major: 9,
    origin: "test",
  };
  const platform = samplePlatform(change);
  const services = planServices({
    platform,
    directory,
    ports: samplePorts,
    prerequisites: {
      cacheDirectory,
      java: { home: "/java", version: "17.0.15", major: 17 },
      engines,
      mysql: external ? undefined : mysql,
    },
  });
  return { platform, directory, services, secrets };
}

test("plans every service of the stack, each after those that it depends on", (t) => {
  const { services } = setUp(t);
  const names = services.map(({ name }) => name);
  assert.deepEqual([...names].sort(), [
    "connect-1",
    "connect-2",
    "connect-3",
    "kafka-1",
    "kafka-2",
    "kafka-3",
    "mysql",
    "registry",
  ]);
  for (const [index, { name, dependsOn }] of services.entries()) {
    for (const needed of dependsOn) {
      assert.ok(names.slice(0, index).includes(needed), `${name} stands before ${needed}`);
    }
  }
  const worker = services.find(({ name }) => name === "connect-1");
  assert.deepEqual(worker?.dependsOn, ["kafka-1", "kafka-2", "kafka-3"]);
});

test("starts no server where the spec names one, and reaches it at its own address", (t) => {
  const url = "mysql://admin@db.example:3307";
  const { services, platform, directory } = setUp(t, { local: { mysql: { url } } }, true);
  const mysql = services.find(({ kind }) => kind === "mysql");
  assert.equal(mysql?.command, undefined);
  assert.equal(mysql?.endpoint, "db.example:3307");
  assert.equal(mysqlAddress(platform, directory, samplePorts).user, "admin");
  for (const { kind, command } of services) if (kind !== "mysql") assert.ok(command);
});

test("puts no password into a command line or an environment", (t) => {
  const { services, secrets } = setUp(t);
  assert.equal(secrets.length, 2);
  for (const { name, command } of services) {
    const text = JSON.stringify(command);
    for (const secret of secrets) assert.ok(!text.includes(secret), name);
  }
});

test("writes no password into what brokers and workers read", async (t) => {
  const { services, secrets, directory } = setUp(t);
  for (const service of services) if (service.kind !== "mysql") await service.prepare();
  const files = readdirSync(directory.config);
  for (const file of ["kafka-1.properties", "connect-3.properties", "log4j2.yaml"]) {
    assert.ok(files.includes(file), file);
  }
  for (const file of files) {
    const text = readFileSync(join(directory.config, file), "utf8");
    for (const secret of secrets) assert.ok(!text.includes(secret), file);
  }
});

test("reads the administrator's password only when a connection is made", (t) => {
  const { platform, directory, secrets } = setUp(t);
  const address = mysqlAddress(platform, directory, samplePorts);
  assert.ok(!JSON.stringify(address).includes(secrets[0] as string));
  assert.equal(address.readPassword(), secrets[0]);
  assert.deepEqual([address.host, address.port], ["127.0.0.1", samplePorts.mysql]);
});

test("describes every service before it runs", (t) => {
  const { services, directory } = setUp(t);
  const states = planServiceStates(services, directory);
  assert.equal(states.length, services.length);
  for (const state of states) {
    assert.equal(state.state, "pending");
    assert.equal(state.process, null);
    assert.equal(state.logFile, join(directory.logs, `${state.name}.log`));
    assert.equal(state.metricsEndpoint !== undefined, state.kind === "connect");
  }
});

test("gives workers the spec's plugins beside Weir's, and looks into them", async (t) => {
  const plugins = ["/opt/own plugins"];
  const read = async (change: Partial<PlatformInput>) => {
    const { services, directory } = setUp(t, change);
    await services.find(({ name }) => name === "connect-1")?.prepare();
    return readFileSync(join(directory.config, "connect-1.properties"), "utf8");
  };
  const own = await read({ connect: { plugins } });
  assert.match(own, /^plugin\.path=.+\/plugins,\/opt\/own plugins$/m);
  assert.match(own, /^plugin\.discovery=hybrid_warn$/m);
  assert.match(await read({}), /^plugin\.discovery=service_load$/m);
});

test("tells the registry what to keep, and how to judge open JSON objects", (t) => {
  const args = (change: Partial<PlatformInput>) =>
    setUp(t, change)
      .services.find(({ kind }) => kind === "registry")
      ?.command?.args.join(" ") ?? "";
  const given = args({ registry: { jsonPolicy: "lenient", compatibility: "FULL" } });
  assert.match(given, /--default-compatibility FULL --json-policy lenient/);
  assert.match(args({}), /--default-compatibility BACKWARD --json-policy strict/);
  const own = args({ name: "shop", registry: { name: "shop.schemas" } });
  assert.match(own, /--default-context shop\.schemas$/);
  assert.match(args({ name: "shop" }), /--default-context shop$/);
});

test("warns of a converter that the user brings, and of the lake that cannot read it", () => {
  const prerequisites = { mysql: undefined };
  const registry = { kind: "confluent", converter: { class: "io.example.Converter" } } as const;
  const [warning, ...rest] = planWarnings({
    platform: samplePlatform({ registry }),
    prerequisites,
  });
  assert.deepEqual(rest, []);
  assert.match(warning ?? "", /io\.example\.Converter.*the lake cannot read/);
  assert.deepEqual(planWarnings({ platform: samplePlatform(), prerequisites }), []);
});
