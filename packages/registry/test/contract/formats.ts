import assert from "node:assert/strict";
import { type DataFormat, dataFormats } from "@weir/schema";
import type { GlueCall } from "../../src/glue-model.ts";
import { formatSamples } from "./definitions.ts";
import { refuses, type Scenario } from "./subject.ts";

/** Each format goes the whole way: validity, duplicates, evolution, refusal. */
export const formatScenarios: readonly Scenario[] = dataFormats.map((dataFormat) => ({
  title: `judges, stores and finds ${dataFormat} definitions`,
  run: (call) => judgeFormat(call, dataFormat),
}));

async function judgeFormat(call: GlueCall, DataFormat: DataFormat): Promise<void> {
  const { first, respelled, evolved, breaking, invalid } = formatSamples[DataFormat];
  const check = (SchemaDefinition: string) =>
    call("CheckSchemaVersionValidity", { DataFormat, SchemaDefinition });
  assert.deepEqual(await check(first), { Valid: true });
  const no = await check(invalid);
  assert.equal(no.Valid, false);
  assert.ok(no.Error && no.Error.length <= 5000);

  const RegistryName = `fmt-${DataFormat}`;
  const SchemaId = { RegistryName, SchemaName: "s" };
  await call("CreateRegistry", { RegistryName });
  const created = await call("CreateSchema", {
    RegistryId: { RegistryName },
    SchemaName: "s",
    DataFormat,
    Compatibility: "BACKWARD",
    SchemaDefinition: first,
  });
  const register = (SchemaDefinition: string) =>
    call("RegisterSchemaVersion", { SchemaId, SchemaDefinition });
  assert.equal((await register(respelled)).SchemaVersionId, created.SchemaVersionId);
  const found = await call("GetSchemaByDefinition", { SchemaId, SchemaDefinition: respelled });
  assert.deepEqual(
    [found.SchemaVersionId, found.DataFormat],
    [created.SchemaVersionId, DataFormat],
  );
  assert.equal((await register(breaking)).Status, "FAILURE");
  const second = await register(evolved);
  assert.deepEqual([second.VersionNumber, second.Status], [3, "AVAILABLE"]);
  const read = await call("GetSchemaVersion", { SchemaVersionId: second.SchemaVersionId });
  assert.deepEqual([read.SchemaDefinition, read.DataFormat], [evolved, DataFormat]);
  await refuses(
    register(invalid),
    "InvalidInputException",
    new RegExp(`^Schema definition of ${DataFormat} data format is invalid: `),
  );
  const { Diff } = await call("GetSchemaVersionsDiff", {
    SchemaId,
    FirstSchemaVersionNumber: { VersionNumber: 1 },
    SecondSchemaVersionNumber: { VersionNumber: 3 },
    SchemaDiffType: "SYNTAX_DIFF",
  });
  assert.ok((JSON.parse(Diff) as unknown[]).length > 0);
}
