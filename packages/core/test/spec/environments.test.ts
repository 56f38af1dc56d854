import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { loadPlatform, type SpecProblem, WeirError } from "@weir/core";

const folder = mkdtempSync(path.join(tmpdir(), "weir-environments-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function load(spec: object, environment?: string, env: Record<string, string> = {}) {
  writeFileSync(path.join(folder, "weir.config.json"), JSON.stringify(spec));
  return loadPlatform({ cwd: folder, env, environment });
}

async function problemsOf(loading: Promise<unknown>): Promise<readonly SpecProblem[]> {
  const error = await loading.then(
    () => assert.fail("the spec was accepted"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof WeirError);
  return error.details.problems as readonly SpecProblem[];
}

const spec = {
  name: "shop",
  sources: { shop: { tables: ["shop_db.orders"] } },
  aws: { region: "eu-central-1", tags: { team: "data" } },
  environments: {
    staging: { connect: { workers: 1 }, aws: { tags: { stage: "staging" } } },
    production: { name: "shop", aws: { region: "eu-west-1", vpc: { nat: "per-zone" } } },
  },
};

test("lays the chosen environment over the spec and keeps what it does not name", async () => {
  const { platform, origins } = await load(spec, "staging");
  assert.equal(platform.name, "shop-staging");
  assert.equal(platform.registry.name, "shop-staging");
  assert.equal(platform.connect.workers, 1);
  assert.deepEqual(platform.aws?.tags, { team: "data", stage: "staging" });
  const workers = origins.find((entry) => entry.path === "connect.workers");
  assert.equal(workers?.origin, "environments.staging");
});

test("takes the environment's own name where it has one", async () => {
  const { platform } = await load(spec, "production");
  assert.equal(platform.name, "shop");
  assert.equal(platform.aws?.region, "eu-west-1");
});

test("chooses by WEIR_ENVIRONMENT, below the flag and above the file", async () => {
  assert.equal(
    (await load(spec, undefined, { WEIR_ENVIRONMENT: "staging" })).platform.name,
    "shop-staging",
  );
  assert.equal(
    (await load(spec, "production", { WEIR_ENVIRONMENT: "staging" })).platform.name,
    "shop",
  );
  const env = { WEIR_CONNECT_WORKERS: "5" };
  assert.equal((await load(spec, "staging", env)).platform.connect.workers, 5);
});

test("rejects an environment that the spec does not have, with a near match", async () => {
  const [problem] = await problemsOf(load(spec, "stagin"));
  assert.equal(problem?.path, "environments");
  assert.equal(problem?.remedy, 'did you mean "staging"?');
});

test("checks overlays that are not chosen, and names only what they bring", async () => {
  const broken = { ...spec, environments: { staging: { conect: {}, kafka: { brokers: 4 } } } };
  const problems = await problemsOf(load(broken));
  assert.deepEqual(
    problems.map((problem) => problem.path),
    ["environments.staging.conect", "environments.staging.kafka.brokers"],
  );
});
