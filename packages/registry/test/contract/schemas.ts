import assert from "node:assert/strict";
import type { GlueCall } from "../../src/glue-model.ts";
import { avroRecord } from "./definitions.ts";
import { refuses, type Scenario } from "./subject.ts";

const invalid = "InvalidInputException";

async function create(call: GlueCall, RegistryName: string, SchemaName = "s") {
  await call("CreateRegistry", { RegistryName });
  const created = await call("CreateSchema", {
    RegistryId: { RegistryName },
    SchemaName,
    DataFormat: "AVRO",
    Compatibility: "BACKWARD",
    Description: "text",
    Tags: {},
    SchemaDefinition: avroRecord(["a"]),
  });
  return { SchemaId: { RegistryName, SchemaName }, created };
}

export const schemaScenarios: readonly Scenario[] = [
  {
    title: "creates a schema with its first version, and reads it by names and by ARN",
    async run(call) {
      const { SchemaId, created } = await create(call, "sch-create", "a.b-c_d$e#f");
      const { SchemaVersionId, SchemaVersionStatus, Tags, ...described } = created;
      assert.match(SchemaVersionId ?? "", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      assert.equal(SchemaVersionStatus, "AVAILABLE");
      assert.deepEqual(Tags, {});
      const SchemaArn = "arn:aws:glue:eu-central-1:000000000000:schema/sch-create/a.b-c_d$e#f";
      assert.deepEqual(described, {
        ...SchemaId,
        RegistryArn: "arn:aws:glue:eu-central-1:000000000000:registry/sch-create",
        SchemaArn,
        Description: "text",
        DataFormat: "AVRO",
        Compatibility: "BACKWARD",
        SchemaCheckpoint: 1,
        LatestSchemaVersion: 1,
        NextSchemaVersion: 2,
        SchemaStatus: "AVAILABLE",
      });
      const { CreatedTime, UpdatedTime, ...read } = await call("GetSchema", { SchemaId });
      assert.deepEqual(read, described);
      assert.equal(CreatedTime, UpdatedTime);
      const byArn = await call("GetSchema", { SchemaId: { SchemaArn } });
      assert.equal(byArn.CreatedTime, CreatedTime);
    },
  },
  {
    title: "creates a schema without a version; its first one is AVAILABLE",
    async run(call) {
      const RegistryName = "sch-empty";
      await call("CreateRegistry", { RegistryName });
      const created = await call("CreateSchema", {
        RegistryId: { RegistryName },
        SchemaName: "s",
        DataFormat: "AVRO",
        Compatibility: "DISABLED",
      });
      assert.deepEqual(
        [created.LatestSchemaVersion, created.NextSchemaVersion, created.SchemaVersionId],
        [undefined, 1, undefined],
      );
      const SchemaId = { RegistryName, SchemaName: "s" };
      await refuses(
        call("GetSchemaVersion", { SchemaId, SchemaVersionNumber: { LatestVersion: true } }),
        "EntityNotFoundException",
        "Schema version is not found. RegistryName: sch-empty, SchemaName: s, SchemaArn: null, VersionNumber: null, isLatestVersion: true",
      );
      const first = await call("RegisterSchemaVersion", {
        SchemaId,
        SchemaDefinition: avroRecord([]),
      });
      assert.deepEqual([first.VersionNumber, first.Status], [1, "AVAILABLE"]);
    },
  },
  {
    title: "deletes a schema; its name can be used again",
    async run(call) {
      const { SchemaId, created } = await create(call, "sch-delete");
      const deleted = await call("DeleteSchema", { SchemaId });
      assert.deepEqual(deleted, {
        SchemaArn: created.SchemaArn,
        SchemaName: "s",
        Status: "DELETING",
      });
      await refuses(
        call("GetSchema", { SchemaId }),
        "EntityNotFoundException",
        "Schema is not found. RegistryName: sch-delete, SchemaName: s, SchemaArn: null",
      );
      const { SchemaArn } = created;
      await refuses(
        call("DeleteSchema", { SchemaId: { SchemaArn } }),
        "EntityNotFoundException",
        `Schema is not found. RegistryName: sch-delete, SchemaName: s, SchemaArn: ${SchemaArn}`,
      );
      const again = await call("CreateSchema", {
        RegistryId: { RegistryName: "sch-delete" },
        SchemaName: "s",
        DataFormat: "AVRO",
        Compatibility: "NONE",
        SchemaDefinition: avroRecord(["other"]),
      });
      assert.notEqual(again.SchemaVersionId, created.SchemaVersionId);
    },
  },
  {
    title: "lists schemas of one registry and of all, in pages",
    async run(call) {
      await create(call, "sch-list", "c");
      for (const SchemaName of ["a", "b"]) {
        await call("CreateSchema", {
          RegistryId: { RegistryName: "sch-list" },
          SchemaName,
          DataFormat: "AVRO",
          Compatibility: "NONE",
        });
      }
      const RegistryId = { RegistryName: "sch-list" };
      const first = await call("ListSchemas", { RegistryId, MaxResults: 2 });
      assert.deepEqual(
        first.Schemas.map((schema) => schema.SchemaName),
        ["a", "b"],
      );
      const NextToken = first.NextToken ?? "";
      const second = await call("ListSchemas", { RegistryId, MaxResults: 2, NextToken });
      assert.deepEqual(
        second.Schemas.map((schema) => [
          schema.SchemaName,
          schema.SchemaStatus,
          schema.Description,
        ]),
        [["c", "AVAILABLE", "text"]],
      );
      assert.equal(second.NextToken, undefined);
      const all = await call("ListSchemas", { MaxResults: 100 });
      assert.ok(all.Schemas.some((schema) => schema.RegistryName === "sch-list"));
      await refuses(
        call("ListSchemas", { RegistryId: { RegistryName: "nobody" } }),
        "EntityNotFoundException",
        "Registry is not found. RegistryName: nobody",
      );
    },
  },
  {
    title: "updates description, checkpoint and compatibility by AWS's rules",
    async run(call) {
      const { SchemaId } = await create(call, "sch-update");
      for (const name of ["b", "c"]) {
        const SchemaDefinition = avroRecord(["a", name]);
        await call("RegisterSchemaVersion", { SchemaId, SchemaDefinition });
      }
      const update = (input: object) => call("UpdateSchema", { SchemaId, ...input });
      const describe = async () => {
        const schema = await call("GetSchema", { SchemaId });
        return [schema.Description, schema.SchemaCheckpoint, schema.Compatibility];
      };
      const at = (VersionNumber: number) => ({ SchemaVersionNumber: { VersionNumber } });
      await update({ Description: "new" });
      assert.deepEqual(await describe(), ["new", 1, "BACKWARD"]);
      await update(at(2));
      assert.deepEqual(await describe(), ["new", 2, "BACKWARD"]);
      await update({ ...at(2), Compatibility: "FULL_ALL" });
      assert.deepEqual(await describe(), ["new", 2, "FULL_ALL"]);
      await refuses(
        update({ Compatibility: "NONE" }),
        invalid,
        "SchemaVersionNumber is required when Compatibility is updated.",
      );
      await refuses(
        update({ ...at(2), Compatibility: "FULL_ALL" }),
        invalid,
        "Compatibility is already FULL_ALL.",
      );
      await refuses(
        update(at(1)),
        invalid,
        "The checkpoint cannot move to a version before the current checkpoint 2.",
      );
      await refuses(
        update({}),
        invalid,
        "One of Compatibility, SchemaVersionNumber or Description has to be provided.",
      );
      await refuses(
        update(at(9)),
        "EntityNotFoundException",
        /^Schema version is not found\. .*VersionNumber: 9, isLatestVersion: false$/,
      );
      const { Status } = await call("RegisterSchemaVersion", {
        SchemaId,
        SchemaDefinition: avroRecord([], ["x"]),
      });
      assert.equal(Status, "FAILURE");
      await refuses(
        update(at(4)),
        invalid,
        "The checkpoint cannot move to version 4: it is not AVAILABLE.",
      );
      assert.deepEqual(await describe(), ["new", 2, "FULL_ALL"]);
    },
  },
  {
    title: "rejects schemas as AWS words it",
    async run(call) {
      const { SchemaId, created } = await create(call, "sch-refused");
      const input = {
        RegistryId: { RegistryName: "sch-refused" },
        SchemaName: "t",
        DataFormat: "AVRO",
        Compatibility: "NONE",
        SchemaDefinition: avroRecord([]),
      } as const;
      await refuses(
        call("CreateSchema", { ...input, SchemaName: "s" }),
        "AlreadyExistsException",
        "Schema already exists. SchemaName: s",
      );
      await refuses(
        call("CreateSchema", { ...input, DataFormat: "XML" }),
        invalid,
        "Data format is not valid.",
      );
      await refuses(
        call("CreateSchema", { ...input, Compatibility: "BACKWARD_TRANSITIVE" as "NONE" }),
        invalid,
        "Compatibility is not valid.",
      );
      await refuses(
        call("CreateSchema", { ...input, SchemaDefinition: '{"type":"zzz"}' }),
        invalid,
        /^Schema definition of AVRO data format is invalid: "zzz" is not a defined name/,
      );
      await refuses(
        call("GetSchema", { SchemaId: { SchemaName: "t", RegistryName: "sch-refused" } }),
        "EntityNotFoundException",
        "Schema is not found. RegistryName: sch-refused, SchemaName: t, SchemaArn: null",
      );
      await refuses(
        call("GetSchema", { SchemaId: { ...SchemaId, SchemaArn: created.SchemaArn } }),
        invalid,
        "One of (registryName and schemaName) or schemaArn has to be provided, both cannot be provided.",
      );
      await refuses(
        call("GetSchema", { SchemaId: { SchemaName: "s" } }),
        invalid,
        "At least one of (registryName and schemaName) or schemaArn has to be provided.",
      );
      const job = "arn:aws:glue:eu-central-1:000000000000:job/j";
      await refuses(
        call("GetSchema", { SchemaId: { SchemaArn: job } }),
        "EntityNotFoundException",
        `Schema is not found. RegistryName: null, SchemaName: null, SchemaArn: ${job}`,
      );
    },
  },
];
