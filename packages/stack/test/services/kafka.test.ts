import assert from "node:assert/strict";
import { test } from "node:test";
import { bootstrapServers, planBrokerConfig } from "../../src/services/kafka.ts";
import { samplePlatform, samplePorts } from "../fixtures.ts";

const three = { platform: samplePlatform(), ports: samplePorts };
const single = {
  platform: samplePlatform(),
  ports: { ...samplePorts, kafka: [20011], kafkaControllers: [20021] },
};

const factors = (config: Record<string, string>) =>
  Object.entries(config).filter(([key]) => key.endsWith("replication.factor"));
const minimums = (config: Record<string, string>) =>
  Object.entries(config).filter(([key]) => /min\.(isr|insync\.replicas)$/.test(key));

test("replicates three times on three brokers, and writes while one is lost", () => {
  const config = planBrokerConfig(0, three, "/data");
  assert.equal(factors(config).length, 4);
  for (const [key, value] of factors(config)) assert.equal(value, "3", key);
  assert.equal(minimums(config).length, 3);
  for (const [key, value] of minimums(config)) assert.equal(value, "2", key);
});

test("asks for no more copies than there are brokers", () => {
  const config = planBrokerConfig(0, single, "/data");
  for (const [key, value] of [...factors(config), ...minimums(config)])
    assert.equal(value, "1", key);
});

test("listens on loopback only", () => {
  for (const index of [0, 1, 2]) {
    const config = planBrokerConfig(index, three, "/data");
    for (const key of ["listeners", "advertised.listeners"]) {
      for (const listener of config[key]?.split(",") ?? []) {
        assert.match(listener, /^(PLAINTEXT|CONTROLLER):\/\/127\.0\.0\.1:\d+$/, key);
      }
    }
    assert.equal(
      config["advertised.listeners"],
      `PLAINTEXT://127.0.0.1:${samplePorts.kafka[index]}`,
    );
  }
});

test("names every voter to every broker, and each broker by its own id", () => {
  const configs = [0, 1, 2].map((index) => planBrokerConfig(index, three, "/data"));
  const voters = "1@127.0.0.1:20021,2@127.0.0.1:20022,3@127.0.0.1:20023";
  for (const config of configs) assert.equal(config["controller.quorum.voters"], voters);
  assert.deepEqual(
    configs.map((config) => config["node.id"]),
    ["1", "2", "3"],
  );
});

test("creates no topic by mistake and elects no leader that lacks records", () => {
  const config = planBrokerConfig(0, three, "/data");
  assert.equal(config["auto.create.topics.enable"], "false");
  assert.equal(config["unclean.leader.election.enable"], "false");
});

test("names all brokers to clients", () => {
  assert.equal(bootstrapServers(samplePorts), "127.0.0.1:20011,127.0.0.1:20012,127.0.0.1:20013");
});
