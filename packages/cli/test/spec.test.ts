import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { callWeir, makeFolder, runWeir, smallSpec } from "./run-weir.ts";

test("init writes a spec that loads, and refuses to overwrite it", async (t) => {
  const cwd = makeFolder(t);
  assert.equal((await callWeir(["init", "--name", "orders"], cwd)).exitCode, 0);
  const show = await callWeir(["config", "show", "-o", "json"], cwd);
  assert.equal(JSON.parse(show.stdout).name, "orders");

  const file = path.join(cwd, "weir.config.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace('"orders"', '"mine"'));
  const again = await callWeir(["init"], cwd);
  assert.equal(again.exitCode, 2);
  assert.match(again.stderr, /there is a platform spec already/);
  assert.match(readFileSync(file, "utf8"), /"mine"/);
  assert.equal((await callWeir(["init", "--force", "--name", "orders"], cwd)).exitCode, 0);
});

test("init does not put a second spec beside one of another kind", (t) => {
  const { exitCode, stderr } = runWeir(["init", "--force"], { cwd: makeFolder(t, smallSpec) });
  assert.equal(exitCode, 2);
  assert.match(stderr, /weir\.config\.yaml/);
});

test("config show prints YAML that is the same platform", async (t) => {
  const cwd = makeFolder(t, smallSpec);
  const yaml = await callWeir(["config", "show"], cwd);
  const json = await callWeir(["config", "show", "-o", "json"], cwd);
  writeFileSync(path.join(cwd, "copy.yaml"), yaml.stdout);
  const copy = await callWeir(["config", "show", "-o", "json", "--config", "copy.yaml"], cwd);
  assert.deepEqual(JSON.parse(copy.stdout), JSON.parse(json.stdout));
});

test("config show --origin says where each value comes from", (t) => {
  const { stdout } = runWeir(["config", "show", "--origin", "-o", "json"], {
    cwd: makeFolder(t, smallSpec),
    env: { WEIR_CONNECT_WORKERS: "2" },
  });
  const origins = new Map(
    (JSON.parse(stdout) as { path: string; origin: string }[]).map((e) => [e.path, e.origin]),
  );
  assert.equal(origins.get("name"), "file weir.config.yaml:1");
  assert.equal(origins.get("connect.workers"), "environment WEIR_CONNECT_WORKERS");
  assert.equal(origins.get("kafka.brokers"), "default");
});

test("a bad spec exits with 2 and tells every problem at once", async (t) => {
  const cwd = makeFolder(t, "name: Legopoc\nsorces: {}\nkafka: { brokers: many }\n");
  const { exitCode, stderr } = await callWeir(["config", "show"], cwd);
  assert.equal(exitCode, 2);
  for (const part of ["name: received", "sorces", 'did you mean "sources"', "kafka.brokers"]) {
    assert.ok(stderr.includes(part), `${part} in ${stderr}`);
  }
  const json = await callWeir(["config", "show", "-o", "json"], cwd);
  const { error } = JSON.parse(json.stderr);
  assert.equal(error.code, "SPEC_INVALID");
  assert.ok(error.details.problems.length >= 3);
});

test("no spec exits with 2 and says how to get one", (t) => {
  const { exitCode, stderr } = runWeir(["up"], { cwd: makeFolder(t) });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^error\[SPEC_NOT_FOUND\]: .+\nremedy: .*weir init/);
});
