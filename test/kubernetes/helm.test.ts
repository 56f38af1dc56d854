/**
 * The real helm against the real API server, with a chart of ours: the operators' own charts come
 * from registries that a test does not need.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { HelmChart } from "../../packages/deploy/src/driver/deploy-files.ts";
import { openHelm } from "../../packages/deploy/src/driver/helm.ts";
import { readPrepared } from "./support/prepared.ts";
import { startTestCluster, type TestCluster } from "./support/test-cluster.ts";

const folder = mkdtempSync(path.join(tmpdir(), "weir-helm-test-"));
const env = {
  PATH: `${path.join(folder, "bin")}:${process.env.PATH}`,
  // Of the discovery cache; without it helm writes .kube into the working directory.
  HOME: folder,
  HELM_CACHE_HOME: path.join(folder, "cache"),
  HELM_CONFIG_HOME: path.join(folder, "config"),
  HELM_DATA_HOME: path.join(folder, "data"),
};
let cluster: TestCluster;
let repository: Server;

before(async () => {
  mkdirSync(path.join(folder, "bin"));
  symlinkSync(readPrepared().programs.helm, path.join(folder, "bin", "helm"));
  repository = await serveChart();
  cluster = await startTestCluster();
});
after(async () => {
  await cluster?.stop();
  repository?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A chart repository on loopback with one chart, which makes a ConfigMap of its values. */
async function serveChart(): Promise<Server> {
  const chart = path.join(folder, "operator");
  mkdirSync(path.join(chart, "templates"), { recursive: true });
  writeFileSync(path.join(chart, "Chart.yaml"), "apiVersion: v2\nname: operator\nversion: 1.2.3\n");
  writeFileSync(path.join(chart, "values.yaml"), "mark: default\n");
  writeFileSync(
    path.join(chart, "templates", "config.yaml"),
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-config\ndata:\n  mark: {{ .Values.mark | quote }}\n",
  );
  const served = path.join(folder, "served");
  mkdirSync(served);
  const helm = path.join(folder, "bin", "helm");
  execFileSync(helm, ["package", chart, "--destination", served], { env, stdio: "pipe" });
  execFileSync(helm, ["repo", "index", served], { env, stdio: "pipe" });
  const server = createServer((request, response) => {
    try {
      response.end(readFileSync(path.join(served, path.basename(request.url ?? ""))));
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return server;
}

const chart = (version = "1.2.3"): HelmChart => ({
  release: "op",
  namespace: "operators",
  repository: `http://127.0.0.1:${(repository.address() as AddressInfo).port}`,
  chart: "operator",
  version,
  values: "helm/operator-values.yaml",
});
const target = () => ({ cluster: "test", ...cluster.server.connection });
const options = { deadlineMs: 120_000, signal: undefined };
const values = (mark: string) => ({ ...options, values: `mark: ${mark}\n` });
const configMap = {
  apiVersion: "v1",
  kind: "ConfigMap",
  name: "op-config",
  namespace: "operators",
} as const;

test("installs a chart, changes its values, and takes it away", async () => {
  const helm = openHelm(env);
  assert.match(await helm.version(), /^v4\./);
  const markOf = async () => (await cluster.kubernetes.read(configMap))?.data;
  await helm.upgrade(target(), chart(), { ...values("dry"), dryRun: true });
  assert.equal(await markOf(), undefined);
  await helm.upgrade(target(), chart(), values("one"));
  assert.deepEqual(await markOf(), { mark: "one" });
  await helm.upgrade(target(), chart(), values("two"));
  assert.deepEqual(await markOf(), { mark: "two" });
  assert.equal(await helm.uninstall(target(), chart(), options), true);
  assert.equal(await markOf(), undefined);
  assert.equal(await helm.uninstall(target(), chart(), options), false);
});

test("fails with what helm says of a chart that is not there", async () => {
  const attempt = openHelm(env).upgrade(target(), chart("9.9.9"), values("x"));
  await assert.rejects(attempt, {
    code: "HELM_FAILED",
    message: /9\.9\.9/,
  });
});
