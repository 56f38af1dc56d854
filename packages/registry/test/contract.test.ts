import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CreateRegistryCommand,
  CreateSchemaCommand,
  DeleteSchemaVersionsCommand,
  GetRegistryCommand,
  GetSchemaByDefinitionCommand,
  GetSchemaCommand,
  GetSchemaVersionCommand,
  GlueClient,
  ListSchemasCommand,
  ListSchemaVersionsCommand,
  PutSchemaVersionMetadataCommand,
  RegisterSchemaVersionCommand,
  UpdateSchemaCommand,
} from "@aws-sdk/client-glue";
import { type EnvelopeColumn, renderDebeziumEnvelope } from "@weir/schema";
import { registryClient } from "../src/registry-client.ts";
import { type RunningRegistry, startRegistry } from "../src/start-registry.ts";

/** The contract as AWS's own client sees it. */
let registry: RunningRegistry;
let glue: GlueClient;

const RegistryName = "legopoc";
const person: readonly EnvelopeColumn[] = [
  { name: "firstName", type: "string", nullable: true },
  { name: "age", type: "int", nullable: false },
];
const address: EnvelopeColumn = { name: "address", type: "string", nullable: false };
const email: EnvelopeColumn = { name: "email", type: "string", nullable: true };

before(async () => {
  registry = await startRegistry({ databaseFile: ":memory:" });
  glue = new GlueClient({
    endpoint: registry.endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "weir", secretAccessKey: "weir" },
    maxAttempts: 1,
  });
  await glue.send(new CreateRegistryCommand({ RegistryName }));
});

after(async () => {
  glue.destroy();
  await registry.stop();
});

async function createSchema(SchemaName: string, columns = person) {
  const SchemaDefinition = renderDebeziumEnvelope(SchemaName, columns);
  const SchemaId = { RegistryName, SchemaName };
  const created = await glue.send(
    new CreateSchemaCommand({
      RegistryId: { RegistryName },
      SchemaName,
      DataFormat: "AVRO",
      Compatibility: "BACKWARD",
      Tags: {},
      SchemaDefinition,
    }),
  );
  return { SchemaId, SchemaDefinition, created };
}

function register(SchemaName: string, columns: readonly EnvelopeColumn[]) {
  const SchemaDefinition = renderDebeziumEnvelope(SchemaName, columns);
  const SchemaId = { RegistryName, SchemaName };
  return glue.send(new RegisterSchemaVersionCommand({ SchemaId, SchemaDefinition }));
}

async function rejects(work: Promise<unknown>, name: string, message: string): Promise<void> {
  await assert.rejects(work, (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
    assert.deepEqual([error.name, error.message], [name, message]);
    assert.equal(error.$metadata?.httpStatusCode, 400);
    return true;
  });
}

test("answers the AWS producer's call sequence with the texts it decides on", async () => {
  const SchemaName = "fullfillment.test_db.sequence";
  const SchemaId = { RegistryName, SchemaName };
  const SchemaDefinition = renderDebeziumEnvelope(SchemaName, person);
  const byDefinition = new GetSchemaByDefinitionCommand({ SchemaId, SchemaDefinition });
  await rejects(
    glue.send(byDefinition),
    "EntityNotFoundException",
    `Schema is not found. RegistryName: legopoc, SchemaName: ${SchemaName}, SchemaArn: null`,
  );
  const { created } = await createSchema(SchemaName);
  assert.equal(created.SchemaVersionStatus, "AVAILABLE");
  assert.match(created.SchemaVersionId ?? "", /^[0-9a-f-]{36}$/);
  const found = await glue.send(byDefinition);
  assert.equal(found.SchemaVersionId, created.SchemaVersionId);
  assert.match(found.CreatedTime ?? "", /^\d{4}-\d\d-\d\dT/);
  const evolved = renderDebeziumEnvelope(SchemaName, [...person, email]);
  await rejects(
    glue.send(new GetSchemaByDefinitionCommand({ SchemaId, SchemaDefinition: evolved })),
    "EntityNotFoundException",
    "Schema version is not found.",
  );
  const second = await register(SchemaName, [...person, email]);
  assert.deepEqual([second.VersionNumber, second.Status], [2, "AVAILABLE"]);
  const put = await glue.send(
    new PutSchemaVersionMetadataCommand({
      SchemaVersionId: second.SchemaVersionId,
      MetadataKeyValue: { MetadataKey: "x-amz-meta-transport", MetadataValue: SchemaName },
    }),
  );
  assert.deepEqual([put.VersionNumber, put.LatestVersion], [2, true]);
  const version = await glue.send(
    new GetSchemaVersionCommand({ SchemaVersionId: second.SchemaVersionId }),
  );
  assert.deepEqual([version.SchemaDefinition, version.DataFormat], [evolved, "AVRO"]);
  assert.equal(
    version.SchemaArn,
    `arn:aws:glue:eu-central-1:000000000000:schema/legopoc/${SchemaName}`,
  );
});

