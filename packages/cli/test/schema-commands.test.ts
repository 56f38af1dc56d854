import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { planConverter } from "@weir/connect";
import { type FakeConnect, startFakeConnect } from "@weir/connect/testing";
import { loadPlatform } from "@weir/core";
import { type RunningRegistry, registryClient, startRegistry } from "@weir/registry";
import { renderDebeziumEnvelope } from "@weir/schema";
import { callWeir, makeFolder, smallSpec } from "./run-weir.ts";
import { writeRunningState } from "./running-state.ts";

const topic = "fullfillment.test_db.person";
const confluentSpec = `${smallSpec}registry:
  kind: confluent
  converter: {class: io.example.Converter}
`;
const RegistryId = { RegistryName: "legopoc" };

describe("the schema commands", () => {
  let connect: FakeConnect;
  let registry: RunningRegistry;

  before(async () => {
    connect = await startFakeConnect();
    // As the local stack starts it.
    registry = await startRegistry({ databaseFile: ":memory:", defaultContext: "legopoc" });
    const { call } = registryClient(registry.endpoint);
    await call("CreateRegistry", RegistryId);
    await call("CreateSchema", {
      RegistryId,
      ...{ SchemaName: topic, DataFormat: "AVRO", Compatibility: "BACKWARD" },
      SchemaDefinition: envelope(["age"]),
    });
    const SchemaId = { ...RegistryId, SchemaName: topic };
    for (const columns of [
      ["age", "email?"],
      ["age", "email?", "address"],
    ]) {
      await call("RegisterSchemaVersion", { SchemaId, SchemaDefinition: envelope(columns) });
    }
  });
  after(async () => {
    await connect.stop();
    await registry.stop();
  });

  const weir = async (
    t: TestContext,
    args: readonly string[],
    files: Record<string, string> = {},
  ) => {
    const cwd = makeFolder(t, smallSpec);
    await writeRunningState(cwd, connect.url, Number(new URL(registry.endpoint).port));
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(cwd, name), text);
    return callWeir(args, cwd);
  };
  const json = async (t: TestContext, args: readonly string[], files?: Record<string, string>) => {
    const answer = await weir(t, [...args, "-o", "json"], files);
    return { ...answer, body: answer.stdout === "" ? undefined : JSON.parse(answer.stdout) };
  };

  test("list names schemas with format, compatibility and newest version", async (t) => {
    const { body } = await json(t, ["schema", "list"]);
    assert.deepEqual(body, [
      {
        ...{ name: topic, format: "AVRO", compatibility: "BACKWARD" },
        ...{ latestVersion: 2, acceptUnderWay: false },
      },
    ]);
  });

  test("show has the newest version, or the one that is named", async (t) => {
    const newest = await json(t, ["schema", "show", topic]);
    assert.deepEqual([newest.body.version, newest.body.status], [2, "AVAILABLE"]);
    const refused = await json(t, ["schema", "show", topic, "--version", "3"]);
    assert.equal(refused.body.status, "FAILURE");
    assert.equal(refused.body.definition.name, "Envelope");
  });

  test("diff says columns once, and what the change means in both directions", async (t) => {
    const { body } = await json(t, ["schema", "diff", topic, "latest", "3"]);
    assert.deepEqual(
      body.changes.map(({ kind, path, isColumn }: Record<string, unknown>) => [
        ...[kind, path, isColumn],
      ]),
      [["added", "address", true]],
    );
    assert.deepEqual(
      body.readers.map(({ direction, ok }: Record<string, unknown>) => [direction, ok]),
      [
        ["BACKWARD", false],
        ["FORWARD", true],
      ],
    );
    const { stdout } = await weir(t, ["schema", "diff", topic, "1", "2"]);
    assert.match(stdout, /column "email" was added: int, nullable, default null/);
    assert.match(stdout, /BACKWARD holds: readers that take the new schema/);
    const { exitCode } = await weir(t, ["schema", "diff", topic, "one", "2"]);
    assert.equal(exitCode, 2);
  });

  test("diff --patch is the registry's own JSON Patch", async (t) => {
    const { body } = await json(t, ["schema", "diff", topic, "1", "2", "--patch"]);
    assert.ok(body.some(({ op, path }: Record<string, string>) => op === "add" && path));
  });

  test("check says no with 3, with column, rule and remedy", async (t) => {
    const files = { "a.avsc": envelope(["age", "email?", "street"]) };
    const no = await json(t, ["schema", "check", "a.avsc", "--schema", topic], files);
    assert.equal(no.exitCode, 3, no.stderr);
    const { compatible, violations, remedy } = no.body;
    assert.equal(compatible, false);
    for (const { rule, path: at, message } of violations) {
      assert.ok(rule && at && message);
    }
    assert.equal(violations[0].column, "street");
    assert.match(remedy, /DEFAULT/);
    const text = await weir(t, ["schema", "check", "a.avsc", "--schema", topic], files);
    assert.match(text.stdout, /would refuse it: it is not BACKWARD compatible/);
    assert.match(text.stdout, /column street: .*\nwhat to do: /);
  });

  test("check says yes to what fits, to what is there, and to a schema that is not", async (t) => {
    const files = { "a.avsc": envelope(["age", "street?"]), "b.avsc": envelope(["age"]) };
    const ask = async (file: string, schema: string) =>
      json(t, ["schema", "check", file, "--schema", schema], files);
    const fits = await ask("a.avsc", topic);
    assert.deepEqual(
      [fits.exitCode, fits.body.compatible, fits.body.violations, fits.body.remedy],
      [0, true, [], null],
    );
    assert.equal((await ask("b.avsc", topic)).body.sameAs, 1);
    const fresh = await ask("a.avsc", "fullfillment.test_db.other");
    assert.deepEqual([fresh.exitCode, fresh.body.compatible, fresh.body.exists], [0, true, false]);
  });

  test("check ends with 1 and the place where a definition cannot be parsed", async (t) => {
    const files = { "a.avsc": '{"type":"record","name":"R","fields":[{"name":"x","type":"zzz"}]}' };
    for (const schema of [topic, "not.yet.there"]) {
      const answer = await weir(t, ["schema", "check", "a.avsc", "--schema", schema], files);
      assert.equal(answer.exitCode, 1);
      assert.match(answer.stderr, /error\[SCHEMA_INVALID\]: .*\/fields\/0\/type/);
    }
    const missing = await weir(t, ["schema", "check", "none.avsc", "--schema", topic]);
    assert.equal(missing.exitCode, 2);
  });

  test("check takes files as Windows writes them, and none that the registry would not take", async (t) => {
    const text = envelope(["age"]);
    const doc = "x".repeat(170_000);
    const files = {
      "a.avsc": `\uFEFF${JSON.stringify(JSON.parse(text), undefined, 2).replaceAll("\n", "\r\n")}`,
      "b.avsc": JSON.stringify({ ...JSON.parse(text), doc }),
    };
    const ask = (file: string, schema = topic) =>
      json(t, ["schema", "check", file, "--schema", schema], files);
    const known = await ask("a.avsc");
    assert.equal(known.body?.sameAs, 1, known.stderr);
    for (const schema of [topic, "not.yet.there"]) {
      const { exitCode, stdout, stderr } = await ask("b.avsc", schema);
      assert.deepEqual([exitCode, stdout], [1, ""]);
      assert.match(stderr, /SCHEMA_INVALID.*takes definitions of up to 170000/);
    }
  });

  test("a schema without a version has no latest, and nothing refused", async (t) => {
    const { call } = registryClient(registry.endpoint);
    const SchemaName = "shop.d.empty";
    await call("CreateSchema", {
      RegistryId,
      ...{ SchemaName, DataFormat: "AVRO", Compatibility: "BACKWARD" },
    });
    const diff = await weir(t, ["schema", "diff", SchemaName, "1", "latest"]);
    assert.match(diff.stderr, /there is no latest/);
    const accept = await weir(t, ["schema", "accept", SchemaName]);
    assert.match(accept.stdout, /nothing is refused: the schema has no version/);
    await call("DeleteSchema", { SchemaId: { ...RegistryId, SchemaName } });
  });

  test("history has every version, what it changed and why it was refused", async (t) => {
    const { body } = await json(t, ["schema", "history", topic]);
    assert.deepEqual(
      body.versions.map(({ versionNumber, status, isCheckpoint, comparedWith, changes }: Entry) => [
        ...[versionNumber, status, isCheckpoint, comparedWith],
        changes.map(({ path: at }) => at),
      ]),
      [
        [3, "FAILURE", false, 2, ["address"]],
        [2, "AVAILABLE", false, 1, ["email"]],
        [1, "AVAILABLE", true, null, []],
      ],
    );
    assert.equal(body.versions[0].violations[0].column, "address");
    const { stdout } = await weir(t, ["schema", "history", topic]);
    assert.match(stdout, /version 3: FAILURE.*\n.*was added.*\n {2}refused: column "address"/);
  });

  test("every command names the schema that was probably meant", async (t) => {
    for (const args of [["show"], ["history"], ["accept"], ["diff"]]) {
      const versions = args[0] === "diff" ? ["1", "2"] : [];
      const name = "fulfillment.test_db.person";
      const { exitCode, stderr } = await weir(t, ["schema", ...args, name, ...versions]);
      assert.equal(exitCode, 1);
      assert.match(
        stderr,
        /SCHEMA_UNKNOWN.*\nremedy: did you mean "fullfillment\.test_db\.person"/,
      );
    }
  });

  test("what a Confluent client registers where connectors would is the platform's schema", async (t) => {
    const { platform } = await loadPlatform({
      cwd: makeFolder(t, confluentSpec),
      env: {},
    });
    const plan = planConverter(platform, { region: "x", registryEndpoint: registry.endpoint });
    assert.ok(plan.ok);
    const url = `${plan.keys["schema.registry.url"]}/subjects/${topic}-value/versions`;
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/vnd.schemaregistry.v1+json" },
      body: JSON.stringify({ schema: envelope(["age"]) }),
    });
    assert.equal(answer.status, 200, await answer.text());
    const { body } = await json(t, ["schema", "list"]);
    const found = body.find(({ name }: { name: string }) => name === `${topic}-value`);
    assert.deepEqual([found?.format, found?.latestVersion], ["AVRO", 1]);
    await registryClient(registry.endpoint).call("DeleteSchema", {
      SchemaId: { ...RegistryId, SchemaName: `${topic}-value` },
    });
  });

  for (const { format, file, before: first, after: second, column } of otherFormats()) {
    test(`${format}: check, diff, history and accept`, async (t) => {
      const { call } = registryClient(registry.endpoint);
      const name = `shop.d.${format.toLowerCase()}`;
      await call("CreateSchema", {
        RegistryId,
        ...{ SchemaName: name, DataFormat: format, Compatibility: "BACKWARD" },
        SchemaDefinition: first,
      });
      const no = await json(t, ["schema", "check", file, "--schema", name], { [file]: second });
      assert.equal(no.exitCode, 3, no.stderr);
      assert.match(JSON.stringify(no.body.violations), new RegExp(column));
      const broken = await weir(t, ["schema", "check", file, "--schema", name], { [file]: "{" });
      assert.match(broken.stderr, /error\[SCHEMA_INVALID\]/);
      assert.equal(broken.exitCode, 1);
      const SchemaId = { ...RegistryId, SchemaName: name };
      await call("RegisterSchemaVersion", { SchemaId, SchemaDefinition: second });
      const history = await json(t, ["schema", "history", name]);
      assert.deepEqual(
        history.body.versions.map(({ status, changes }: Entry & { status: string }) => [
          status,
          changes.map(({ path: at }) => at),
        ]),
        [
          ["FAILURE", [column]],
          ["AVAILABLE", []],
        ],
      );
      const accepted = await json(t, ["schema", "accept", name, "--yes"]);
      assert.equal(accepted.exitCode, 0, accepted.stderr);
      assert.equal(accepted.body.version.compatibility, "BACKWARD");
      const diff = await json(t, ["schema", "diff", name, "1", "latest"]);
      assert.equal(diff.body.changes[0].path, column);
      await call("DeleteSchema", { SchemaId });
    });
  }

  test("lake run refuses what a Confluent converter wrote", async (t) => {
    const cwd = makeFolder(t, confluentSpec);
    await writeRunningState(cwd, connect.url, Number(new URL(registry.endpoint).port));
    const { exitCode, stderr } = await callWeir(["lake", "run", "--once"], cwd);
    assert.equal(exitCode, 1);
    assert.match(stderr, /error\[LAKE_CANNOT_READ\]/);
  });

  test("accept shows what breaks, asks, and says so where nobody can be asked", async (t) => {
    const asked = await weir(t, ["schema", "accept", topic]);
    assert.equal(asked.exitCode, 2);
    assert.match(asked.stderr, /version 3 of schema \S+ is refused: it is not BACKWARD compatible/);
    assert.match(asked.stderr, /breaks {2}readers that take the new schema .*\(BACKWARD\)/);
    assert.match(asked.stderr, /confirm with --yes/);
    const askedJson = await json(t, ["schema", "accept", topic]);
    assert.match(askedJson.stderr, /breaks {2}readers that take the new schema/);
    const dry = await json(t, ["schema", "accept", topic, "--dry-run"]);
    assert.deepEqual([dry.exitCode, dry.body.accepted, dry.body.versionNumber], [0, false, 3]);
    const list = await json(t, ["schema", "list"]);
    assert.equal(list.body.length, 1);
  });

  test("accept --yes accepts, and then there is nothing more to accept", async (t) => {
    const { body, exitCode, stderr } = await json(t, ["schema", "accept", topic, "--yes"]);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(
      [body.accepted, body.version.versionNumber, body.version.checkpoint, body.row.state],
      [true, 4, 4, "nobody waits"],
    );
    const again = await weir(t, ["schema", "accept", topic]);
    assert.equal(again.exitCode, 0);
    assert.match(again.stdout, /nothing is refused: every version of the schema is AVAILABLE/);
  });
});

interface Entry {
  readonly versionNumber: number;
  readonly status: string;
  readonly isCheckpoint: boolean;
  readonly comparedWith: number | null;
  readonly changes: readonly { readonly path: string }[];
}

/** A change that BACKWARD refuses, in the formats that are not Avro. */
function otherFormats() {
  const object = (properties: object) => JSON.stringify({ type: "object", properties });
  const message = (fields: string) => `syntax = "proto2"; message Row { ${fields} }`;
  return [
    {
      ...{ format: "JSON", file: "a.json", column: "email" },
      before: object({ age: { type: "integer" } }),
      after: object({ age: { type: "integer" }, email: { type: ["string", "null"] } }),
    },
    {
      ...{ format: "PROTOBUF", file: "a.proto", column: "must" },
      before: message("optional int32 age = 1;"),
      after: message("optional int32 age = 1; required string must = 2;"),
    },
  ];
}

/** Columns are int NOT NULL; those with a `?` may be NULL. */
function envelope(columns: readonly string[]): string {
  return renderDebeziumEnvelope(
    topic,
    columns.map((text) => ({
      name: text.replace("?", ""),
      type: "int",
      nullable: text.endsWith("?"),
    })),
  );
}
