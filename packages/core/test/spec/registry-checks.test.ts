import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { loadPlatform } from "../../src/index.ts";
import { checkSpec } from "../../src/spec/checks.ts";

const base = { name: "shop", sources: { shop: { tables: ["d.t"] } } };
const converter = { class: "io.confluent.connect.avro.AvroConverter" };
const paths = (registry: object, more: object = {}) =>
  checkSpec({ ...base, ...more, registry }).map(({ path: at }) => at);

test("takes a Confluent registry with the user's converter", () => {
  assert.deepEqual(paths({ kind: "confluent", converter }), []);
  const config = { "auto.register.schemas": true };
  assert.deepEqual(paths({ kind: "confluent", converter: { ...converter, config } }), []);
});

test("rejects kind confluent without a converter, and says what to bring", () => {
  const [problem, ...rest] = checkSpec({ ...base, registry: { kind: "confluent" } });
  assert.deepEqual(rest, []);
  assert.equal(problem?.path, "registry.converter");
  assert.match(problem?.remedy ?? "", /connect\.plugins/);
});

test("rejects on AWS a Confluent registry without address, and workers without its converter", () => {
  const aws = { region: "eu-central-1" };
  assert.deepEqual(paths({ kind: "confluent", converter }, { aws }), [
    "registry.url",
    "aws.connect.image",
  ]);
  const image = { connect: { image: "registry.example/connect:1" } };
  const url = "https://registry.example";
  assert.deepEqual(paths({ kind: "confluent", converter, url }, { aws: { ...aws, ...image } }), []);
});

test("rejects converter and address beside kind glue", () => {
  const given = { converter, url: "https://registry.example" };
  assert.deepEqual(paths(given), ["registry.converter", "registry.url"]);
});

test("rejects secrets and the address among the converter's properties", () => {
  const config = {
    "basic.auth.user.info.password": "hunter2",
    "schema.registry.url": "http://x",
  };
  assert.deepEqual(paths({ kind: "confluent", converter: { ...converter, config } }), [
    'registry.converter.config["schema.registry.url"]',
    'registry.converter.config["basic.auth.user.info.password"]',
  ]);
  const url = "https://user:secret@registry.example";
  assert.deepEqual(paths({ kind: "confluent", converter, url }), ["registry.url"]);
});

test("takes the user of a Confluent registry for a secret, and not where it stands", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Kafka's own syntax
  const reference = "${file:/run/secrets/registry:user}";
  const own = (config: object) =>
    paths({ kind: "confluent", converter: { ...converter, config } }).map(String);
  const source = { "basic.auth.credentials.source": "USER_INFO" };
  assert.deepEqual(own({ ...source, "basic.auth.user.info": reference }), []);
  assert.deepEqual(own({ ...source, "basic.auth.user.info": "weir:hunter2" }), [
    'registry.converter.config["basic.auth.user.info"]',
  ]);
});

test("reads plugin folders relative to the spec, and rejects one that is not there", async (t) => {
  const folder = specFolder(t, { ...base, connect: { plugins: ["own"] } });
  await assert.rejects(loadPlatform({ cwd: folder, env: {} }), /connect\.plugins\[0\]: .*a folder/);
  mkdirSync(path.join(folder, "own"));
  const { platform } = await loadPlatform({ cwd: folder, env: {} });
  assert.deepEqual(platform.connect.plugins, [path.join(folder, "own")]);
});

function specFolder(t: TestContext, spec: object): string {
  const folder = mkdtempSync(path.join(tmpdir(), "weir-core-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, "weir.config.json"), JSON.stringify(spec));
  return folder;
}