test("answers a refused version with FAILURE and lets an operator accept it", async () => {
  const name = "fullfillment.test_db.refused";
  const { SchemaId } = await createSchema(name);
  await register(name, [...person, email]);
  const columns = [...person, email, address];
  const refused = await register(name, columns);
  assert.deepEqual([refused.VersionNumber, refused.Status], [3, "FAILURE"]);
  const SchemaDefinition = renderDebeziumEnvelope(name, columns);
  const byDefinition = new GetSchemaByDefinitionCommand({ SchemaId, SchemaDefinition });
  assert.equal((await glue.send(byDefinition)).Status, "FAILURE");
  const schema = await glue.send(new GetSchemaCommand({ SchemaId }));
  assert.deepEqual([schema.LatestSchemaVersion, schema.NextSchemaVersion], [2, 3]);

  const why = await registryClient(registry.endpoint).readFailures(RegistryName, name);
  assert.deepEqual(
    why?.map((failure) => [failure.schemaVersionId, failure.verdict?.violations[0]?.message]),
    [
      [
        refused.SchemaVersionId,
        'column "address" was added NOT NULL without a default: readers of older rows have no value for it',
      ],
    ],
  );

  const latest = { LatestVersion: true };
  await glue.send(
    new UpdateSchemaCommand({ SchemaId, SchemaVersionNumber: latest, Compatibility: "NONE" }),
  );
  const deleted = await glue.send(new DeleteSchemaVersionsCommand({ SchemaId, Versions: "3" }));
  assert.deepEqual(deleted.SchemaVersionErrors, []);
  const accepted = await register(name, columns);
  assert.deepEqual([accepted.VersionNumber, accepted.Status], [4, "AVAILABLE"]);
  await glue.send(
    new UpdateSchemaCommand({ SchemaId, SchemaVersionNumber: latest, Compatibility: "BACKWARD" }),
  );
  const after = await glue.send(new GetSchemaCommand({ SchemaId }));
  assert.deepEqual([after.Compatibility, after.SchemaCheckpoint], ["BACKWARD", 4]);
  assert.equal((await glue.send(byDefinition)).Status, "AVAILABLE");
  const again = await register(name, [...columns, { ...address, name: "city" }]);
  assert.equal(again.Status, "FAILURE");
});

test("does not compare with refused versions, and judges a refused definition again", async () => {
  const name = "fullfillment.test_db.again";
  const { SchemaId } = await createSchema(name);
  assert.equal((await register(name, [...person, address])).Status, "FAILURE");
  assert.equal((await register(name, [...person, email])).Status, "AVAILABLE");
  const SchemaVersionNumber = { LatestVersion: true };
  await glue.send(
    new UpdateSchemaCommand({ SchemaId, SchemaVersionNumber, Compatibility: "NONE" }),
  );
  const accepted = await register(name, [...person, address]);
  assert.deepEqual([accepted.VersionNumber, accepted.Status], [4, "AVAILABLE"]);
  const listed = await glue.send(new ListSchemaVersionsCommand({ SchemaId, MaxResults: 3 }));
  assert.deepEqual(
    listed.Schemas?.map((item) => [item.VersionNumber, item.Status]),
    [
      [4, "AVAILABLE"],
      [3, "AVAILABLE"],
      [2, "FAILURE"],
    ],
  );
  const rest = new ListSchemaVersionsCommand({ SchemaId, NextToken: listed.NextToken });
  assert.deepEqual(
    (await glue.send(rest)).Schemas?.map((item) => item.VersionNumber),
    [1],
  );
});

test("gives one id to a definition that many register at once, in any spelling", async () => {
  const name = "fullfillment.test_db.concurrent";
  const { SchemaId } = await createSchema(name);
  const compact = renderDebeziumEnvelope(name, [...person, email]);
  const spellings = [compact, JSON.stringify(JSON.parse(compact), null, 2)];
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      glue.send(
        new RegisterSchemaVersionCommand({
          SchemaId,
          SchemaDefinition: spellings[index % 2] as string,
        }),
      ),
    ),
  );
  assert.equal(new Set(answers.map((answer) => answer.SchemaVersionId)).size, 1);
  assert.equal(answers[0]?.VersionNumber, 2);
});

