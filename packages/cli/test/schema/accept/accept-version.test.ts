import assert from "node:assert/strict";
import { after, before, type TestContext, test } from "node:test";
import { WeirError } from "@weir/core";
import { type RunningRegistry, startRegistry } from "@weir/registry";
import { acceptVersion } from "../../../src/schema/accept/accept-version.ts";
import { judgeReaders } from "../../../src/schema/accept/readers.ts";
import { listSchemaNames, listVersions } from "../../../src/schema/read-schema.ts";
import {
  createWorld as createWorldIn,
  envelope,
  Killed,
  topic,
  type WorldOptions,
} from "./accept-world.ts";

const isFull = process.env.WEIR_TEST_FULL === "1";
let registry: RunningRegistry;
/** Judges a while after it has answered, as AWS does. */
let slowRegistry: RunningRegistry;
before(async () => {
  const policy = { asyncEvaluationMs: 20 };
  registry = await startRegistry({ databaseFile: ":memory:" });
  slowRegistry = await startRegistry({ databaseFile: ":memory:", policy });
});
after(async () => {
  await registry.stop();
  await slowRegistry.stop();
});

const createWorld = (t: TestContext, options?: WorldOptions) => createWorldIn(t, registry, options);

/** The SDK asks for credentials; the server does not look at them. */
function giveCredentials(t: TestContext): void {
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
    const saved = process.env[name];
    process.env[name] = "weir";
    t.after(() => {
      if (saved === undefined) delete process.env[name];
      else process.env[name] = saved;
    });
  }
}

test("accepts a refused version: mode and checkpoint restored, task running, row arrived", async (t) => {
  giveCredentials(t);
  for (const sdk of [false, true]) {
    const world = await createWorld(t, { sdk });
    const outcome = await world.accept();
    assert.equal(outcome.kind, "accepted");
    assert.ok(outcome.kind === "accepted");
    assert.deepEqual(outcome.row, {
      state: "arrived",
      record: { topic, partition: 0, offset: "1" },
    });
    const { readers, connectors, resumed } = outcome.proposal;
    assert.deepEqual(
      readers.map(({ direction, ok }) => [direction, ok]),
      [
        ["BACKWARD", false],
        ["FORWARD", true],
      ],
    );
    assert.match(readers[0]?.violations[0]?.message ?? "", /"address" was added NOT NULL/);
    assert.deepEqual(connectors, ["fullfillment"]);
    assert.equal(resumed, false);
    await world.assertAccepted();
  }
});

test("comes to the same end after a kill at any point, before or after each call", async (t) => {
  await killEverywhere(t, registry);
});

test("comes to the same end where the registry judges later", { skip: !isFull }, async (t) => {
  await killEverywhere(t, slowRegistry);
});

async function killEverywhere(t: TestContext, on: RunningRegistry): Promise<void> {
  const { events } = await (await createWorldIn(t, on)).accept();
  assert.ok(events > 15, String(events));
  // The full run kills at each; the normal one at every other, before and after in turn.
  for (let event = 1; event <= events; event += isFull ? 1 : 2) {
    const both = ["before", "after"] as const;
    for (const when of isFull
      ? both
      : [event % 4 === 1 ? ("before" as const) : ("after" as const)]) {
      const world = await createWorldIn(t, on);
      // A slow registry is looked at more often or less: the last points may not be reached.
      const cut = await world.accept({ event, when }).catch((error: unknown) => error);
      assert.ok(cut instanceof Killed || on === slowRegistry);
      const repeated = await world.accept();
      await world.assertAccepted().catch((error: unknown) => {
        throw new Error(`killed ${when} event ${event}`, { cause: error });
      });
      assert.ok(repeated.kind !== "not done");
      await world.close();
    }
  }
}

test("is not whole after a kill without a repetition (negative control)", async (t) => {
  const { events } = await (await createWorld(t)).accept();
  let broken = 0;
  const points = isFull ? Array.from({ length: events }, (_, n) => n + 1) : [1, 9, events];
  for (const event of points) {
    const world = await createWorld(t);
    await assert.rejects(world.accept({ event, when: "before" }), Killed);
    const whole = await world.assertAccepted().then(
      () => true,
      () => false,
    );
    if (!whole) broken += 1;
  }
  assert.equal(broken, points.length);
});

test("keeps every mode", async (t) => {
  for (const mode of ["BACKWARD_ALL", "FULL", "FULL_ALL"] as const) {
    const world = await createWorld(t, { mode });
    await assert.rejects(world.accept({ event: 9, when: "after" }), Killed);
    await world.accept();
    await world.assertAccepted();
  }
});

test("changes nothing without a confirmation, and says what would be done", async (t) => {
  const world = await createWorld(t);
  const before = await listVersions(world.place);
  const refusal = new WeirError("NOT_CONFIRMED", "not confirmed");
  await assert.rejects(
    world.accept(undefined, {
      confirm: async () => {
        throw refusal;
      },
    }),
    refusal,
  );
  const outcome = await world.accept(undefined, { confirm: async () => "stop" });
  assert.ok(outcome.kind === "not done");
  assert.deepEqual(outcome.proposal.steps, [
    "UpdateSchema: set compatibility to NONE",
    "DeleteSchemaVersions: delete the refused version 2",
    "RegisterSchemaVersion: register the same definition again",
    "UpdateSchema: set compatibility back to BACKWARD, checkpoint on the new version",
    "restart fullfillment, and wait until the refused row is in Kafka",
  ]);
  assert.deepEqual(await listVersions(world.place), before);
});

