import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openStore } from "../../src/store/open-store.ts";
import { insertRegistry } from "../../src/store/registries.ts";
import { findSchema, insertSchema } from "../../src/store/schemas.ts";
import { insertVersion } from "../../src/store/version-changes.ts";
import { type ConfluentCalls, optional, record, startConfluent } from "./confluent-calls.ts";

const folder = mkdtempSync(join(tmpdir(), "weir-many-"));
const databaseFile = join(folder, "registry.sqlite");
const registryName = "default-registry";
const count = 2000;
/** Far above what one look takes, far below what a look for each version would. */
const boundMs = 2_000;
let confluent: ConfluentCalls;

before(async () => {
  const store = openStore(databaseFile);
  const now = "2026-01-01T00:00:00.000Z";
  store.transaction(() => {
    insertRegistry(store, { registryName, now });
    for (const schemaName of ["named", "naming", "plain"]) {
      const rest = { dataFormat: "AVRO", compatibility: "BACKWARD_ALL" } as const;
      const key = { registryName, schemaName };
      insertSchema(store, { ...key, ...rest, description: undefined, tags: undefined, now });
      for (let number = 1; number <= count; number += 1) {
        const schema = findSchema(store, key);
        assert.ok(schema);
        const named = record({ [`f${number}`]: optional("int", 0) }, "Named");
        const reference = { name: "Named", subject: `:.${registryName}:named`, version: 7 };
        insertVersion(store, schema, {
          schemaVersionId: randomUUID(),
          ...(schemaName === "naming"
            ? { definition: record({ [`n${number}`]: "Named" }), references: [reference] }
            : { definition: named }),
          status: "AVAILABLE",
          now,
        });
      }
    }
  });
  store.close();
  confluent = await startConfluent({ databaseFile });
});
after(async () => {
  await confluent.registry.stop();
  rmSync(folder, { recursive: true });
});

async function timed<T>(work: Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work;
  const ms = performance.now() - start;
  assert.ok(ms < boundMs, `took ${Math.round(ms)} ms`);
  return result;
}

test("compares a new version with thousands, and finds it again", async () => {
  const schema = record({ another: optional("int", 0) }, "Named");
  const { version } = await timed(confluent.register("plain", schema));
  assert.equal(version, count + 1);
  assert.equal((await timed(confluent.ok("POST /subjects/plain", { schema }))).version, version);
});

test("deletes thousands of versions while thousands of others refer to something", async () => {
  const { ok, refusal } = confluent;
  assert.equal((await timed(ok("DELETE /subjects/plain"))).length, count + 1);
  assert.equal((await timed(ok("DELETE /subjects/plain?permanent=true"))).length, count + 1);
  const [code, message] = await timed(refusal("DELETE /subjects/named"));
  assert.equal(code, 42206);
  assert.match(message, /subject=named,version=7\}/);
  const ids = await timed(ok("GET /subjects/named/versions/7/referencedby"));
  assert.equal(ids.length, count);
});