test("rejects what AWS rejects, with its names and texts", async () => {
  const name = "fullfillment.test_db.refusals";
  const { SchemaId, SchemaDefinition, created } = await createSchema(name);
  const invalid = "InvalidInputException";
  const latest = { LatestVersion: true };
  const send = (Compatibility: "NONE" | "BACKWARD" | undefined, withVersion: boolean) =>
    glue.send(
      new UpdateSchemaCommand({
        SchemaId,
        Compatibility,
        ...(withVersion ? { SchemaVersionNumber: latest } : {}),
      }),
    );
  await rejects(
    glue.send(new CreateRegistryCommand({ RegistryName })),
    "AlreadyExistsException",
    "Registry already exists. RegistryName: legopoc",
  );
  await rejects(
    glue.send(new GetRegistryCommand({ RegistryId: { RegistryName: "nope" } })),
    "EntityNotFoundException",
    "Registry is not found. RegistryName: nope",
  );
  await rejects(
    createSchema(name),
    "AlreadyExistsException",
    `Schema already exists. SchemaName: ${name}`,
  );
  await rejects(
    createSchema("no spaces"),
    invalid,
    "The parameter value contains one or more characters that are not valid. Parameter Name: schemaName",
  );
  await rejects(
    glue.send(new RegisterSchemaVersionCommand({ SchemaId, SchemaDefinition: '{"type":"zzz"}' })),
    invalid,
    'Schema definition of AVRO data format is invalid: "zzz" is not a defined name; define it before it is used, or reference its schema (at /type)',
  );
  const id = "00000000-0000-4000-8000-000000000000";
  await rejects(
    glue.send(new GetSchemaVersionCommand({ SchemaVersionId: id })),
    "EntityNotFoundException",
    `Schema version is not found. SchemaVersionId: ${id}`,
  );
  await rejects(
    glue.send(new GetSchemaVersionCommand({ SchemaId, SchemaVersionNumber: { VersionNumber: 9 } })),
    "EntityNotFoundException",
    `Schema version is not found. RegistryName: legopoc, SchemaName: ${name}, SchemaArn: null, VersionNumber: 9, isLatestVersion: false`,
  );
  await rejects(send("BACKWARD", true), invalid, "Compatibility is already BACKWARD.");
  await rejects(
    send("NONE", false),
    invalid,
    "SchemaVersionNumber is required when Compatibility is updated.",
  );
  await register(name, [...person, email]);
  await glue.send(new UpdateSchemaCommand({ SchemaId, SchemaVersionNumber: latest }));
  await rejects(
    glue.send(new UpdateSchemaCommand({ SchemaId, SchemaVersionNumber: { VersionNumber: 1 } })),
    invalid,
    "The checkpoint cannot move to a version before the current checkpoint 2.",
  );
  await rejects(
    glue.send(new DeleteSchemaVersionsCommand({ SchemaId, Versions: "2-3" })),
    invalid,
    "Version 2 is the checkpoint and cannot be deleted.",
  );
  await rejects(
    glue.send(new DeleteSchemaVersionsCommand({ SchemaId, Versions: "1" })),
    invalid,
    "The first version of a schema cannot be deleted; delete the schema.",
  );
  const metadata = new PutSchemaVersionMetadataCommand({
    SchemaVersionId: created.SchemaVersionId,
    MetadataKeyValue: { MetadataKey: "k", MetadataValue: "v" },
  });
  await glue.send(metadata);
  await rejects(
    glue.send(metadata),
    "AlreadyExistsException",
    `Resource already exist for schema version id: ${created.SchemaVersionId}, metadata key: k, metadata value: v`,
  );
  assert.ok(SchemaDefinition);
});

test("allows no second version under DISABLED, and knows the first again", async () => {
  const SchemaName = "disabled";
  const SchemaDefinition = renderDebeziumEnvelope(SchemaName, person);
  const SchemaId = { RegistryName: "default-registry", SchemaName };
  const created = await glue.send(
    new CreateSchemaCommand({
      SchemaName,
      DataFormat: "AVRO",
      Compatibility: "DISABLED",
      SchemaDefinition,
    }),
  );
  const same = await glue.send(new RegisterSchemaVersionCommand({ SchemaId, SchemaDefinition }));
  assert.equal(same.SchemaVersionId, created.SchemaVersionId);
  const other = renderDebeziumEnvelope(SchemaName, [...person, email]);
  await rejects(
    glue.send(new RegisterSchemaVersionCommand({ SchemaId, SchemaDefinition: other })),
    "InvalidInputException",
    "Compatibility DISABLED does not allow versioning. SchemaId: SchemaId(schemaArn=null, schemaName=disabled, registryName=default-registry)",
  );
  const listed = await glue.send(
    new ListSchemasCommand({ RegistryId: { RegistryName: "default-registry" } }),
  );
  assert.deepEqual(
    listed.Schemas?.map((item) => item.SchemaName),
    [SchemaName],
  );
});
