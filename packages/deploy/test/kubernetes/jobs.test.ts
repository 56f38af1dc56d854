import assert from "node:assert/strict";
import { test } from "node:test";
import { databaseStatements, planDatabaseJob } from "../../src/kubernetes/database-job.ts";
import { topicLines } from "../../src/kubernetes/topics-job.ts";
import { planVerifyJob } from "../../src/kubernetes/verify-job.ts";
import { objectsOf, sampleFiles, samplePlatform } from "./sample.ts";

interface PodSpec {
  readonly initContainers: Container[];
  readonly containers: Container[];
}
interface Container {
  readonly image: string;
  readonly command: string[];
  readonly env: { name: string; value?: string; valueFrom?: unknown }[];
  readonly securityContext: Record<string, unknown>;
}

async function podsOf(platform = samplePlatform()): Promise<PodSpec[]> {
  const objects = objectsOf(platform, await sampleFiles(platform));
  return objects
    .filter(({ kind }) => kind === "Job")
    .map(({ spec }) => (spec as { template: { spec: PodSpec } }).template.spec);
}

test("runs every Job with a pinned image, restricted, and with no secret in arguments", async () => {
  for (const { initContainers, containers } of await podsOf()) {
    for (const { image, command, env, securityContext } of [...initContainers, ...containers]) {
      assert.match(image, /:\d+\.\d+\.\d+/);
      assert.equal(securityContext.readOnlyRootFilesystem, true);
      assert.equal(securityContext.allowPrivilegeEscalation, false);
      assert.match(command.join(" "), /^bash \/weir\/[a-z]+\.sh$/);
      for (const { name, value } of env.filter((each) => /PASSWORD|PWD/.test(each.name))) {
        assert.equal(value, undefined, name);
      }
    }
  }
});

test("grants a connector's user no more than capture needs", () => {
  const { "grants.sql": grants } = databaseStatements(samplePlatform(), "orders");
  assert.deepEqual(grants.trim().split("\n"), [
    "GRANT RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO CDC_ACCOUNT;",
    "GRANT SELECT, INSERT, UPDATE ON weir.heartbeat TO CDC_ACCOUNT;",
    "GRANT SELECT, INSERT, UPDATE ON weir.signal TO CDC_ACCOUNT;",
    "GRANT SELECT, LOCK TABLES ON `test\\_db`.* TO CDC_ACCOUNT;",
  ]);
});

test("retires the other user in a Job of its own", () => {
  const [, plain] = planDatabaseJob(samplePlatform(), "orders");
  const [, retiring] = planDatabaseJob(samplePlatform(), "orders", { retireOtherUser: true });
  assert.notEqual(plain?.metadata.name, retiring?.metadata.name);
});

test("plans every topic with three copies, history for ever, internal ones compacted", () => {
  const lines = topicLines(samplePlatform()).trim().split("\n");
  const line = (topic: string) => lines.find((each) => each.startsWith(`${topic} `));
  assert.ok(lines.every((each) => / \d+\+? 3 /.test(each)));
  for (const topic of ["configs", "offsets", "status"]) {
    assert.match(line(`shop.connect.${topic}`) ?? "", /cleanup\.policy=compact/);
  }
  assert.match(line("weir.schema-history.orders") ?? "", /^\S+ 1 3 .*retention\.ms=-1/);
  assert.match(line("orders.test_db.person") ?? "", /^\S+ 2 3 /);
  assert.ok(line("weir.heartbeat.Crm_eu") && line("Crm_eu.weir.signal"));
});

test("asks a server for its position in the words of its release", () => {
  const statement = (source: string) => JSON.stringify(planVerifyJob(samplePlatform(), source));
  assert.match(statement("orders"), /SHOW BINARY LOG STATUS/);
  assert.match(statement("Crm_eu"), /SHOW MASTER STATUS/);
});
