import assert from "node:assert/strict";
import { applyPatch, type Operation } from "rfc6902";
import type { GlueCall } from "../../src/glue-model.ts";
import { address, avroRecord, email, envelope } from "./definitions.ts";
import { refuses, type Scenario } from "./subject.ts";

const invalid = "InvalidInputException";
const absent = "EntityNotFoundException";

/** A schema of a registry of its own, with the versions that the definitions make. */
async function prepare(
  call: GlueCall,
  RegistryName: string,
  Compatibility: "BACKWARD" | "BACKWARD_ALL" | "FULL_ALL" | "NONE" | "DISABLED",
  ...definitions: readonly string[]
) {
  await call("CreateRegistry", { RegistryName });
  const SchemaId = { RegistryName, SchemaName: "s" };
  const { SchemaVersionId = "" } = await call("CreateSchema", {
    RegistryId: { RegistryName },
    SchemaName: "s",
    DataFormat: "AVRO",
    Compatibility,
    SchemaDefinition: definitions[0] as string,
  });
  const register = async (SchemaDefinition: string) => {
    const answer = await call("RegisterSchemaVersion", { SchemaId, SchemaDefinition });
    return [answer.VersionNumber, answer.Status] as const;
  };
  for (const definition of definitions.slice(1)) await register(definition);
  return { SchemaId, SchemaVersionId, register };
}

async function listNumbers(call: GlueCall, SchemaId: { RegistryName: string; SchemaName: string }) {
  const { Schemas } = await call("ListSchemaVersions", { SchemaId });
  return Schemas.map((version) => `${version.VersionNumber} ${version.Status}`);
}

