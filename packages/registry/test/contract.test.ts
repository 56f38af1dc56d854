import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { GlueCall } from "../src/glue-model.ts";
import { operationTable } from "../src/operation-table.ts";
import { type RunningRegistry, startRegistry } from "../src/start-registry.ts";
import { scenarios } from "./contract/scenarios.ts";
import { type Scenario, type SdkSubject, sdkSubject } from "./contract/subject.ts";
import { startTamperingProxy, type Tampering } from "./contract/tampering-proxy.ts";

/** The contract as the AWS SDK for JavaScript sees it; other clients in judges/contract.judge.ts. */
let registry: RunningRegistry;
let subject: SdkSubject;
const called = new Set<string>();

before(async () => {
  registry = await startRegistry({ databaseFile: ":memory:" });
  subject = sdkSubject(registry.endpoint);
});

after(async () => {
  subject?.close();
  await registry?.stop();
});

for (const { title, run } of scenarios) {
  test(title, () => {
    const call = (operation: string, input: object) => {
      called.add(operation);
      return subject.call(operation as "GetSchema", input as never);
    };
    return run(call as GlueCall);
  });
}

test("calls every operation", () => {
  assert.deepEqual([...called].sort(), Object.keys(operationTable).sort());
});

/** What a server might answer otherwise, and a scenario that has to notice. */
const tamperings: readonly (readonly [scenario: string, tampering: Tampering])[] = [
  ["answers the AWS producer", { from: "Schema version is not found.", to: "No such version." }],
  ["answers the AWS producer", { from: "Schema is not found.", to: "No such schema." }],
  ["answers an incompatible version", { from: '"FAILURE"', to: '"AVAILABLE"' }],
  ["rejects registries", { from: "AlreadyExistsException", to: "InvalidInputException" }],
  ["creates a schema with", { from: '"NextSchemaVersion":2', to: '"NextSchemaVersion":3' }],
  ["keeps several values", { from: "OtherMetadataValueList", to: "OtherMetadataValues" }],
  ["rejects ambiguous", { status: 404 }],
];

test("fails against a server that answers otherwise (negative control)", async () => {
  for (const [start, tampering] of tamperings) {
    const scenario = scenarios.find(({ title }) => title.startsWith(start));
    assert.ok(scenario, start);
    await runThroughProxy(scenario, {});
    await assert.rejects(runThroughProxy(scenario, tampering), JSON.stringify(tampering));
  }
});

async function runThroughProxy(scenario: Scenario, tampering: Tampering): Promise<void> {
  const other = await startRegistry({ databaseFile: ":memory:" });
  const proxy = await startTamperingProxy(other.endpoint, tampering);
  const tampered = sdkSubject(proxy.endpoint);
  try {
    await scenario.run(tampered.call);
  } finally {
    tampered.close();
    await proxy.stop();
    await other.stop();
  }
}
