import assert from "node:assert/strict";
import { after, test } from "node:test";
import { record, startConfluent } from "./confluent-calls.ts";

const confluent = await startConfluent();
const { registry, refusal, ok } = confluent;
after(() => registry.stop());

const schema = record({ a: "int" });

function post(body: string, contentType: string | undefined, path = "/subjects/edge/versions") {
  return fetch(`${registry.endpoint}${path}`, {
    method: "POST",
    body: Buffer.from(body),
    headers: contentType === undefined ? {} : { "content-type": contentType },
    signal: AbortSignal.timeout(10_000),
  });
}

test("takes Confluent's content types and plain JSON, and answers with its own", async () => {
  for (const type of [
    "application/vnd.schemaregistry.v1+json",
    "application/vnd.schemaregistry+json",
    "application/json",
    "application/json; charset=utf-8",
    "application/octet-stream",
  ]) {
    const response = await post(JSON.stringify({ schema }), type);
    assert.equal(response.status, 200, type);
    assert.match(
      response.headers.get("content-type") ?? "",
      /^application\/vnd\.schemaregistry\.v1\+json/,
    );
  }
});

test("answers with plain JSON where that is all a client accepts", async () => {
  const typeFor = async (accept: string) =>
    (await fetch(`${registry.endpoint}/subjects`, { headers: { accept } })).headers
      .get("content-type")
      ?.split(";")[0];
  assert.equal(await typeFor("application/json"), "application/json");
  assert.equal(await typeFor("*/*"), "application/vnd.schemaregistry.v1+json");
  const weighted =
    "application/vnd.schemaregistry.v1+json, application/vnd.schemaregistry+json; qs=0.9, application/json; qs=0.5";
  assert.equal(await typeFor(weighted), "application/vnd.schemaregistry.v1+json");
});

test("rejects other content types, broken JSON, other JSON and huge bodies in Confluent's shape", async () => {
  const codeOf = async (response: Response) => {
    const { error_code: code, message } = (await response.json()) as Record<string, unknown>;
    assert.equal(typeof message, "string");
    return [response.status, code];
  };
  assert.deepEqual(await codeOf(await post("{}", "text/plain")), [415, 415]);
  assert.deepEqual(await codeOf(await post("{", "application/json")), [400, 400]);
  assert.deepEqual(await codeOf(await post("[]", "application/json")), [400, 400]);
  assert.deepEqual(await codeOf(await post("1", "application/json")), [400, 400]);
  assert.deepEqual(await codeOf(await post("null", "application/json")), [422, 422]);
  const huge = JSON.stringify({ schema: "a".repeat(3_000_000) });
  assert.deepEqual(await codeOf(await post(huge, "application/json")), [413, 413]);
  const deep = `${'{"type":"array","items":'.repeat(6000)}"int"${"}".repeat(6000)}`;
  const nested = JSON.stringify({ schema: deep });
  assert.deepEqual(await codeOf(await post(nested, "application/json")), [422, 42201]);
});

test("says what it does not have, and leaves Glue's protocol alone", async () => {
  for (const path of [
    "/exporters",
    "/exporters/e/status",
    "/dek-registry/v1/keks",
    "/subjects/s/metadata",
    "/subjects/s/versions/1/tags",
    "/associations/subjects/s",
  ]) {
    const [code, message] = await refusal(`GET ${path}`);
    assert.equal(code, 404);
    assert.match(message, /Weir's registry has no /, path);
  }
  assert.equal((await refusal("GET /subjects/a/b/c/d"))[0], 404);
  assert.equal((await refusal("POST /dek-registry/v1/keks", { name: "k" }))[0], 404);
  const glue = await fetch(registry.endpoint, { method: "POST", body: "{}" });
  assert.equal(glue.headers.get("content-type"), "application/x-amz-json-1.1");
});

test("asks for the registry's token, in Confluent's shape", async () => {
  const guarded = await startConfluent({ token: "secret" });
  try {
    const ask = (authorization: string | undefined) =>
      fetch(`${guarded.registry.endpoint}/subjects`, {
        headers: authorization === undefined ? {} : { authorization },
      });
    const refused = await ask(undefined);
    assert.equal(refused.status, 401);
    assert.equal(((await refused.json()) as { error_code: number }).error_code, 401);
    assert.equal((await ask("Bearer wrong")).status, 403);
    const basic = Buffer.from("anybody:secret").toString("base64");
    assert.equal((await ask(`Basic ${basic}`)).status, 200);
  } finally {
    await guarded.registry.stop();
  }
});

test("can be left out", async () => {
  const without = await startConfluent({ confluent: false });
  try {
    assert.equal((await without.refusal("GET /subjects"))[0], 404);
  } finally {
    await without.registry.stop();
  }
  assert.deepEqual(await ok("GET /subjects"), ["edge"]);
});
