/** Runs operations on a store without a server, with a clock that stands until it is moved. */
import type { Fields } from "../../src/fields.ts";
import type { GlueOperation, GlueOperations } from "../../src/glue-model.ts";
import { defaultPolicy, type RegistryPolicy } from "../../src/operation.ts";
import { runOperation } from "../../src/operation-table.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";

export interface Runner {
  readonly store: Store;
  readonly policy: RegistryPolicy;
  run<Op extends GlueOperation>(operation: Op, input: Fields): GlueOperations[Op]["output"];
  /** Milliseconds since the start. */
  moveClock(ms: number): void;
}

let ids = 0;

export function startRunner(
  policy: Partial<RegistryPolicy> = {},
  databaseFile = ":memory:",
): Runner {
  const store = openStore(databaseFile);
  let elapsedMs = 0;
  const merged = { ...defaultPolicy, ...policy };
  return {
    store,
    policy: merged,
    run: (operation, input) =>
      store.transaction(() => {
        const context = {
          store,
          policy: merged,
          arn: { region: "eu-central-1", account: "000000000000" },
          now: new Date(Date.UTC(2026, 0, 1) + elapsedMs).toISOString(),
          newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
        };
        // biome-ignore lint/suspicious/noExplicitAny: the operation's name decides the shape.
        return runOperation(context, operation, input) as any;
      }),
    moveClock: (ms) => {
      elapsedMs = ms;
    },
  };
}

export const SchemaId = { RegistryName: "default-registry", SchemaName: "s" };

export function createSchema(
  runner: Runner,
  SchemaDefinition: string,
  more: Fields = {},
): GlueOperations["CreateSchema"]["output"] {
  const input = { SchemaName: "s", DataFormat: "AVRO", SchemaDefinition, ...more };
  return runner.run("CreateSchema", input);
}

/** `2 AVAILABLE` */
export function register(runner: Runner, SchemaDefinition: string): string {
  const answer = runner.run("RegisterSchemaVersion", { SchemaId, SchemaDefinition });
  return `${answer.VersionNumber} ${answer.Status}`;
}