test("ends after the registry where no task stands still on the schema", async (t) => {
  const world = await createWorld(t);
  const connector = world.connect.connectors.get("fullfillment");
  assert.ok(connector);
  connector.tasks = [{ state: "RUNNING" }];
  const outcome = await world.accept();
  assert.ok(outcome.kind === "accepted");
  assert.deepEqual(outcome.row, { state: "nobody waits" });
  await world.assertAccepted();
});

test("a second accept finds nothing refused", async (t) => {
  const world = await createWorld(t);
  await world.accept();
  const again = await world.accept();
  assert.equal(again.kind, "nothing refused");
  const named = await world.accept(undefined, { version: 1 });
  assert.ok(named.kind === "nothing refused");
  assert.match(named.why, /version 1 is AVAILABLE/);
  await assert.rejects(world.accept(undefined, { version: 9 }), { code: "SCHEMA_UNKNOWN" });
});

test("names the schema that was probably meant", async (t) => {
  const world = await createWorld(t);
  await assert.rejects(world.accept(undefined, { schemaName: "fulfillment.test_db.person" }), {
    code: "SCHEMA_UNKNOWN",
    remedy: `did you mean "${topic}"?`,
  });
});

test("of several refused versions takes the one a task waits for, then the newest", async (t) => {
  const world = await createWorld(t);
  const refuse = (columns: readonly string[]) =>
    world.call("RegisterSchemaVersion", {
      SchemaId: world.SchemaId,
      SchemaDefinition: envelope(columns),
    });
  const middle = await refuse(["age", "address", "street"]);
  const newest = await refuse(["age", "address", "street", "city"]);
  const accepted = async (version?: number) => {
    const outcome = await world.accept(undefined, { version });
    assert.ok(outcome.kind === "accepted");
    return outcome;
  };
  const first = await accepted();
  assert.deepEqual([first.proposal.versionNumber, first.row.state], [2, "arrived"]);
  const second = await accepted();
  assert.equal(second.proposal.schemaVersionId, newest.SchemaVersionId);
  assert.equal(second.row.state, "nobody waits");
  const third = await accepted(middle.VersionNumber);
  assert.equal(third.proposal.schemaVersionId, middle.SchemaVersionId);
  assert.equal((await world.accept()).kind, "nothing refused");
});

test("says which version an interrupted run has to finish first", async (t) => {
  const world = await createWorld(t);
  const { events } = await (await createWorld(t)).accept();
  await assert.rejects(world.accept({ event: events - 2, when: "after" }), Killed);
  await assert.rejects(world.accept(undefined, { version: 1 }), { code: "USAGE" });
  const resumed = await world.accept();
  assert.ok(resumed.kind === "accepted");
  assert.equal(resumed.proposal.resumed, true);
  assert.equal(resumed.row.state, "arrived");
});

test("goes back to a mode that somebody has set in between", async (t) => {
  const world = await createWorld(t);
  let journalled = 0;
  for (let event = 1; journalled === 0; event++) {
    await assert.rejects(world.accept({ event, when: "before" }), Killed);
    journalled = (await listed(world)).filter((name) => name.endsWith(".weir-accept")).length;
  }
  const { SchemaId } = world;
  const Compatibility = "FULL_ALL";
  const SchemaVersionNumber = { VersionNumber: 1 };
  await world.call("UpdateSchema", { SchemaId, SchemaVersionNumber, Compatibility });
  const outcome = await world.accept();
  assert.ok(outcome.kind === "accepted");
  assert.equal(outcome.version.compatibility, "FULL_ALL");
});

test("says so where the task fails again, and where the row does not come", async (t) => {
  const world = await createWorld(t);
  const failing = await world.accept(undefined, {
    connectors: {
      statuses: () => world.client.listConnectorStatuses(),
      restart: (name) => world.client.getConnectorStatus(name),
      failures: async () => [],
    },
  });
  assert.ok(failing.kind === "accepted");
  assert.equal(failing.row.state, "failed again");

  const silent = await createWorld(t);
  const missing = await silent.accept(undefined, {
    watch: async () => ({ look: async () => undefined, close: async () => {} }),
  });
  assert.ok(missing.kind === "accepted" && missing.row.state === "not seen");
  assert.match(missing.row.why, /no record of the new version/);

  const away = await createWorld(t);
  const unseen = await away.accept(undefined, {
    watch: async () => {
      throw new WeirError("KAFKA_UNREACHABLE", "no answer from Kafka at b-1");
    },
  });
  assert.ok(unseen.kind === "accepted" && unseen.row.state === "not seen");
  assert.match(unseen.row.why, /no answer from Kafka/);
  await away.assertAccepted();
});

