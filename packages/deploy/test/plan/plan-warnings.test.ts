import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlatformInput } from "@weir/core";
import { type PlanOptions, planDeployment } from "../../src/plan/plan-deployment.ts";
import type { TableFact } from "../../src/plan/plan-facts.ts";
import { platformOf, sourcesOf, templates } from "./plan-fixture.ts";

interface Case {
  readonly aws?: Partial<PlatformInput["aws"]>;
  readonly spec?: Partial<PlatformInput>;
  readonly options?: Partial<PlanOptions>;
}

/** A platform with nothing left to warn of, so that each test adds one thing. */
const calm = {
  access: { cidrs: ["192.0.2.0/24"] },
  alarms: { email: "ops@example.com" },
  vpc: { nat: "per-zone" },
} satisfies Partial<PlatformInput["aws"]>;

const person: TableFact = {
  source: "fullfillment",
  table: "test_db.person",
  columns: [{ name: "age", type: "int", nullable: false }],
  cascades: [],
};

function warningsOf({ aws = {}, spec = {}, options = {} }: Case = {}) {
  const tables = Object.entries(spec.sources ?? {}).flatMap(([source, found]) =>
    found.tables.map((table) => ({ ...person, source, table })),
  );
  const facts = { tables: tables.length === 0 ? [person] : tables };
  return planDeployment(platformOf({ ...calm, ...aws }, spec), {
    templates,
    deployed: templates,
    facts,
    ...options,
  }).warnings;
}

const codesOf = (given?: Case) => warningsOf(given).map(({ code }) => code);

test("warns of nothing where nothing is amiss", () => {
  assert.deepEqual(warningsOf(), []);
});

test("says what the defaults leave open", () => {
  const { warnings } = planDeployment(platformOf(), { templates, deployed: templates });
  assert.deepEqual(
    warnings.map(({ code }) => code),
    [
      "CASCADES_UNCHECKED",
      "SCHEMA_SIZE_UNCHECKED",
      "API_IN_VPC_ONLY",
      "EGRESS_IN_ONE_ZONE",
      "ALARMS_UNHEARD",
    ],
  );
});

const source = (more: object): Case => ({
  spec: { sources: { fullfillment: { tables: ["test_db.person"], ...more } } },
});

