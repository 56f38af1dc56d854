import type { Platform, SpecProblem } from "@weir/core";
import { connectorProperties } from "./connector-properties.ts";
import { hidden, isSecretKey, isSecretReference, secretReference } from "./secrets.ts";

interface Refusal {
  readonly expectation: string;
  readonly remedy: string;
}

/** Spec fields that say what a property would. */
const specFields: Readonly<Record<string, string>> = {
  "topic.prefix": "the source's name in sources",
  "table.include.list": "tables",
  "snapshot.mode": "snapshot",
  "heartbeat.interval.ms": "heartbeatIntervalMs",
  "poll.interval.ms": "pollIntervalMs",
  "exactly.once.support": "connect.exactlyOnce",
  "topic.creation.default.partitions": "partitions",
};

const families: readonly (readonly [pattern: RegExp, refusal: Refusal])[] = [
  [
    /^(key|value|header)\.converter(\.|$)/,
    {
      expectation: "no converter: registry.format chooses it",
      remedy: "remove it and set registry.format",
    },
  ],
  [
    /^(transforms|predicates)(\.|$)/,
    {
      expectation: "no transform: the lake decodes Debezium's own envelope and topic names",
      remedy: "remove it and shape the data in lake.gold",
    },
  ],
  [
    /^(table|database)\.(in|ex)clude\.list$/,
    { expectation: "no list of tables", remedy: "remove it and name the tables in tables" },
  ],
  [
    /^(schema\.history\.internal\.(producer|consumer)|signal\.consumer)\./,
    {
      expectation: "no settings of Debezium's own clients: Weir sets them with the cluster's",
      remedy: "remove it",
    },
  ],
  [
    /^producer\.override\.(acks|enable\.idempotence|bootstrap\.servers|transactional\.id)$/,
    { expectation: "no weaker delivery: rows would be lost or reordered", remedy: "remove it" },
  ],
  [/^(topic\.delimiter|name|message\.key\.columns|custom\.sanitize\.pattern)$/, ownedBy("")],
  [/^topic\.creation\.(groups|weir\.|default\.(partitions|cleanup\.policy)$)/, ownedBy("")],
];

function ownedBy(key: string): Refusal {
  const field = specFields[key];
  return {
    expectation: "a property that Weir does not set itself",
    remedy: field === undefined ? "remove it" : `remove it and set ${field}`,
  };
}

const ownedKeys = new Set(
  connectorProperties.filter(({ owner }) => owner === "weir").map(({ key }) => key),
);

function refusalOf(key: string, value: unknown): Refusal | undefined {
  const channels = String(value).split(",");
  if (key === "signal.enabled.channels" && !channels.some((each) => each.trim() === "source")) {
    return {
      expectation: "a list with source: incremental snapshots need its watermarks",
      remedy: 'set it to "source,kafka", or remove it',
    };
  }
  if (ownedKeys.has(key) || specFields[key] !== undefined) {
    const list = families.find(([pattern]) => pattern.test(key) && specFields[key] === undefined);
    return list?.[1] ?? ownedBy(key);
  }
  if (isSecretKey(key) && !isSecretReference(String(value))) {
    return {
      expectation: "no secret in the spec",
      remedy: `refer to a file by a config provider, such as ${secretReference("/run/secrets", "name")}`,
    };
  }
  return families.find(([pattern]) => pattern.test(key))?.[1];
}

/** Entries of `sources.<name>.config` that are refused because Weir owns the property. */
export function checkConnectorOverrides(platform: Platform, sourceName: string): SpecProblem[] {
  const problems: SpecProblem[] = [];
  for (const [key, value] of Object.entries(platform.sources[sourceName]?.config ?? {})) {
    const refusal = refusalOf(key, value);
    if (refusal === undefined) continue;
    problems.push({
      path: `sources.${sourceName}.config.${key}`,
      value: isSecretKey(key) ? hidden : value,
      expectation: `expected ${refusal.expectation}`,
      remedy: refusal.remedy,
    });
  }
  return problems;
}
