import assert from "node:assert/strict";
import { after, test } from "node:test";
import { confluentRoutes } from "../../src/confluent/confluent-routes.ts";
import { record, startConfluent } from "./confluent-calls.ts";

const confluent = await startConfluent();
const { call, register, registry } = confluent;
after(() => registry.stop());

const rounds = process.env.WEIR_TEST_FULL === "1" ? 200 : 3;

/** Numbers below 1 by Lehmer's rule: the same sequence in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** As they stand in a path. */
const words = [
  ...[
    "s",
    "latest",
    "-1",
    "1",
    "0",
    "99999999999",
    "x",
    "a%25b",
    "%00",
    "%2F",
    ":.a:s",
    ":.:",
    ":*:",
  ],
  ...["constructor", "__proto__", "a".repeat(300), "%F0%9F%92%A9", "';drop%20table%20schema;--"],
];
const values = [
  ...[null, 0, -1, 1e99, true, "", "{", "string", "BACKWARD", "IMPORT", [], {}, [[]], [null]],
  ...[record({ a: "int" }), { properties: { a: "b" } }, [{ name: "a", subject: "s", version: 1 }]],
  ...["AAAA", 'syntax = "proto3"; message M {}', '{"type":"object"}', "PROTOBUF", "JSON", "alias"],
];
const members = [
  ...["schema", "schemaType", "references", "id", "version", "ruleSet", "metadata"],
  ...["compatibility", "compatibilityLevel", "alias", "normalize", "mode", "__proto__"],
];
const flags = ["deleted", "permanent", "normalize", "verbose", "force", "fetchMaxId", "recursive"];

test("answers whatever is asked, in its own shape and never with 500", async () => {
  const random = seededRandom(20_261_128);
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  await register("s", record({ a: "int" }));
  const statuses = new Set<number>();
  for (let round = 0; round < rounds; round++) {
    for (const { method, route } of confluentRoutes) {
      const path = route.replaceAll(/:\w+|\*/g, () => pick(words));
      const query = `${pick(flags)}=true&subject=${pick(words)}&limit=${round - 1}`;
      const body = Object.fromEntries(
        Array.from({ length: 4 }, () => [pick(members), pick(values)]),
      );
      const hasBody = method === "POST" || method === "PUT";
      const request = `${method} ${path || "/"}?${query}`;
      if (request.startsWith("POST /?")) continue;
      const answer = await call(request, hasBody ? body : undefined);
      statuses.add(answer.status);
      assert.ok(answer.status < 500, `${request} ${JSON.stringify(body)} ${answer.body?.message}`);
      if (answer.status === 200) continue;
      assert.equal(typeof answer.body.error_code, "number", request);
      assert.equal(typeof answer.body.message, "string", request);
    }
  }
  // What is asked reaches further than the first check.
  for (const status of [200, 404, 422]) assert.ok(statuses.has(status), `${status} among answers`);
});
