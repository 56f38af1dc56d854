import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { preparePythonJudges } from "../../../test/judges/python-judges.ts";
import { runTool } from "../../../test/judges/run-tool.ts";
import type { GlueCall } from "../src/glue-model.ts";
import { operationTable } from "../src/operation-table.ts";
import { type RunningRegistry, startRegistry } from "../src/start-registry.ts";
import { scenarios } from "../test/contract/scenarios.ts";
import { startTamperingProxy } from "../test/contract/tampering-proxy.ts";
import { type PythonSubject, startPythonSubject } from "./contract/python-subject.ts";

/** The contract as AWS's clients for Python see it; the SDK for JavaScript in test/contract.test.ts. */
const programs = await preparePythonJudges("registry-judges");

for (const client of ["boto3", "awscli"] as const) {
  describe(client, () => {
    let registry: RunningRegistry;
    let subject: PythonSubject;
    const called = new Set<string>();

    before(async () => {
      registry = await startRegistry({ databaseFile: ":memory:" });
      subject = startPythonSubject(programs, client, registry.endpoint);
    });

    after(async () => {
      await subject?.stop();
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

    test("collects all pages with the client's own paginator", async () => {
      const { call, paginate } = subject;
      const RegistryId = { RegistryName: "paginated" };
      await call("CreateRegistry", RegistryId);
      for (const SchemaName of ["a", "b", "c", "d", "e"]) {
        const input = {
          RegistryId,
          SchemaName,
          DataFormat: "AVRO",
          Compatibility: "NONE",
        } as const;
        await call("CreateSchema", { ...input, SchemaDefinition: '"int"' });
      }
      const SchemaId = { ...RegistryId, SchemaName: "a" };
      for (let n = 0; n < 4; n += 1) {
        const SchemaDefinition = `{"type":"long","n":${n}}`;
        await call("RegisterSchemaVersion", { SchemaId, SchemaDefinition });
      }
      const schemas = await paginate("ListSchemas", { RegistryId }, 2);
      assert.equal(schemas.Schemas?.length, 5);
      const versions = await paginate("ListSchemaVersions", { SchemaId }, 2);
      assert.equal(versions.Schemas?.length, 5);
      const registries = await paginate("ListRegistries", {}, 3);
      const whole = await call("ListRegistries", { MaxResults: 100 });
      assert.equal(registries.Registries?.length, whole.Registries.length);
    });

    test("fails against a server that answers one text otherwise (negative control)", async () => {
      const scenario = scenarios.find(({ title }) => title.startsWith("answers the AWS producer"));
      assert.ok(scenario);
      const other = await startRegistry({ databaseFile: ":memory:" });
      const proxy = await startTamperingProxy(other.endpoint, {
        from: "Schema version is not found.",
        to: "Schema version not found.",
      });
      const tampered = startPythonSubject(programs, client, proxy.endpoint);
      try {
        await assert.rejects(scenario.run(tampered.call), /Schema version not found/);
      } finally {
        await tampered.stop();
        await proxy.stop();
        await other.stop();
      }
    });
  });
}

test("tries the constraints of the model that botocore brings today", async () => {
  const script = join(import.meta.dirname, "contract", "extract_glue_model.py");
  const { code, stdout } = await runTool(join(programs, "python"), [script]);
  assert.equal(code, 0);
  const golden = new URL("../test/golden/glue-model.json", import.meta.url);
  assert.deepEqual(JSON.parse(stdout), JSON.parse(readFileSync(golden, "utf8")));
});
