import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import type { Fields } from "../src/fields.ts";
import { GlueException } from "../src/glue-exceptions.ts";
import type { GlueOperation } from "../src/glue-model.ts";
import { defaultPolicy, type OperationContext } from "../src/operation.ts";
import { operationTable, runOperation } from "../src/operation-table.ts";
import { openStore } from "../src/store/open-store.ts";
import { type GlueModel, generateProbes, type Probe } from "./contract/constraint-probes.ts";

/** Inputs of AWS's own model, by judges/contract/extract_glue_model.py. */
const model = JSON.parse(
  readFileSync(new URL("./golden/glue-model.json", import.meta.url), "utf8"),
) as GlueModel;

const store = openStore(":memory:");
after(() => store.close());
let ids = 0;
const context: OperationContext = {
  store,
  arn: { region: "eu-central-1", account: "000000000000" },
  policy: defaultPolicy,
  now: "2026-01-01T00:00:00.000Z",
  newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
};

const RegistryId = { RegistryName: "r" };
const SchemaId = { RegistryName: "r", SchemaName: "s" };
const [one, two] = ['"int"', '"long"'];
const versioned = { SchemaId, SchemaVersionNumber: { VersionNumber: 1 } };
const MetadataKeyValue = { MetadataKey: "k", MetadataValue: "v" };
const ResourceArn = "arn:aws:glue:eu-central-1:000000000000:schema/r/s";

/** One accepted input of each operation with all its members, except those that exclude others. */
const accepted: Readonly<Record<GlueOperation, Fields>> = {
  CheckSchemaVersionValidity: { DataFormat: "AVRO", SchemaDefinition: one },
  CreateRegistry: { RegistryName: "new", Description: "text", Tags: { a: "b" } },
  CreateSchema: {
    RegistryId,
    SchemaName: "new",
    DataFormat: "AVRO",
    Compatibility: "NONE",
    Description: "text",
    Tags: { a: "b" },
    SchemaDefinition: one,
  },
  DeleteRegistry: { RegistryId },
  DeleteSchema: { SchemaId },
  DeleteSchemaVersions: { SchemaId, Versions: "2" },
  GetRegistry: { RegistryId },
  GetSchema: { SchemaId },
  GetSchemaByDefinition: { SchemaId, SchemaDefinition: one },
  GetSchemaVersion: versioned,
  GetSchemaVersionsDiff: {
    SchemaId,
    FirstSchemaVersionNumber: { VersionNumber: 1 },
    SecondSchemaVersionNumber: { VersionNumber: 2 },
    SchemaDiffType: "SYNTAX_DIFF",
  },
  GetTags: { ResourceArn },
  ListRegistries: { MaxResults: 5 },
  ListSchemas: { RegistryId, MaxResults: 5 },
  ListSchemaVersions: { SchemaId, MaxResults: 5 },
  PutSchemaVersionMetadata: {
    ...versioned,
    MetadataKeyValue: { ...MetadataKeyValue, MetadataValue: "w" },
  },
  QuerySchemaVersionMetadata: { ...versioned, MetadataList: [MetadataKeyValue], MaxResults: 5 },
  RegisterSchemaVersion: { SchemaId, SchemaDefinition: two },
  RemoveSchemaVersionMetadata: { ...versioned, MetadataKeyValue },
  TagResource: { ResourceArn, TagsToAdd: { a: "b" } },
  UntagResource: { ResourceArn, TagsToRemove: ["a"] },
  UpdateRegistry: { RegistryId, Description: "text" },
  UpdateSchema: {
    SchemaId,
    SchemaVersionNumber: { VersionNumber: 2 },
    Compatibility: "NONE",
    Description: "text",
  },
};

function run(operation: GlueOperation, input: Fields): GlueException | undefined {
  const undo = new Error("undo");
  try {
    store.transaction(() => {
      runOperation(context, operation, input);
      throw undo;
    });
  } catch (error) {
    if (error === undo) return undefined;
    if (error instanceof GlueException) return error;
    throw error;
  }
  return undefined;
}

store.transaction(() => {
  runOperation(context, "CreateRegistry", { RegistryName: "r" });
  runOperation(context, "CreateSchema", {
    ...accepted.CreateSchema,
    SchemaName: "s",
    Compatibility: "BACKWARD",
    Tags: {},
  });
  runOperation(context, "RegisterSchemaVersion", { SchemaId, SchemaDefinition: two });
  runOperation(context, "PutSchemaVersionMetadata", { ...versioned, MetadataKeyValue });
});

/** Texts of a refusal for the shape of a member; other refusals look at what is stored. */
const constraintText =
  /^(1 validation error|The resource name contains|The parameter value contains|Data format is|Compatibility is not|Schema diff type|New Tags)/;

/** The value is one that the model allows, and yet refused: AWS says so elsewhere. */
const knownExceptions = new Set(["TagResource TagsToAdd with 0 entries"]);

function judge(operation: GlueOperation, probe: Probe): string | undefined {
  const refusal = run(operation, probe.input);
  const answer = refusal === undefined ? "accepted" : `${refusal.name}: ${refusal.message}`;
  const isFine = {
    inside:
      refusal === undefined ||
      (refusal.name !== "SerializationException" && !constraintText.test(refusal.message)),
    outside: refusal?.name === "InvalidInputException",
    "wrong type": refusal?.name === "SerializationException",
  }[probe.kind];
  const title = `${operation} ${probe.title}`;
  return isFine || knownExceptions.has(title) ? undefined : `${title} (${probe.kind}): ${answer}`;
}

test("has the operations of the model, and accepts the base input of each", () => {
  const names = Object.keys(model.operations).sort();
  assert.equal(names.length, 23);
  assert.deepEqual(Object.keys(operationTable).sort(), names);
  for (const [operation, input] of Object.entries(accepted)) {
    const refusal = run(operation as GlueOperation, input);
    assert.equal(refusal?.message, undefined, operation);
  }
});

test("refuses exactly what the model's constraints exclude, member by member", () => {
  let count = 0;
  const problems: string[] = [];
  for (const [operation, input] of Object.entries(accepted) as [GlueOperation, Fields][]) {
    for (const probe of generateProbes(model, operation, input)) {
      count += 1;
      problems.push(...[judge(operation, probe)].filter((problem) => problem !== undefined));
    }
  }
  assert.deepEqual(problems, []);
  assert.ok(count > 800, `${count} probes`);
});

test("fails where a constraint of the model is not the server's (negative control)", () => {
  const shapes = structuredClone(model.shapes);
  Object.assign(shapes.SchemaRegistryNameString as object, { max: 300 });
  const probes = [...generateProbes({ ...model, shapes }, "GetSchema", accepted.GetSchema)];
  const problems = probes.map((probe) => judge("GetSchema", probe)).filter(Boolean);
  assert.deepEqual(problems, [
    "GetSchema SchemaId.RegistryName of length 300 (inside): InvalidInputException: The resource name contains too many or too few characters. Parameter Name: registryName",
    "GetSchema SchemaId.SchemaName of length 300 (inside): InvalidInputException: The resource name contains too many or too few characters. Parameter Name: schemaName",
  ]);
});

test("counts code points, and does not look at members that AWS does not know", () => {
  const Description = "\u{1F600}".repeat(2048);
  assert.equal(run("CreateRegistry", { RegistryName: "x", Description, Unknown: {} }), undefined);
  const longer = run("CreateRegistry", { RegistryName: "x", Description: `${Description}a` });
  assert.equal(longer?.name, "InvalidInputException");
});
