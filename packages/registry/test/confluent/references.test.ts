import assert from "node:assert/strict";
import { after, test } from "node:test";
import { record, startConfluent } from "./confluent-calls.ts";

const confluent = await startConfluent();
const { ok, refusal, register } = confluent;
after(() => confluent.registry.stop());

const address = record({ street: "string" }, "Address");
const person = record({ home: "Address" });
const toAddress = (version: number) => ({ name: "Address", subject: "address", version });

test("resolves references, and lists who refers", async () => {
  await register("address", address);
  const [code] = await refusal("POST /subjects/person/versions", { schema: person });
  assert.equal(code, 42201, "without the reference the name is unknown");
  const { id } = await register("person", person, { references: [toAddress(1)] });
  assert.deepEqual((await ok(`GET /schemas/ids/${id}`)).references, [toAddress(1)]);
  const shown = await ok("GET /subjects/person/versions/1");
  assert.deepEqual(shown.references, [toAddress(1)]);
  assert.deepEqual(await ok("GET /subjects/address/versions/1/referencedby"), [id]);
  assert.deepEqual(await ok("GET /subjects/person/versions/1/referencedby"), []);
  const found = await ok("POST /subjects/person", { schema: person, references: [toAddress(1)] });
  assert.equal(found.version, 1);
});

test("rejects references to what is not there", async () => {
  for (const reference of [
    toAddress(9),
    { ...toAddress(1), subject: "nobody" },
    { name: "Address", subject: "address" },
    { subject: "address", version: 1 },
  ]) {
    const body = { schema: person, references: [reference] };
    const [code] = await refusal("POST /subjects/unresolved/versions", body);
    assert.equal(code, 42201, JSON.stringify(reference));
  }
  const [, message] = await refusal("POST /subjects/unresolved/versions", {
    schema: person,
    references: [toAddress(9)],
  });
  assert.equal(message, 'No schema reference found for subject "address" and version 9');
});

test("tells schemas apart by what they refer to", async () => {
  await ok("PUT /config/address", { compatibility: "NONE" });
  await register("address", record({ street: "string", city: "string" }, "Address"));
  const before = await register("person", person, { references: [toAddress(1)] });
  await ok("PUT /config/person", { compatibility: "NONE" });
  const after = await register("person", person, { references: [toAddress(2)] });
  assert.notEqual(after.id, before.id);
  assert.equal(after.version, 2);
});

test("judges what stands behind a reference", async () => {
  await ok("PUT /config/person", { compatibility: "BACKWARD" });
  await ok("DELETE /subjects/person/versions/2");
  const { is_compatible: compatible, messages } = await ok(
    "POST /compatibility/subjects/person/versions?verbose=true",
    { schema: person, references: [toAddress(2)] },
  );
  assert.equal(compatible, false);
  assert.match(messages[0], /"home.city" was added without a default/);
});

test("keeps a version that others refer to", async () => {
  assert.deepEqual(await refusal("DELETE /subjects/address/versions/1"), [
    42206,
    "One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=address,version=1}.",
  ]);
  assert.equal((await refusal("DELETE /subjects/address"))[0], 42206);
  await ok("DELETE /subjects/person");
  await ok("DELETE /subjects/address/versions/1");
  assert.equal(
    (await refusal("DELETE /subjects/address/versions/1?permanent=true"))[0],
    42206,
    "a soft-deleted schema still refers",
  );
  await ok("DELETE /subjects/person?permanent=true");
  await ok("DELETE /subjects/address/versions/1?permanent=true");
});

test("compares references in their order, unless normalized", async () => {
  await register("one", record({ a: "int" }, "One"));
  await register("two", record({ a: "int" }, "Two"));
  const schema = record({ one: "One", two: "Two" }, "Both");
  const references = ["One", "Two"].map((name) => ({
    name,
    subject: name.toLowerCase(),
    version: 1,
  }));
  const reversed = references.toReversed();
  await ok("POST /subjects/both/versions?normalize=true", { schema, references: reversed });
  const shown = await ok("GET /subjects/both/versions/1");
  assert.deepEqual(shown.references, references);
  const find = "POST /subjects/both";
  assert.equal((await refusal(find, { schema, references: reversed }))[0], 40403);
  assert.equal((await ok(`${find}?normalize=true`, { schema, references: reversed })).version, 1);
  await ok("PUT /config/both", { normalize: true });
  assert.equal((await ok(find, { schema, references: reversed })).version, 1);
});

test("refers to a latest version by the number it has", async () => {
  const one = { name: "One", subject: "one", version: -1 };
  await register("latest", record({ one: "One" }), { references: [one] });
  const { references } = await ok("GET /subjects/latest/versions/1");
  assert.deepEqual(references, [{ ...one, version: 1 }]);
});

test("means subjects of the schema's own context, shown qualified where asked", async () => {
  await register(":.far:address", address);
  await register(":.far:person", person, { references: [toAddress(1)] });
  const path = "GET /subjects/:.far:person/versions/1";
  assert.deepEqual((await ok(path)).references, [toAddress(1)]);
  assert.deepEqual((await ok(`${path}?referenceFormat=qualified`)).references, [
    { ...toAddress(1), subject: ":.far:address" },
  ]);
  const near = { ...toAddress(1), subject: ":.far:address" };
  await register("crossing", person, { references: [near] });
  assert.deepEqual((await ok("GET /subjects/crossing/versions/1")).references, [near]);
  assert.equal((await ok("GET /contexts/.far/subjects/address/versions/1/referencedby")).length, 1);
});
