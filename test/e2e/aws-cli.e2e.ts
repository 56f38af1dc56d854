/** The AWS commands as a person runs them, without an account: what they write, ask and refuse. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { DeployPlan } from "@weir/deploy";
import { root, runWeir } from "./support/weir-command.ts";

describe("the AWS commands", () => {
  const folder = mkdtempSync(join(tmpdir(), "weir-aws-cli-"));
  cpSync(join(root, "examples", "legopoc-avro", "init.sql"), join(folder, "init.sql"));
  cpSync(join(root, "examples", "legopoc-avro", "weir.config.ts"), join(folder, "weir.config.ts"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  // Credentials of this machine must not be found: nothing here may reach an account.
  const env = {
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: join(folder, "none"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
    AWS_ACCESS_KEY_ID: "",
    AWS_SECRET_ACCESS_KEY: "",
    AWS_PROFILE: "",
  };
  const weir = (...args: string[]) => runWeir(args, { cwd: folder, env });
  const bytes = (directory: string) =>
    readdirSync(join(folder, directory), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file.slice(join(folder, directory).length), readFileSync(file, "hex")]);

  it("synth writes the same bytes twice, and a list that sha256sum accepts", async () => {
    const first = await weir("synth", "--out", "one", "-o", "json");
    assert.equal(first.code, 0, first.stderr);
    await weir("synth", "--out", "two");
    assert.deepEqual(bytes("one"), bytes("two"));
    const cwd = join(folder, "one");
    execFileSync("sha256sum", ["--check", "--quiet", "MANIFEST.sha256"], { cwd });
    const again = JSON.parse((await weir("synth", "--out", "one", "-o", "json")).stdout);
    assert.deepEqual([again.written, again.removed], [[], []]);
    const { files } = JSON.parse(first.stdout) as { files: string[] };
    for (const path of [
      ...["RUNBOOK.md", "outputs.sh", "cloudformation/1-foundation.json"],
      ...["kubernetes/40-kafka-connect.yaml", "connectors/fullfillment.json", "lake/job.json"],
      ...["monitoring/rules.yaml", "helm/strimzi-values.yaml"],
    ]) {
      assert.ok(files.includes(path), path);
    }
  });

  it("the runbook's shell parses, and fills exactly the known placeholders", async () => {
    const runbook = readFileSync(join(folder, "one", "RUNBOOK.md"), "utf8");
    const blocks = [...runbook.matchAll(/```sh\n(.*?)```/gs)].map(([, code = ""]) => code);
    assert.ok(blocks.length >= 9);
    for (const code of blocks) execFileSync("sh", ["-n", "-c", code]);
    for (const [, path = ""] of runbook.matchAll(/weir_fill (\S+)/g)) {
      readFileSync(join(folder, "one", path));
    }
    const script = readFileSync(join(folder, "one", "outputs.sh"), "utf8");
    execFileSync("sh", ["-n", "-c", script]);
    const known = new Set(script.match(/\$\{WEIR_[A-Z0-9_]+\}/g));
    for (const [file, hex] of bytes("one")) {
      const text = Buffer.from(hex ?? "", "hex").toString("latin1");
      for (const [name] of text.matchAll(/\$\{WEIR_[A-Z0-9_]+\}/g)) {
        assert.ok(known.has(name), `${file} holds ${name}, which outputs.sh does not know`);
      }
    }
  });

  it("plan answers without an account, with price, recovery and warnings", async () => {
    const { stdout, stderr, code } = await weir("plan", "-o", "json");
    assert.equal(code, 0, stderr);
    const plan = JSON.parse(stdout) as DeployPlan;
    assert.deepEqual(Object.keys(plan), ["changes", "monthlyUsd", "recovery", "warnings"]);
    assert.ok(plan.changes.every(({ action }) => action === "create"));
    const sum = plan.monthlyUsd.items.reduce((total, { usd }) => total + usd, 0);
    assert.ok(Math.abs(sum - plan.monthlyUsd.total) < 0.05);
    assert.deepEqual(
      plan.recovery.map(({ fault }) => fault),
      ["worker", "node", "zone", "broker", "database primary"],
    );
    const unreachable = plan.warnings.find(({ code }) => code === "DEPLOYED_UNREACHABLE");
    assert.match(unreachable?.message ?? "", /no AWS credentials/);
  });

  it("an environment has names of its own", async () => {
    const { stdout } = await weir("plan", "--offline", "--environment", "staging", "-o", "json");
    const { changes } = JSON.parse(stdout) as DeployPlan;
    assert.ok(changes.every(({ where }) => where.startsWith("legopoc-staging-")));
  });

  it("deploy and destroy ask before anything else, and say when nobody can be asked", async () => {
    for (const args of [["deploy"], ["destroy"]]) {
      const { stderr, code } = await weir(...args);
      assert.equal(code, 2);
      assert.match(stderr, /stdin is no terminal/);
    }
    const wrong = await weir("destroy", "--confirm", "legopoc-2");
    assert.match(wrong.stderr, /error\[DESTROY_NOT_CONFIRMED\]/);
  });

  it("every command on AWS says that credentials are missing, and how to get them", async () => {
    for (const args of [
      ["deploy", "--yes"],
      ["destroy", "--confirm", "legopoc"],
      ["rotate", "fullfillment"],
      ["get", "connectors", "--target", "aws"],
      ["schema", "list", "--target", "aws"],
      ["lake", "run", "--target", "aws"],
      ["consume", "fullfillment.test_db.person", "--target", "aws"],
    ]) {
      const { stderr, code } = await weir(...args);
      assert.equal(code, 1, args.join(" "));
      assert.match(stderr, /error\[AWS_CREDENTIALS_MISSING\]/, args.join(" "));
      assert.match(stderr, /remedy: .*AWS_PROFILE/);
    }
  });

  it("refuses what cannot work on AWS, all of it at once", async () => {
    const spec = {
      name: "shop",
      sources: { shop: { tables: ["d.t"], version: "9.7" } },
      registry: { format: "protobuf" },
      aws: {
        region: "eu-centrl-1",
        eks: { instanceType: "t4g.nano" },
        vpc: { cidr: "10.0.0.0/28", zones: ["eu-centrl-1a", "eu-centrl-1b"] },
      },
    };
    const file = join(folder, "bad.json");
    writeFileSync(file, JSON.stringify(spec));
    const early = await weir("synth", "--config", file, "--out", "bad");
    assert.equal(early.code, 2);
    for (const path of ["aws.vpc.cidr", "aws.vpc.zones"]) assert.ok(early.stderr.includes(path));
    const { vpc: _, ...aws } = spec.aws;
    writeFileSync(file, JSON.stringify({ ...spec, aws }));
    const late = await weir("synth", "--config", file, "--out", "bad");
    assert.equal(late.code, 2);
    for (const path of [
      ...["aws.region", "aws.eks.instanceType", "sources.shop.version", "registry.format"],
    ]) {
      assert.ok(late.stderr.includes(path), `${path} in ${late.stderr}`);
    }
  });
});