test("tries again where AWS says that changes come too fast", async (t) => {
  const world = await createWorld(t);
  let refusals = 2;
  const call: typeof world.call = async (operation, input) => {
    if (operation === "UpdateSchema" && refusals-- > 0) {
      throw new WeirError("REGISTRY_FAILED", "refused", {
        details: { exception: "ConcurrentModificationException" },
      });
    }
    const answer = await world.call(operation, input);
    return answer;
  };
  const outcome = await acceptVersion({
    ...world.place,
    call,
    version: undefined,
    jsonPolicy: "strict",
    connectors: undefined,
    watch: async () => assert.fail("nobody watches"),
    confirm: async () => "go on",
    report: () => {},
    pace: { intervalMs: 5, deadlineMs: 2_000 },
  });
  assert.ok(outcome.kind === "accepted");
  assert.equal(outcome.row.state, "not seen");
});

test("says what breaks for readers of the newest version, also where it came after the refused one", async (t) => {
  const world = await createWorld(t);
  const { SchemaId } = world;
  const SchemaVersionNumber = { VersionNumber: 1 };
  await world.call("UpdateSchema", { SchemaId, SchemaVersionNumber, Compatibility: "NONE" });
  await world.call("RegisterSchemaVersion", { SchemaId, SchemaDefinition: envelope(["city"]) });
  await world.call("UpdateSchema", { SchemaId, SchemaVersionNumber, Compatibility: "BACKWARD" });
  const meanings = async () => {
    const outcome = await world.accept(undefined, { confirm: async () => "stop" });
    assert.ok(outcome.kind === "not done");
    return outcome.proposal.readers.map(({ meaning }) => meaning).join();
  };
  assert.match(await meanings(), /under version 3,.*keep version 3 cannot read/);
  // Registered again it is version 4: what an interrupted run has to say stays the same.
  for (let event = 15; (await listVersions(world.place))[0]?.versionNumber !== 4; event++) {
    await assert.rejects(world.accept({ event, when: "after" }), Killed);
  }
  assert.match(await meanings(), /under version 3,/);
  const [backward] = judgeReaders({
    ...{ dataFormat: "AVRO", mode: "BACKWARD", jsonPolicy: "strict" },
    ...{ candidate: world.definition, baselines: [] },
  });
  assert.match(backward?.meaning ?? "", /can read what was written under earlier versions$/);
});

test("finishes nothing that was begun on a schema deleted since, and made anew", async (t) => {
  const world = await createWorld(t);
  const { call, SchemaId } = world;
  const { events } = await (await createWorld(t)).accept();
  await assert.rejects(world.accept({ event: events - 2, when: "after" }), Killed);
  await call("DeleteSchema", { SchemaId });
  await call("CreateSchema", {
    RegistryId: { RegistryName: world.place.registryName },
    ...{ SchemaName: topic, DataFormat: "AVRO", Compatibility: "FULL" },
    SchemaDefinition: envelope(["city"]),
  });
  const nothing = await world.accept();
  assert.equal(nothing.kind, "nothing refused");
  const SchemaDefinition = envelope(["city", "street"]);
  const refused = await call("RegisterSchemaVersion", { SchemaId, SchemaDefinition });
  const outcome = await world.accept();
  assert.ok(outcome.kind === "accepted");
  const { resumed, schemaVersionId } = outcome.proposal;
  assert.deepEqual([resumed, schemaVersionId], [false, refused.SchemaVersionId]);
  assert.equal(outcome.version.compatibility, "FULL");
  assert.deepEqual(await listed(world), [topic]);
});

test("names the task that was out of reach when its version was accepted", async (t) => {
  const world = await createWorld(t);
  const away = await world.accept(undefined, { connectors: undefined });
  assert.ok(away.kind === "accepted" && away.row.state === "not seen");
  const again = await world.accept();
  assert.ok(again.kind === "nothing refused");
  assert.deepEqual(again.connectors, ["fullfillment"]);
});

test("does not call a version AVAILABLE that is still being judged", async (t) => {
  const world = await createWorld(t);
  const call: typeof world.call = async (operation, input) => {
    const answer = await world.call(operation, input);
    if (operation !== "ListSchemaVersions") return answer;
    return JSON.parse(JSON.stringify(answer).replace("FAILURE", "PENDING"));
  };
  const outcome = await world.accept(undefined, { call, pace: { intervalMs: 1, deadlineMs: 5 } });
  assert.ok(outcome.kind === "nothing refused");
  assert.equal(outcome.why, "nothing is refused: version 2 is PENDING");
});

test("never means a journal", async (t) => {
  const world = await createWorld(t);
  await assert.rejects(world.accept({ event: 9, when: "after" }), Killed);
  assert.equal((await listed(world)).length, 2);
  await assert.rejects(world.accept(undefined, { schemaName: `${topic}.weir-acept` }), {
    remedy: `did you mean "${topic}"?`,
  });
});

async function listed(world: Awaited<ReturnType<typeof createWorld>>): Promise<string[]> {
  return listSchemaNames(world.call, world.place.registryName);
}
