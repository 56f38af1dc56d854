import assert from "node:assert/strict";
import type { GlueCall } from "../../src/glue-model.ts";
import { refuses, type Scenario } from "./subject.ts";

async function prepare(call: GlueCall, RegistryName: string) {
  await call("CreateRegistry", { RegistryName });
  const created = await call("CreateSchema", {
    RegistryId: { RegistryName },
    SchemaName: "s",
    DataFormat: "AVRO",
    Compatibility: "NONE",
    SchemaDefinition: '"int"',
  });
  const SchemaVersionId = created.SchemaVersionId ?? "";
  const pair = (MetadataKey: string, MetadataValue: string) => ({
    SchemaVersionId,
    MetadataKeyValue: { MetadataKey, MetadataValue },
  });
  return { created, SchemaVersionId, pair, SchemaId: { RegistryName, SchemaName: "s" } };
}

export const metadataScenarios: readonly Scenario[] = [
  {
    title: "keeps several values of a key, the newest first",
    async run(call) {
      const { created, SchemaVersionId, SchemaId, pair } = await prepare(call, "meta-values");
      for (const value of ["one", "two", "three"]) {
        const answer = await call("PutSchemaVersionMetadata", pair("k:/;<", value));
        assert.deepEqual(answer, {
          SchemaArn: created.SchemaArn,
          SchemaName: "s",
          RegistryName: "meta-values",
          LatestVersion: true,
          VersionNumber: 1,
          SchemaVersionId,
          MetadataKey: "k:/;<",
          MetadataValue: value,
        });
      }
      await call("PutSchemaVersionMetadata", pair("a", "one"));
      const query = async (input: object) => {
        const answer = await call("QuerySchemaVersionMetadata", { SchemaVersionId, ...input });
        assert.equal(answer.SchemaVersionId, SchemaVersionId);
        return Object.entries(answer.MetadataInfoMap).map(([key, info]) => [
          key,
          info.MetadataValue,
          ...(info.OtherMetadataValueList ?? []).map((other) => other.MetadataValue),
        ]);
      };
      const whole = ["k:/;<", "three", "two", "one"];
      assert.deepEqual(await query({}), [["a", "one"], whole]);
      assert.deepEqual(await query({ MetadataList: [{ MetadataKey: "k:/;<" }] }), [whole]);
      assert.deepEqual(await query({ MetadataList: [{ MetadataValue: "one" }] }), [
        ["a", "one"],
        ["k:/;<", "one"],
      ]);
      assert.deepEqual(
        await query({ MetadataList: [{ MetadataKey: "k:/;<", MetadataValue: "two" }] }),
        [["k:/;<", "two"]],
      );
      const first = await call("QuerySchemaVersionMetadata", { SchemaVersionId, MaxResults: 1 });
      assert.deepEqual(Object.keys(first.MetadataInfoMap), ["a"]);
      const rest = await call("QuerySchemaVersionMetadata", {
        SchemaId,
        SchemaVersionNumber: { LatestVersion: true },
        MaxResults: 1,
        NextToken: first.NextToken ?? "",
      });
      assert.deepEqual([Object.keys(rest.MetadataInfoMap), rest.NextToken], [["k:/;<"], undefined]);
      const removed = await call("RemoveSchemaVersionMetadata", pair("k:/;<", "three"));
      assert.equal(removed.MetadataValue, "three");
      assert.deepEqual(await query({}), [
        ["a", "one"],
        ["k:/;<", "two", "one"],
      ]);
    },
  },
  {
    title: "rejects duplicates, an eleventh pair and what is not there",
    async run(call) {
      const { SchemaVersionId, pair } = await prepare(call, "meta-refused");
      for (let index = 0; index < 10; index += 1) {
        await call("PutSchemaVersionMetadata", pair("k", `v${index}`));
      }
      await refuses(
        call("PutSchemaVersionMetadata", pair("k", "v3")),
        "AlreadyExistsException",
        `Resource already exist for schema version id: ${SchemaVersionId}, metadata key: k, metadata value: v3`,
      );
      await refuses(
        call("PutSchemaVersionMetadata", pair("other", "v")),
        "ResourceNumberLimitExceededException",
        "Your resource limits for Schema Version Metadata have been exceeded.",
      );
      await refuses(
        call("RemoveSchemaVersionMetadata", pair("k", "absent")),
        "EntityNotFoundException",
        `Resource does not exist for schema version id: ${SchemaVersionId}, metadata key: k, metadata value: absent`,
      );
      await refuses(
        call("PutSchemaVersionMetadata", pair("a b", "v")),
        "InvalidInputException",
        "The parameter value contains one or more characters that are not valid. Parameter Name: key",
      );
    },
  },
];
