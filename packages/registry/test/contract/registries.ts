import assert from "node:assert/strict";
import { avroRecord } from "./definitions.ts";
import { refuses, type Scenario } from "./subject.ts";

const arn = (name: string) => `arn:aws:glue:eu-central-1:000000000000:registry/${name}`;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export const registryScenarios: readonly Scenario[] = [
  {
    title: "creates, reads, describes and deletes a registry by name and by ARN",
    async run(call) {
      const RegistryName = "reg-life.$#_1";
      const created = await call("CreateRegistry", {
        RegistryName,
        Description: "first",
        Tags: { team: "a" },
      });
      assert.deepEqual(created, {
        RegistryName,
        RegistryArn: arn(RegistryName),
        Description: "first",
        Tags: { team: "a" },
      });
      const read = await call("GetRegistry", { RegistryId: { RegistryName } });
      assert.deepEqual([read.Status, read.Description], ["AVAILABLE", "first"]);
      assert.match(read.CreatedTime, time);
      const byArn = { RegistryArn: arn(RegistryName) };
      assert.deepEqual(await call("GetRegistry", { RegistryId: byArn }), read);
      assert.deepEqual(
        await call("UpdateRegistry", { RegistryId: byArn, Description: "second\nline" }),
        { RegistryName, RegistryArn: arn(RegistryName) },
      );
      const changed = await call("GetRegistry", { RegistryId: { RegistryName } });
      assert.equal(changed.Description, "second\nline");
      assert.ok(changed.UpdatedTime >= read.UpdatedTime);
      assert.deepEqual(await call("DeleteRegistry", { RegistryId: { RegistryName } }), {
        RegistryName,
        RegistryArn: arn(RegistryName),
        Status: "DELETING",
      });
      await refuses(
        call("GetRegistry", { RegistryId: { RegistryName } }),
        "EntityNotFoundException",
        `Registry is not found. RegistryName: ${RegistryName}`,
      );
    },
  },
  {
    title: "deletes a registry with its schemas and their versions",
    async run(call) {
      const RegistryName = "reg-cascade";
      await call("CreateRegistry", { RegistryName });
      const { SchemaVersionId = "" } = await call("CreateSchema", {
        RegistryId: { RegistryName },
        SchemaName: "s",
        DataFormat: "AVRO",
        Compatibility: "NONE",
        SchemaDefinition: avroRecord([]),
      });
      await call("PutSchemaVersionMetadata", {
        SchemaVersionId,
        MetadataKeyValue: { MetadataKey: "k", MetadataValue: "v" },
      });
      await call("DeleteRegistry", { RegistryId: { RegistryName } });
      await refuses(
        call("GetSchemaVersion", { SchemaVersionId }),
        "EntityNotFoundException",
        `Schema version is not found. SchemaVersionId: ${SchemaVersionId}`,
      );
      await call("CreateRegistry", { RegistryName });
      const { Schemas } = await call("ListSchemas", { RegistryId: { RegistryName } });
      assert.deepEqual(Schemas, []);
    },
  },
  {
    title: "makes the default registry when a schema first needs it, and no other",
    async run(call) {
      const RegistryId = { RegistryName: "default-registry" };
      await refuses(
        call("GetRegistry", { RegistryId }),
        "EntityNotFoundException",
        "Registry is not found. RegistryName: default-registry",
      );
      const input = {
        SchemaName: "in-default",
        DataFormat: "AVRO",
        Compatibility: "NONE",
      } as const;
      const created = await call("CreateSchema", input);
      assert.equal(created.RegistryName, "default-registry");
      assert.equal((await call("GetRegistry", { RegistryId })).Status, "AVAILABLE");
      await refuses(
        call("CreateSchema", { ...input, RegistryId: { RegistryName: "nobody" } }),
        "EntityNotFoundException",
        "Registry is not found. RegistryName: nobody",
      );
    },
  },
  {
    title: "lists registries in pages with opaque tokens",
    async run(call) {
      for (const name of ["page-a", "page-b", "page-c"]) {
        await call("CreateRegistry", { RegistryName: name });
      }
      const names: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await call("ListRegistries", {
          MaxResults: 2,
          ...(NextToken === undefined ? {} : { NextToken }),
        });
        assert.ok(page.Registries.length <= 2);
        names.push(...page.Registries.map((registry) => registry.RegistryName));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      assert.deepEqual(names, [...names].sort());
      assert.deepEqual(
        names.filter((name) => name.startsWith("page-")),
        ["page-a", "page-b", "page-c"],
      );
      await refuses(
        call("ListRegistries", { NextToken: "bm9uc2Vuc2U" }),
        "InvalidInputException",
        "The NextToken is not valid.",
      );
    },
  },
  {
    title: "rejects registries as AWS words it",
    async run(call) {
      await call("CreateRegistry", { RegistryName: "reg-refused" });
      await refuses(
        call("CreateRegistry", { RegistryName: "reg-refused" }),
        "AlreadyExistsException",
        "Registry already exists. RegistryName: reg-refused",
      );
      await refuses(
        call("CreateRegistry", { RegistryName: "no spaces" }),
        "InvalidInputException",
        "The parameter value contains one or more characters that are not valid. Parameter Name: registryName",
      );
      await refuses(
        call("CreateRegistry", { RegistryName: "a".repeat(256) }),
        "InvalidInputException",
        "The resource name contains too many or too few characters. Parameter Name: registryName",
      );
      const job = "arn:aws:glue:eu-central-1:000000000000:job/j";
      await refuses(
        call("GetRegistry", { RegistryId: { RegistryArn: job } }),
        "EntityNotFoundException",
        `Registry is not found. RegistryArn: ${job}`,
      );
      const both = { RegistryName: "reg-refused", RegistryArn: arn("reg-refused") };
      await refuses(
        call("GetRegistry", { RegistryId: both }),
        "InvalidInputException",
        "One of registryName or registryArn has to be provided, both cannot be provided.",
      );
    },
  },
  {
    title: "tags registries and schemas",
    async run(call) {
      const RegistryName = "reg-tags";
      const { RegistryArn } = await call("CreateRegistry", { RegistryName, Tags: {} });
      const { SchemaArn } = await call("CreateSchema", {
        RegistryId: { RegistryName },
        SchemaName: "s",
        DataFormat: "AVRO",
        Compatibility: "NONE",
        Tags: { first: "1" },
      });
      for (const ResourceArn of [RegistryArn, SchemaArn]) {
        await call("TagResource", { ResourceArn, TagsToAdd: { a: "1", b: "" } });
        await call("TagResource", { ResourceArn, TagsToAdd: { a: "2" } });
        await call("UntagResource", { ResourceArn, TagsToRemove: ["b", "absent"] });
        const { Tags } = await call("GetTags", { ResourceArn });
        assert.deepEqual(Tags, ResourceArn === SchemaArn ? { first: "1", a: "2" } : { a: "2" });
        await refuses(
          call("TagResource", { ResourceArn, TagsToAdd: {} }),
          "InvalidInputException",
          "New Tags cannot be empty or more than 50",
        );
        const many = Object.fromEntries(
          Array.from({ length: 50 }, (_, index) => [`k${index}`, "v"]),
        );
        await refuses(
          call("TagResource", { ResourceArn, TagsToAdd: many }),
          "InvalidInputException",
          "New Tags cannot be empty or more than 50",
        );
      }
      await refuses(
        call("GetTags", { ResourceArn: arn("absent") }),
        "EntityNotFoundException",
        `Registry is not found. RegistryArn: ${arn("absent")}`,
      );
    },
  },
];
