import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { glueFetchSchema } from "@weir/serde";

const knownId = "b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63";

/** Answers as AWS does: an error is HTTP 400 with its type in the body. */
const server = createServer(async (request, response) => {
  const chunks = await request.toArray();
  const { SchemaVersionId: id } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  const isGlue = request.headers["x-amz-target"] === "AWSGlue.GetSchemaVersion";
  if (["<html>", "null"].includes(id)) response.end(id);
  else if (isGlue && id === knownId) {
    const SchemaArn = "arn:aws:glue:eu-central-1:1:schema/shop/shop.shop_db.orders";
    response.end(
      JSON.stringify({
        SchemaDefinition: '"int"',
        DataFormat: "AVRO",
        VersionNumber: 4,
        SchemaArn,
      }),
    );
  } else {
    const type = ["throttled", "refused"].includes(id)
      ? { throttled: "ThrottlingException", refused: "AccessDeniedException" }[id as "throttled"]
      : "EntityNotFoundException";
    response.writeHead(400).end(JSON.stringify({ __type: type, Message: "no" }));
  }
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
after(() => server.close());
const fetchSchema = glueFetchSchema({
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
});

test("fetches a schema version and takes the name from its ARN", async () => {
  assert.deepEqual(await fetchSchema(knownId), {
    definition: '"int"',
    dataFormat: "AVRO",
    versionNumber: 4,
    schemaName: "shop.shop_db.orders",
  });
});

test("answers undefined where the registry has no such version", async () => {
  assert.equal(await fetchSchema("gone"), undefined);
});

test("fails with a code that says whether trying again can help", async () => {
  await assert.rejects(fetchSchema("throttled"), { code: "REGISTRY_UNREACHABLE", retryable: true });
  await assert.rejects(fetchSchema("refused"), { code: "REGISTRY_FAILED", retryable: false });
  const nobody = glueFetchSchema({ endpoint: "http://127.0.0.1:1" });
  await assert.rejects(nobody(knownId), { code: "REGISTRY_UNREACHABLE" });
});

test("says what a server that is no registry answers", async () => {
  for (const id of ["<html>", "null"]) {
    await assert.rejects(fetchSchema(id), { code: "REGISTRY_FAILED", message: new RegExp(id) });
  }
});
