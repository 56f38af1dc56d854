import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { GetRegistryCommand, GlueClient, ListRegistriesCommand } from "@aws-sdk/client-glue";
import { type RunningRegistry, startRegistry } from "../../src/start-registry.ts";

const token = "a-token-of-this-test/+=";
let registry: RunningRegistry;

before(async () => {
  registry = await startRegistry({ databaseFile: ":memory:", host: "0.0.0.0", token });
});

after(() => registry.stop());

/** As another machine would: the address it listens on is no place to connect to. */
function place(path: string): URL {
  const url = new URL(path, registry.endpoint);
  url.hostname = "127.0.0.1";
  return url;
}

function ask(authorization: string | undefined, path = "/", init: RequestInit = {}) {
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "AWSGlue.ListRegistries",
    ...(authorization === undefined ? {} : { authorization }),
  };
  const method = path === "/" ? "POST" : "GET";
  const body = path === "/" ? "{}" : null;
  return fetch(place(path), { method, headers, body, ...init });
}

const basic = (password: string) => `Basic ${Buffer.from(`weir:${password}`).toString("base64")}`;

test("answers those who know the token, as bearer or as password", async () => {
  for (const authorization of [`Bearer ${token}`, `bearer ${token}`, basic(token)]) {
    assert.equal((await ask(authorization)).status, 200);
    assert.equal((await ask(authorization, "/metrics")).status, 200);
    assert.equal((await ask(authorization, "/subjects")).status, 200);
  }
});

test("rejects those who do not, on every route but /healthz", async () => {
  const cases = [
    [undefined, 401, "UnrecognizedClientException"],
    ["Digest x", 401, "UnrecognizedClientException"],
    [`Bearer ${token}x`, 403, "AccessDeniedException"],
    [basic("wrong"), 403, "AccessDeniedException"],
    ["AWS4-HMAC-SHA256 nonsense", 403, "AccessDeniedException"],
  ] as const;
  for (const [authorization, status, exception] of cases) {
    const response = await ask(authorization);
    assert.equal(response.status, status);
    assert.equal(response.headers.get("x-amzn-errortype"), exception);
    const { __type } = (await response.json()) as { __type: string };
    assert.equal(__type, exception);
  }
  for (const path of ["/metrics", "/subjects", "/weir/faults", "/nowhere", "/health"]) {
    assert.equal((await ask(undefined, path)).status, 401, path);
    // A signature is looked at where AWS's protocol is spoken, and is no way in elsewhere.
    assert.equal((await ask("AWS4-HMAC-SHA256 x", path)).status, 401, path);
  }
  assert.equal((await ask(undefined, "/healthz")).status, 200);
});

function sdk(secretAccessKey: string, accessKeyId = "weir"): GlueClient {
  return new GlueClient({
    region: "eu-central-1",
    endpoint: place("/").href,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
}

test("knows an AWS client that signs with the token, and no other", async () => {
  const client = sdk(token);
  assert.deepEqual((await client.send(new ListRegistriesCommand({}))).Registries, []);
  await assert.rejects(
    client.send(new GetRegistryCommand({ RegistryId: { RegistryName: "ü is signed too" } })),
    { name: "InvalidInputException" },
  );
  await assert.rejects(sdk(`${token}x`).send(new ListRegistriesCommand({})), {
    name: "AccessDeniedException",
  });
});

test("rejects a signed request whose body, operation or time is another", async () => {
  const client = sdk(token);
  let signed: { headers: Record<string, string>; body: string } | undefined;
  client.middlewareStack.add(
    (next) => (args) => {
      signed = structuredClone(args.request as typeof signed);
      return next(args);
    },
    { step: "finalizeRequest", priority: "low" },
  );
  await client.send(new ListRegistriesCommand({ MaxResults: 5 }));
  const { headers = {}, body = "" } = signed ?? {};
  const replay = async (changes: Record<string, string>, text = body) => {
    const { host: _, "content-length": __, ...rest } = headers;
    const host = place("/").host;
    const init = { method: "POST", headers: { ...rest, ...changes, host }, body: text };
    return (await fetch(place("/"), init)).status;
  };
  assert.equal(await replay({}), 200);
  assert.equal(await replay({}, '{"MaxResults":6}'), 403);
  assert.equal(await replay({ "x-amz-target": "AWSGlue.ListSchemas" }), 403);
  assert.equal(await replay({ "x-amz-date": "20200101T000000Z" }), 403);
});