export const versionScenarios: readonly Scenario[] = [
  {
    title: "answers the AWS producer's call sequence with the texts it decides on",
    async run(call) {
      const RegistryName = "ver-sequence";
      const SchemaId = { RegistryName, SchemaName: "fullfillment.test_db.person" };
      await call("CreateRegistry", { RegistryName });
      const first = envelope(SchemaId.SchemaName);
      await refuses(
        call("GetSchemaByDefinition", { SchemaId, SchemaDefinition: first }),
        absent,
        `Schema is not found. RegistryName: ver-sequence, SchemaName: ${SchemaId.SchemaName}, SchemaArn: null`,
      );
      const created = await call("CreateSchema", {
        RegistryId: { RegistryName },
        SchemaName: SchemaId.SchemaName,
        DataFormat: "AVRO",
        Compatibility: "BACKWARD",
        Tags: {},
        SchemaDefinition: first,
      });
      const second = envelope(SchemaId.SchemaName, email);
      const found = await call("GetSchemaByDefinition", { SchemaId, SchemaDefinition: first });
      assert.deepEqual(
        [found.SchemaVersionId, found.Status, found.DataFormat, "VersionNumber" in found],
        [created.SchemaVersionId, "AVAILABLE", "AVRO", false],
      );
      await refuses(
        call("GetSchemaByDefinition", { SchemaId, SchemaDefinition: second }),
        absent,
        "Schema version is not found.",
      );
      const registered = await call("RegisterSchemaVersion", {
        SchemaId,
        SchemaDefinition: second,
      });
      assert.deepEqual([registered.VersionNumber, registered.Status], [2, "AVAILABLE"]);
      const version = await call("GetSchemaVersion", {
        SchemaVersionId: registered.SchemaVersionId,
      });
      assert.deepEqual(
        [version.SchemaDefinition, version.VersionNumber, version.SchemaArn],
        [second, 2, created.SchemaArn],
      );
    },
  },
  {
    title: "answers an incompatible version with FAILURE: it takes a number and is then ignored",
    async run(call) {
      const name = "ver-failure";
      const { SchemaId, register } = await prepare(call, name, "BACKWARD", envelope(name));
      assert.deepEqual(await register(envelope(name, address)), [2, "FAILURE"]);
      const latest = { SchemaId, SchemaVersionNumber: { LatestVersion: true } };
      assert.equal((await call("GetSchemaVersion", latest)).VersionNumber, 1);
      const schema = await call("GetSchema", { SchemaId });
      assert.deepEqual([schema.LatestSchemaVersion, schema.NextSchemaVersion], [1, 2]);
      const refused = { SchemaId, SchemaDefinition: envelope(name, address) };
      assert.equal((await call("GetSchemaByDefinition", refused)).Status, "FAILURE");
      assert.deepEqual(await register(envelope(name, email)), [3, "AVAILABLE"]);
      assert.deepEqual(await register(envelope(name, address)), [4, "FAILURE"]);
      await call("UpdateSchema", { ...latest, Compatibility: "NONE" });
      assert.deepEqual(await register(envelope(name, address)), [5, "AVAILABLE"]);
      assert.equal((await call("GetSchemaByDefinition", refused)).Status, "AVAILABLE");
      assert.deepEqual(await listNumbers(call, SchemaId), [
        "5 AVAILABLE",
        "4 FAILURE",
        "3 AVAILABLE",
        "2 FAILURE",
        "1 AVAILABLE",
      ]);
    },
  },
  {
    title: "compares with all versions under _ALL, from the checkpoint on, without refused ones",
    async run(call) {
      const all = await prepare(
        call,
        "ver-all",
        "BACKWARD_ALL",
        avroRecord(["salary"], ["name", "age"]),
        avroRecord([], ["name"]),
      );
      assert.deepEqual(await all.register(avroRecord([], ["name", "age"])), [3, "FAILURE"]);
      const full = await prepare(call, "ver-full-all", "FULL_ALL", avroRecord([], ["name"]));
      assert.deepEqual(await full.register(avroRecord(["salary"], ["name", "age"])), [
        2,
        "FAILURE",
      ]);
      assert.deepEqual(await full.register(avroRecord(["salary"], ["name"])), [3, "AVAILABLE"]);
      await call("UpdateSchema", {
        SchemaId: full.SchemaId,
        SchemaVersionNumber: { VersionNumber: 3 },
      });
      // Against version 1 it would lack nothing either way; only the checkpoint counts now.
      assert.deepEqual(await full.register(avroRecord(["salary", "b"], ["name"])), [
        4,
        "AVAILABLE",
      ]);
    },
  },
  {
    title: "gives a definition its one id, and allows any valid version under NONE",
    async run(call) {
      const text = avroRecord(["a"]);
      const { SchemaId, SchemaVersionId } = await prepare(call, "ver-none", "NONE", text);
      const spelled = JSON.stringify(JSON.parse(text), null, 4);
      const again = await call("RegisterSchemaVersion", { SchemaId, SchemaDefinition: spelled });
      assert.deepEqual([again.SchemaVersionId, again.VersionNumber], [SchemaVersionId, 1]);
      const other = await call("RegisterSchemaVersion", { SchemaId, SchemaDefinition: '"int"' });
      assert.deepEqual([other.VersionNumber, other.Status], [2, "AVAILABLE"]);
      await refuses(
        call("RegisterSchemaVersion", { SchemaId, SchemaDefinition: "{" }),
        invalid,
        /^Schema definition of AVRO data format is invalid: /,
      );
      assert.deepEqual(await listNumbers(call, SchemaId), ["2 AVAILABLE", "1 AVAILABLE"]);
    },
  },
  {
    title: "allows no second version under DISABLED, and knows the first again",
    async run(call) {
      const text = avroRecord(["a"]);
      const { SchemaId, register } = await prepare(call, "ver-disabled", "DISABLED", text);
      assert.deepEqual(await register(text), [1, "AVAILABLE"]);
      await refuses(
        call("RegisterSchemaVersion", { SchemaId, SchemaDefinition: '"int"' }),
        invalid,
        "Compatibility DISABLED does not allow versioning. SchemaId: SchemaId(schemaArn=null, schemaName=s, registryName=ver-disabled)",
      );
    },
  },
  {
    title: "rejects ambiguous and unknown versions as AWS words it",
    async run(call) {
      const { SchemaId, SchemaVersionId } = await prepare(call, "ver-refused", "NONE", '"int"');
      const get = (input: object) => call("GetSchemaVersion", input);
      const unknown = "00000000-0000-4000-8000-000000000000";
      await refuses(
        get({ SchemaVersionId: unknown }),
        absent,
        `Schema version is not found. SchemaVersionId: ${unknown}`,
      );
      await refuses(
        get({ SchemaId, SchemaVersionNumber: { VersionNumber: 9 } }),
        absent,
        "Schema version is not found. RegistryName: ver-refused, SchemaName: s, SchemaArn: null, VersionNumber: 9, isLatestVersion: false",
      );
      await refuses(
        get({ SchemaId, SchemaVersionNumber: { VersionNumber: 1, LatestVersion: true } }),
        invalid,
        "Only one of VersionNumber or LatestVersion is required.",
      );
      await refuses(
        get({ SchemaId }),
        invalid,
        "One of version number (or) latest version is required.",
      );
      await refuses(
        get({ SchemaVersionId, SchemaId }),
        invalid,
        "No other input parameters can be specified when fetching by SchemaVersionId.",
      );
      await refuses(
        get({ SchemaVersionId: SchemaVersionId.toUpperCase().replaceAll("0", "A") }),
        invalid,
        "The parameter value contains one or more characters that are not valid. Parameter Name: schemaVersionId",
      );
    },
  },
  {
    title: "lists versions newest first in pages",
    async run(call) {
      const texts = Array.from({ length: 5 }, (_, index) => `{"type":"string","n":${index}}`);
      const { SchemaId } = await prepare(call, "ver-pages", "NONE", ...texts);
      const numbers: number[] = [];
      let NextToken: string | undefined;
      do {
        const token = NextToken === undefined ? {} : { NextToken };
        const page = await call("ListSchemaVersions", { SchemaId, MaxResults: 2, ...token });
        numbers.push(...page.Schemas.map((version) => version.VersionNumber));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      assert.deepEqual(numbers, [5, 4, 3, 2, 1]);
    },
  },
  {
    title: "deletes versions for good, but neither the first nor the checkpoint",
    async run(call) {
      const texts = Array.from({ length: 6 }, (_, index) => `{"type":"string","n":${index}}`);
      const { SchemaId, register } = await prepare(call, "ver-delete", "NONE", ...texts);
      const remove = (Versions: string) => call("DeleteSchemaVersions", { SchemaId, Versions });
      await call("UpdateSchema", { SchemaId, SchemaVersionNumber: { VersionNumber: 3 } });
      await refuses(remove("2-4"), invalid, "Version 3 is the checkpoint and cannot be deleted.");
      await refuses(
        remove("1-2"),
        invalid,
        "The first version of a schema cannot be deleted; delete the schema.",
      );
      await refuses(remove("4-29"), invalid, "At most 25 versions can be deleted at a time.");
      await refuses(remove("6-5"), invalid, "The version range 6-5 ends before it begins.");
      assert.deepEqual(await remove("2"), { SchemaVersionErrors: [] });
      assert.deepEqual(await remove("5-20"), { SchemaVersionErrors: [] });
      assert.deepEqual(await listNumbers(call, SchemaId), [
        "4 AVAILABLE",
        "3 AVAILABLE",
        "1 AVAILABLE",
      ]);
      await refuses(
        call("GetSchemaByDefinition", { SchemaId, SchemaDefinition: texts[5] as string }),
        absent,
        "Schema version is not found.",
      );
      assert.deepEqual(await register(texts[5] as string), [7, "AVAILABLE"]);
    },
  },
  {
    title: "answers the difference of two versions as a JSON Patch",
    async run(call) {
      const [first, second] = [envelope("ver-diff"), envelope("ver-diff", email)];
      const { SchemaId } = await prepare(call, "ver-diff", "NONE", first, second);
      const diff = async (from: number, to: number | "latest") => {
        const { Diff } = await call("GetSchemaVersionsDiff", {
          SchemaId,
          FirstSchemaVersionNumber: { VersionNumber: from },
          SecondSchemaVersionNumber:
            to === "latest" ? { LatestVersion: true } : { VersionNumber: to },
          SchemaDiffType: "SYNTAX_DIFF",
        });
        return JSON.parse(Diff) as Operation[];
      };
      const document = { root: JSON.parse(first) as unknown };
      const patch = (await diff(1, "latest")).map((operation) => ({
        ...operation,
        path: `/root${operation.path}`,
      }));
      assert.ok(patch.length > 0 && JSON.stringify(patch).length < first.length);
      applyPatch(document, patch);
      assert.deepEqual(document.root, JSON.parse(second));
      assert.deepEqual(await diff(2, 2), []);
      await refuses(
        diff(1, 3),
        absent,
        /^Schema version is not found\. .*VersionNumber: 3, isLatestVersion: false$/,
      );
    },
  },
];
