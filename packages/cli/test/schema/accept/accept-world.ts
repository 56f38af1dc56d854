import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { createConnectClient } from "@weir/connect";
import { startFakeConnect } from "@weir/connect/testing";
import type { CompatibilityMode } from "@weir/core";
import { awsGlueCall, type GlueCall, type RunningRegistry, registryClient } from "@weir/registry";
import { renderDebeziumEnvelope } from "@weir/schema";
import { readTraces } from "../../../src/connector-report.ts";
import {
  type AcceptOptions,
  type AcceptOutcome,
  acceptVersion,
} from "../../../src/schema/accept/accept-version.ts";
import { findJournal } from "../../../src/schema/accept/open-journal.ts";
import { findSchema, listVersions } from "../../../src/schema/read-schema.ts";

export const topic = "fullfillment.test_db.person";
export const connectorName = "fullfillment";
let worlds = 0;

export function envelope(columns: readonly string[]): string {
  return renderDebeziumEnvelope(
    topic,
    columns.map((name) => ({ name, type: "int", nullable: false })),
  );
}

/** Where a run is cut off: at which event, before or after it has had its effect. */
export interface Cut {
  readonly event: number;
  readonly when: "before" | "after";
}

export class Killed extends Error {}

export interface WorldOptions {
  readonly mode?: CompatibilityMode;
  /** Calls through AWS's SDK, with JSON over HTTP to the same server. */
  readonly sdk?: boolean;
}

/** A registry of its own on a server of many, which refused a version; a connector whose task stands still on it, and its topic. */
export async function createWorld(
  t: Pick<TestContext, "after">,
  registry: RunningRegistry,
  { mode = "BACKWARD", sdk = false }: WorldOptions = {},
) {
  const connect = await startFakeConnect();
  const registryName = `world-${++worlds}`;
  const SchemaId = { RegistryName: registryName, SchemaName: topic };
  const call = sdk
    ? awsGlueCall({ region: "eu-central-1", endpoint: registry.endpoint })
    : registryClient(registry.endpoint).call;
  const RegistryId = { RegistryName: registryName };
  await call("CreateRegistry", RegistryId);
  let closing: Promise<unknown> | undefined;
  /** As on AWS, there are at most a hundred registries. */
  const close = () => {
    closing ??= Promise.all([connect.stop(), call("DeleteRegistry", { RegistryId })]);
    return closing;
  };
  t.after(close);
  await call("CreateSchema", {
    RegistryId,
    SchemaName: topic,
    DataFormat: "AVRO",
    Compatibility: mode,
    SchemaDefinition: envelope(["age"]),
  });
  const definition = envelope(["age", "address"]);
  const refused = await call("RegisterSchemaVersion", { SchemaId, SchemaDefinition: definition });
  const trace = `Caused by: com.amazonaws.services.schemaregistry.exception.AWSSchemaRegistryException: Schema evolution check failed. schemaVersionId ${refused.SchemaVersionId} is in FAILURE status.\n`;
  connect.connectors.set(connectorName, {
    config: {},
    state: "RUNNING",
    tasks: [{ state: "FAILED", trace }],
    offsets: [],
    topics: [topic],
  });
  const client = createConnectClient({ workers: [connect.url] });
  const place = { call, registryName, schemaName: topic };

  /** What the converter of a task does when it comes to the row. */
  const produce = async () => {
    const { Status } = await call("GetSchemaByDefinition", {
      SchemaId,
      SchemaDefinition: definition,
    });
    const task = connect.connectors.get(connectorName)?.tasks[0];
    if (Status === "AVAILABLE" || task === undefined) return;
    task.state = "FAILED";
    task.trace = trace;
  };

  /** One run; `cut` ends it as a SIGKILL would, with nothing done afterwards. */
  const accept = async (
    cut?: Cut,
    options: Partial<AcceptOptions> = {},
  ): Promise<AcceptOutcome & { events: number }> => {
    let events = 0;
    const event = async <T>(work: () => Promise<T>): Promise<T> => {
      events += 1;
      if (cut !== undefined && events > cut.event) throw new Killed("nothing runs after a kill");
      if (cut?.event === events && cut.when === "before") throw new Killed();
      const answer = await work();
      if (cut?.event === events) throw new Killed();
      return answer;
    };
    const counted: GlueCall = (operation, input) => event(() => call(operation, input));
    const outcome = await acceptVersion({
      ...place,
      call: counted,
      jsonPolicy: "strict",
      connectors: {
        statuses: () => event(() => client.listConnectorStatuses()),
        restart: async (name, request) => {
          await event(async () => {
            await client.restartConnector(name, { includeTasks: true, ...request });
            await produce();
          });
          return client.getConnectorStatus(name);
        },
        failures: (status) => readTraces(status),
      },
      watch: async ({ schemaVersionId }) => ({
        look: () =>
          event(async () => {
            const { status } = await version(schemaVersionId);
            const runs = connect.connectors.get(connectorName)?.tasks[0]?.state === "RUNNING";
            if (!runs || status !== "AVAILABLE") return undefined;
            return { topic, partition: 0, offset: "1" };
          }),
        close: async () => {},
      }),
      confirm: async () => "go on",
      report: () => {},
      pace: { intervalMs: 5, deadlineMs: 2_000, rowDeadlineMs: 200 },
      ...options,
    });
    return { ...outcome, events };
  };
  const version = async (id: string) => {
    const all = await listVersions(place);
    return all.find(({ schemaVersionId }) => schemaVersionId === id) ?? { status: "absent" };
  };

  /** What must hold when an accept has come to its end, however often it was begun. */
  const assertAccepted = async () => {
    const schema = await findSchema(place);
    const versions = await listVersions(place);
    const { SchemaVersionId, Status } = await call("GetSchemaByDefinition", {
      SchemaId,
      SchemaDefinition: definition,
    });
    assert.equal(Status, "AVAILABLE");
    assert.equal(schema?.mode, mode);
    const accepted = versions.find(({ schemaVersionId }) => schemaVersionId === SchemaVersionId);
    assert.equal(schema?.checkpoint, accepted?.versionNumber);
    assert.deepEqual(
      versions.map(({ status }) => status),
      ["AVAILABLE", "AVAILABLE"],
    );
    assert.ok(schema && (await findJournal(place, schema)) === undefined);
    assert.equal(connect.connectors.get(connectorName)?.tasks[0]?.state, "RUNNING");
  };
  return {
    call,
    place,
    SchemaId,
    connect,
    client,
    definition,
    refused,
    accept,
    assertAccepted,
    close,
  };
}
