import assert from "node:assert/strict";
import { after, test } from "node:test";
import { optional, record, startConfluent } from "./confluent-calls.ts";

const confluent = await startConfluent();
const { ok, refusal, register } = confluent;
after(() => confluent.registry.stop());

const base = "POST /compatibility/subjects";
const schemas = {
  v1: record({ a: "int" }),
  added: record({ a: "int", b: "int" }),
  optional: record({ a: "int", b: optional("int", 0) }),
  removed: record({}),
};
await register("s", schemas.v1);

const table = {
  NONE: { added: true, optional: true, removed: true },
  BACKWARD: { added: false, optional: true, removed: true },
  BACKWARD_TRANSITIVE: { added: false, optional: true, removed: true },
  FORWARD: { added: true, optional: true, removed: false },
  FORWARD_TRANSITIVE: { added: true, optional: true, removed: false },
  FULL: { added: false, optional: true, removed: false },
  FULL_TRANSITIVE: { added: false, optional: true, removed: false },
} as const;

for (const [level, verdicts] of Object.entries(table)) {
  test(`judges by ${level}, as registering would`, async () => {
    await ok("PUT /config/s", { compatibility: level });
    for (const [name, expected] of Object.entries(verdicts)) {
      const schema = schemas[name as keyof typeof schemas];
      const one = await ok(`${base}/s/versions/1`, { schema });
      const latest = await ok(`${base}/s/versions/latest`, { schema });
      const all = await ok(`${base}/s/versions?verbose=true`, { schema });
      assert.deepEqual(
        [one, latest, all.is_compatible],
        [{ is_compatible: expected }, { is_compatible: expected }, expected],
        `${name} under ${level}`,
      );
      assert.equal(all.messages.length === 0, expected);
    }
  });
}

test("says why and what to do", async () => {
  await ok("PUT /config/s", { compatibility: "BACKWARD" });
  const { messages } = await ok(`${base}/s/versions/latest?verbose=true`, {
    schema: schemas.added,
  });
  assert.deepEqual(messages, [
    'field "b" was added without a default: readers of older data have no value for it (READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1, BACKWARD against version 1); give the field a default',
    "{compatibility: 'BACKWARD'}",
  ]);
});

test("finds anything compatible with a subject that is not there", async () => {
  assert.deepEqual(await ok(`${base}/nobody/versions/latest`, { schema: schemas.v1 }), {
    is_compatible: true,
  });
  assert.deepEqual(await ok(`${base}/nobody/versions`, { schema: schemas.v1 }), {
    is_compatible: true,
  });
  assert.equal((await refusal(`${base}/nobody/versions/1`, { schema: schemas.v1 }))[0], 40402);
  assert.equal((await refusal(`${base}/s/versions/9`, { schema: schemas.v1 }))[0], 40402);
});

test("rejects an invalid schema, or names it as the reason", async () => {
  assert.equal((await refusal(`${base}/s/versions`, { schema: "{" }))[0], 42201);
  const { is_compatible: compatible, messages } = await ok(`${base}/s/versions?verbose=true`, {
    schema: "{",
  });
  assert.equal(compatible, false);
  assert.match(messages[0], /^Invalid schema of type AVRO, details: /);
  for (const version of ["0", "-2", "x", "2147483648"]) {
    assert.deepEqual(await refusal(`${base}/s/versions/${version}`, { schema: schemas.v1 }), [
      42202,
      `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
    ]);
  }
});
