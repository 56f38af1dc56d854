import { after, before, describe, test } from "node:test";
import { WeirError } from "@weir/core";
import { awsGlueCall } from "../src/aws-glue-call.ts";
import type { GlueCall } from "../src/glue-model.ts";
import { registryClient } from "../src/registry-client.ts";
import { type RunningRegistry, startRegistry } from "../src/start-registry.ts";
import { scenarios } from "./contract/scenarios.ts";
import { Refused } from "./contract/subject.ts";

/** The contract as Weir's own rooms see it: over HTTP, and through AWS's SDK by operation names. */
const clients: Readonly<Record<string, (endpoint: string) => GlueCall>> = {
  registryClient: (endpoint) => registryClient(endpoint).call,
  awsGlueCall: (endpoint) => awsGlueCall({ region: "eu-central-1", endpoint }),
};

const credentials = { AWS_ACCESS_KEY_ID: "weir", AWS_SECRET_ACCESS_KEY: "weir" };
const saved = new Map(Object.keys(credentials).map((name) => [name, process.env[name]]));

before(() => Object.assign(process.env, credentials));

after(() => {
  for (const [name, value] of saved) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

/** Weir's error carries AWS's name and text in its details. */
function unwrap(error: unknown): never {
  if (!(error instanceof WeirError) || error.code !== "REGISTRY_FAILED") throw error;
  const { exception, message, httpStatus } = error.details as Record<string, unknown>;
  throw new Refused(String(exception), String(message), Number(httpStatus));
}

for (const [name, open] of Object.entries(clients)) {
  describe(name, () => {
    let registry: RunningRegistry;
    let call: GlueCall;

    before(async () => {
      registry = await startRegistry({ databaseFile: ":memory:" });
      const opened = open(registry.endpoint);
      call = (operation, input) => opened(operation, input).catch(unwrap);
    });

    after(() => registry?.stop());

    for (const { title, run } of scenarios) test(title, () => run(call));
  });
}
