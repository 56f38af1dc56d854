import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { readKubeconfig } from "../../src/kubernetes-api/kubeconfig.ts";

const folder = mkdtempSync(path.join(tmpdir(), "weir-kubeconfig-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const env = { PATH: process.env.PATH };
const base64 = (text: string) => Buffer.from(text).toString("base64");

interface Change {
  readonly cluster?: Record<string, unknown>;
  readonly user?: Record<string, unknown>;
  readonly more?: Record<string, unknown>;
}

let files = 0;
function write({ cluster = {}, user = {}, more = {} }: Change): string {
  const file = path.join(folder, `config-${++files}`);
  const server = "https://ABC.gr7.eu-central-1.eks.amazonaws.com";
  const config = {
    "current-context": "shop",
    contexts: [
      { name: "shop", context: { cluster: "eks", user: "me" } },
      { name: "other", context: { cluster: "gone", user: "me" } },
    ],
    clusters: [{ name: "eks", cluster: { server, ...cluster } }],
    users: [{ name: "me", user }],
    ...more,
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

test("reads server, authority and token of the current context", async () => {
  const file = write({
    cluster: { "certificate-authority-data": base64("PEM"), "tls-server-name": "kubernetes" },
    user: { token: "abc" },
  });
  const { credential, ...server } = readKubeconfig(file, { env });
  assert.deepEqual(server, {
    server: "https://ABC.gr7.eu-central-1.eks.amazonaws.com",
    ca: "PEM",
    tlsServerName: "kubernetes",
  });
  assert.deepEqual(await credential(), { token: "abc" });
});

test("reads files relative to the kubeconfig, the token anew each time", async () => {
  writeFileSync(path.join(folder, "ca.pem"), "CA");
  writeFileSync(path.join(folder, "token"), "one\n");
  const file = write({
    cluster: { "certificate-authority": "ca.pem" },
    user: { tokenFile: "token" },
  });
  const { ca, credential } = readKubeconfig(file, { env });
  assert.equal(ca, "CA");
  assert.deepEqual(await credential(), { token: "one" });
  writeFileSync(path.join(folder, "token"), "two\n");
  assert.deepEqual(await credential(), { token: "two" });
});

test("takes a client certificate", async () => {
  const user = { "client-certificate-data": base64("C"), "client-key-data": base64("K") };
  const { credential } = readKubeconfig(write({ user }), { env });
  assert.deepEqual(await credential(), { cert: "C", key: "K" });
});

function writePlugin(name: string, script: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const exec = (command: string, more = {}) => ({
  user: { exec: { apiVersion: "client.authentication.k8s.io/v1", command, ...more } },
});

test("asks a credential plugin once until its token expires", async () => {
  const counter = path.join(folder, "counter");
  const far = new Date(Date.now() + 3_600_000).toISOString();
  const command = writePlugin(
    "plugin",
    `echo x >> ${counter}; printf '{"status": {"token": "%s-%s-%s", "expirationTimestamp": "${far}"}}' "$1" "$MARK" "$(wc -l < ${counter})"`,
  );
  const own = { args: ["get-token"], env: [{ name: "MARK", value: "m" }] };
  const { credential } = readKubeconfig(write(exec(command, own)), { env });
  assert.deepEqual(await credential(), { token: "get-token-m-1" });
  assert.deepEqual(await credential(), { token: "get-token-m-1" });
});

test("asks again for a token that is about to expire", async () => {
  const counter = path.join(folder, "counter-2");
  const soon = new Date(Date.now() + 10_000).toISOString();
  const command = writePlugin(
    "plugin-2",
    `echo x >> ${counter}; printf '{"status": {"token": "%s", "expirationTimestamp": "${soon}"}}' "$(wc -l < ${counter})"`,
  );
  const { credential } = readKubeconfig(write(exec(command)), { env });
  assert.deepEqual(await credential(), { token: "1" });
  assert.deepEqual(await credential(), { token: "2" });
});

test("fails with what a plugin says, but not with its token", async () => {
  const command = writePlugin("broken", "echo s3cret; echo 'profile not found' >&2; exit 1");
  const { credential } = readKubeconfig(write(exec(command)), { env });
  await assert.rejects(credential(), (error: Error & { code?: string }) => {
    assert.equal(error.code, "KUBERNETES_UNAUTHORIZED");
    assert.match(error.message, /gave no credential: profile not found/);
    assert.doesNotMatch(error.message, /s3cret/);
    return true;
  });
});

test("fails where the plugin is missing, with its install hint", async () => {
  const missing = exec("weir-no-such-plugin", { installHint: "install it\n" });
  const { credential } = readKubeconfig(write(missing), { env });
  await assert.rejects(credential(), { code: "PREREQUISITE_MISSING", remedy: "install it" });
});

const problems: readonly [
  title: string,
  change: Change,
  context: string | undefined,
  says: RegExp,
][] = [
  ["an unknown context", {}, "shopp", /no context "shopp"; it has shop, other/],
  ["a cluster that is missing", {}, "other", /no cluster "gone"; it has eks/],
  ["no current context", { more: { "current-context": "" } }, undefined, /no current-context/],
  ["a server without TLS", { cluster: { server: "http://10.0.0.1" } }, undefined, /expected https/],
  ["a server that is no URL", { cluster: { server: "kube" } }, undefined, /expected https/],
  [
    "unverified TLS",
    { cluster: { "insecure-skip-tls-verify": true } },
    undefined,
    /insecure-skip-tls-verify/,
  ],
  [
    "an authority that is not there",
    { cluster: { "certificate-authority": "no.pem" } },
    undefined,
    /no\.pem, which the kubeconfig names/,
  ],
];
for (const [title, change, context, says] of problems) {
  test(`rejects ${title}`, () => {
    const file = write(change);
    assert.throws(() => readKubeconfig(file, { env, context }), {
      code: "KUBECONFIG_INVALID",
      message: says,
    });
  });
}

test("rejects a file that is missing or no kubeconfig", () => {
  const missing = path.join(folder, "missing");
  assert.throws(() => readKubeconfig(missing, { env }), { code: "KUBECONFIG_INVALID" });
  const text = path.join(folder, "text");
  writeFileSync(text, "just text");
  assert.throws(() => readKubeconfig(text, { env }), { message: /is no kubeconfig/ });
});

test("accepts a server without TLS on loopback, as kubectl proxy has it", () => {
  const file = write({ cluster: { server: "http://127.0.0.1:8001" } });
  assert.equal(readKubeconfig(file, { env }).server, "http://127.0.0.1:8001");
});