const cases: readonly (readonly [what: string, given: Case, codes: readonly string[]])[] = [
  [
    "binlogs shorter than an outage",
    { aws: { rds: { binlogRetentionHours: 24 } } },
    ["BINLOG_RETENTION_SHORT"],
  ],
  [
    "a longer outage than usual",
    { options: { workload: { longestOutageHours: 96 } } },
    ["BINLOG_RETENTION_SHORT"],
  ],
  ["binlogs that fill the disk", { aws: { rds: { storageGiB: 20 } } }, ["BINLOG_FILLS_STORAGE"]],
  ["a heartbeat that is off", source({ heartbeatIntervalMs: 0 }), ["HEARTBEAT_OFF"]],
  ["snapshots without notice", source({ snapshot: "when_needed" }), ["SNAPSHOT_WITHOUT_NOTICE"]],
  ["an old release", source({ version: "8.0" }), ["RELEASE_IN_EXTENDED_SUPPORT"]],
  ["one worker", { spec: { connect: { workers: 1 } } }, ["SINGLE_WORKER"]],
  ["two workers", { spec: { connect: { workers: 2 } } }, ["FEW_WORKERS"]],
  ["one copy", { spec: { kafka: { replicationFactor: 1 } } }, ["FEW_COPIES"]],
  ["no spare copy", { spec: { kafka: { minInsyncReplicas: 3 } } }, ["NO_SPARE_COPY"]],
  [
    "a single acknowledging copy",
    { spec: { kafka: { minInsyncReplicas: 1 } } },
    ["ONE_COPY_ACKNOWLEDGES"],
  ],
  ["many sources", { spec: { sources: sourcesOf(20) } }, ["IAM_CONNECTION_RATE"]],
  [
    "many partitions",
    source({ partitions: 100, tables: Array.from({ length: 10 }, (_, i) => `d.t${i}`) }),
    ["MANY_PARTITIONS"],
  ],
  [
    "a growing topic",
    { options: { workload: { changesPerSecond: 220 } } },
    ["KAFKA_STORAGE_GROWS"],
  ],
  [
    "a topic that outgrows its disks",
    {
      aws: { msk: { maxStorageGiB: 100 }, rds: { storageGiB: 1_000 } },
      options: { workload: { changesPerSecond: 400 } },
    },
    ["KAFKA_STORAGE_TOO_SMALL"],
  ],
  ["one NAT gateway", { aws: { vpc: { nat: "one" } } }, ["EGRESS_IN_ONE_ZONE"]],
  ["no NAT gateway", { aws: { vpc: { nat: "none" } } }, ["NO_EGRESS"]],
  ["an API inside the VPC", { aws: { access: {} } }, ["API_IN_VPC_ONLY"]],
  ["nobody who hears alarms", { aws: { alarms: {} } }, ["ALARMS_UNHEARD"]],
  ["JSON Schema", { spec: { registry: { format: "json" } } }, ["FORMAT_NOT_PROVEN"]],
  [
    "a Confluent registry",
    { spec: { registry: { kind: "confluent", converter: { class: "io.example.Converter" } } } },
    ["CONVERTER_NOT_PROVEN", "LAKE_CANNOT_READ"],
  ],
  [
    "an adopted database",
    { aws: { rds: { existing: { fullfillment: "db-1" } } } },
    ["ADOPTED_NOT_CHECKED"],
  ],
  ["prices of another region", { aws: { region: "eu-central-1" } }, ["PRICES_OF_ANOTHER_REGION"]],
  [
    "zones that are not stated",
    { aws: { region: "ap-northeast-1" } },
    ["ZONES_NOT_STATED", "PRICES_OF_ANOTHER_REGION"],
  ],
  [
    "a lake that falls behind",
    {
      aws: { rds: { storageGiB: 5_000 }, msk: { storageGiB: 9_000, maxStorageGiB: 9_000 } },
      options: { workload: { changesPerSecond: 5_000 } },
    },
    ["LAKE_TOO_SLOW"],
  ],
  [
    "runs longer than their period",
    {
      spec: {
        lake: { cadence: "5 minutes" },
        sources: { a: { tables: Array.from({ length: 60 }, (_, i) => `d.t${i}`) } },
      },
    },
    ["LAKE_RUN_LONG"],
  ],
  [
    "runs longer than their timeout",
    { spec: { lake: { cadence: "4 hours" } }, aws: { glue: { timeoutMinutes: 5 } } },
    ["LAKE_RUN_LONG"],
  ],
  [
    "an unreachable account",
    { options: { deployed: { unreachable: "x" } } },
    ["DEPLOYED_UNREACHABLE"],
  ],
  [
    "an unreachable Kubernetes",
    { options: { kubernetes: { unreachable: "x" } } },
    ["KUBERNETES_UNREACHABLE"],
  ],
];

for (const [what, given, codes] of cases) {
  test(`warns of ${what}`, () => assert.deepEqual(codesOf(given), codes));
}

test("names the foreign keys that the binlog does not see, until 9.6", () => {
  const tables = [{ ...person, cascades: ["fk_owner (ON DELETE CASCADE, ON UPDATE RESTRICT)"] }];
  const options = { facts: { tables } };
  const [warning] = warningsOf({ options });
  assert.equal(warning?.code, "CASCADES_UNSEEN");
  assert.match(warning?.message ?? "", /fk_owner.*test_db\.person/);
  assert.deepEqual(codesOf({ ...source({ version: "9.7" }), options }), []);
});

test("compares a large table's snapshot with what is left of the binlog afterwards", () => {
  const withRows = (rows: number) => ({ options: { facts: { tables: [{ ...person, rows }] } } });
  assert.deepEqual(codesOf(withRows(1_000_000)), []);
  assert.deepEqual(codesOf(withRows(100_000_000)), ["SNAPSHOT_LONG"]);
  assert.deepEqual(codesOf(withRows(5_000_000_000)), ["SNAPSHOT_OUTLASTS_BINLOG"]);
});

test("lists what Kubernetes' dry run says", () => {
  const change = {
    action: "update",
    kind: "KafkaConnect",
    namespace: "weir-legopoc",
    name: "legopoc",
  } as const;
  const { changes } = planDeployment(platformOf(), {
    templates,
    deployed: templates,
    kubernetes: [change],
  });
  assert.deepEqual(
    changes.map(({ kind, action, type, where }) => [kind, action, type, where]),
    [["kubernetes", "update", "KafkaConnect", "weir-legopoc"]],
  );
});
