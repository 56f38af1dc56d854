import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hasErrorCode } from "@weir/core";
import { awsGlueCall } from "../src/aws-glue-call.ts";
import type { GlueCall } from "../src/glue-model.ts";
import { type RunningRegistry, startRegistry } from "../src/start-registry.ts";

const credentials = { AWS_ACCESS_KEY_ID: "weir", AWS_SECRET_ACCESS_KEY: "weir" };
const saved: Record<string, string | undefined> = {};
let registry: RunningRegistry;
let call: GlueCall;

before(async () => {
  for (const [name, value] of Object.entries(credentials)) {
    saved[name] = process.env[name];
    process.env[name] = value;
  }
  registry = await startRegistry({ databaseFile: ":memory:" });
  call = awsGlueCall({ region: "eu-central-1", endpoint: registry.endpoint });
});

after(async () => {
  await registry.stop();
  for (const [name, value] of Object.entries(saved)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

test("calls an operation by its name and answers in AWS's shape", async () => {
  await call("CreateRegistry", { RegistryName: "shop" });
  const answer = await call("GetRegistry", { RegistryId: { RegistryName: "shop" } });
  assert.equal(answer.RegistryName, "shop");
  assert.equal(answer.Status, "AVAILABLE");
  assert.ok(!("$metadata" in answer));
});

test("gives a refusal AWS's name for it", async () => {
  await assert.rejects(
    call("GetRegistry", { RegistryId: { RegistryName: "absent" } }),
    (error: Error & { details?: Record<string, unknown> }) =>
      hasErrorCode(error, "REGISTRY_FAILED") &&
      error.details?.exception === "EntityNotFoundException",
  );
});

test("says REGISTRY_UNREACHABLE where nothing answers", async () => {
  const nobody = awsGlueCall({ region: "eu-central-1", endpoint: "http://127.0.0.1:9" });
  await assert.rejects(nobody("ListSchemas", {}), (error) =>
    hasErrorCode(error, "REGISTRY_UNREACHABLE"),
  );
});
