import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { openHelm } from "../../src/driver/helm.ts";

const target = {
  cluster: "shop",
  server: "https://example.invalid",
  caData: "Y2E=",
  token: async () => "k8s-aws-v1.very-secret",
};
const chart = {
  release: "strimzi",
  namespace: "strimzi",
  chart: "oci://quay.io/strimzi-helm/strimzi-kafka-operator",
  version: "1.2.0",
  values: "helm/strimzi-values.yaml",
};

describe("helm", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "weir-helm-test-"));
    // Says what it got: arguments, mode and content of the kubeconfig, values.
    const script = `#!/bin/sh
if [ "$1" = version ]; then printf v3.19.0; exit 0; fi
printf '%s\\n' "$@" >"${folder}/arguments"
stat -c %a "$KUBECONFIG" >"${folder}/mode"
cp "$KUBECONFIG" "${folder}/kubeconfig"
env >"${folder}/environment"
if [ "$1" = list ]; then
  if [ "$3" = '^absent$' ]; then echo '[]'; else echo '[{"name":"strimzi","status":"deployed","chart":"strimzi-kafka-operator-1.2.0"}]'; fi
  exit 0
fi
if [ "$1 $2" = "get values" ]; then echo '{"replicas":2}'; exit 0; fi
if [ "$1 $2" = "get manifest" ]; then echo 'kind: Deployment'; exit 0; fi
if [ "$3" = broken ]; then echo "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress" >&2; exit 1; fi
if [ "$2" = absent ]; then echo "Error: uninstall: Release not loaded: absent: release: not found" >&2; exit 1; fi
exit 0
`;
    writeFileSync(path.join(folder, "helm"), script);
    chmodSync(path.join(folder, "helm"), 0o755);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const open = () =>
    openHelm({ PATH: `${folder}:/usr/bin:/bin`, HELM_KUBEAPISERVER: "https://other.invalid" });
  const options = { deadlineMs: 60_000, signal: undefined };
  const read = (name: string) => readFileSync(path.join(folder, name), "utf8");

  it("installs the pinned chart, with the token in a file of the user's alone", async () => {
    assert.equal(await open().version(), "v3.19.0");
    await open().upgrade(target, chart, { ...options, values: "replicas: 2\n" });
    const args = read("arguments");
    assert.match(args, /^upgrade\n--install\nstrimzi\noci:\/\/quay.io[^\n]+\n--version\n1\.2\.0\n/);
    assert.match(args, /--wait\n--timeout\n30s\n/);
    assert.ok(!args.includes("very-secret"));
    assert.equal(read("mode").trim(), "600");
    assert.match(read("kubeconfig"), /very-secret/);
    assert.ok(!read("environment").includes("other.invalid"), "no other cluster by environment");
  });

  it("reads what is installed, and that nothing is", async () => {
    assert.deepEqual(await open().release(target, chart, options), {
      status: "deployed",
      chart: "strimzi-kafka-operator-1.2.0",
      values: { replicas: 2 },
      manifest: "kind: Deployment\n",
    });
    assert.equal(await open().release(target, { ...chart, release: "absent" }, options), undefined);
  });

  it("says how to go on where an earlier helm was killed", async () => {
    const broken = { ...chart, release: "broken" };
    await assert.rejects(open().upgrade(target, broken, { ...options, values: "" }), {
      code: "HELM_FAILED",
      remedy: /helm rollback broken/,
    });
  });

  it("takes a release that is not there as uninstalled", async () => {
    assert.equal(await open().uninstall(target, { ...chart, release: "absent" }, options), false);
  });

  it("is missed before anything is made", async () => {
    const helm = openHelm({ PATH: "/nonexistent" });
    await assert.rejects(helm.version(), { code: "PREREQUISITE_MISSING" });
  });
});
