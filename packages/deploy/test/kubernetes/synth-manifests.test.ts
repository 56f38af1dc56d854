import assert from "node:assert/strict";
import { test } from "node:test";
import { WeirError } from "@weir/core";
import { objectsOf, sampleFiles, samplePlatform } from "./sample.ts";

test("writes one manifest for each concern, values, connectors and the plugin", async () => {
  const files = await sampleFiles();
  assert.deepEqual(
    files.map(({ path }) => path),
    [
      "kubernetes/00-namespace.yaml",
      "kubernetes/10-secrets.yaml",
      "kubernetes/20-database-job.yaml",
      "kubernetes/25-topics-job.yaml",
      "kubernetes/35-network-policy.yaml",
      "kubernetes/40-kafka-connect.yaml",
      "kubernetes/50-connectors.yaml",
      "kubernetes/90-verify-job.yaml",
      "helm/strimzi-values.yaml",
      "helm/external-secrets-values.yaml",
      "helm/kube-prometheus-stack-values.yaml",
      "helm/charts.yaml",
      "connectors/orders.json",
      files.find(({ path }) => path.startsWith("connectors/crm-eu-"))?.path,
      "plugins/weir-connect-plugin-abababababababab.jar",
    ],
  );
});

test("writes the same bytes for the same spec", async () => {
  assert.deepEqual(await sampleFiles(), await sampleFiles());
});

test("puts everything into the platform's namespace with its labels", async () => {
  const platform = samplePlatform();
  const objects = objectsOf(platform, await sampleFiles(platform));
  assert.ok(objects.length > 25);
  for (const { kind, metadata } of objects) {
    const scoped = /^(Namespace|MutatingAdmissionPolicy(Binding)?)$/.test(kind);
    assert.equal(metadata.namespace, scoped ? undefined : "weir-shop", `${kind} ${metadata.name}`);
    assert.equal(metadata.labels?.["app.kubernetes.io/part-of"], "shop");
  }
});

test("leaves no placeholder that nobody fills, and keeps config providers' references", async () => {
  const platform = samplePlatform();
  const text = JSON.stringify(objectsOf(platform, await sampleFiles(platform)));
  assert.doesNotMatch(text, /\$\{WEIR_/);
  assert.match(text, /\$\{secrets:weir-shop\/orders-cdc:password\}/);
});

test("holds no password, only where it is", async () => {
  let seen = 0;
  for (const { path, content } of await sampleFiles()) {
    if (path.startsWith("plugins/")) continue;
    for (const [, value] of String(content).matchAll(/database\.password"?: *"?([^"\n]*)/g)) {
      assert.match(value ?? "", /^\$\{secrets:weir-shop\/[a-z0-9-]+-cdc:password\}$/, path);
      seen += 1;
    }
  }
  assert.equal(seen, 4);
});

test("fails where a format has no converter", async () => {
  await assert.rejects(
    sampleFiles(samplePlatform({ registry: { format: "protobuf" } })),
    (error) => error instanceof WeirError && error.code === "SPEC_INVALID",
  );
});

test("names every Job by its content, within the length of a label", async () => {
  const long = `x${"y".repeat(61)}`;
  const names = async (hours: number) => {
    const platform = samplePlatform({
      sources: { [long]: { tables: ["a.b"] } },
      aws: { region: "eu-central-1", rds: { binlogRetentionHours: hours } },
    });
    const objects = objectsOf(platform, await sampleFiles(platform));
    return objects.filter(({ kind }) => kind === "Job").map(({ metadata }) => metadata.name);
  };
  const [before, after] = [await names(24), await names(48)];
  for (const name of before) assert.match(name, /^[a-z0-9][a-z0-9-]{0,61}[0-9a-f]$/);
  assert.equal(new Set(before).size, before.length);
  // Only the database Job speaks of the retention.
  assert.deepEqual(
    after.map((name, index) => name === before[index]),
    [false, true, true],
  );
});
