import type { AwsPlatform } from "../aws-platform.ts";
import type { PlanWarning } from "./deploy-plan.ts";
import type { PlanFacts } from "./plan-facts.ts";
import type { Workload } from "./workload.ts";

/**
 * Rows of an initial snapshot in a second. Published for Debezium and MySQL: 12 to 13 thousand with
 * schemas in each record, 135 thousand at best; the lower end counts here.
 */
const snapshotRowsPerSecond = 10_000;

/** What can be lost or surprise at the source: binlogs, heartbeat, cascades, snapshots. */
export function warnOfSources(
  platform: AwsPlatform,
  workload: Workload,
  facts: PlanFacts | undefined,
): PlanWarning[] {
  return [
    ...warnOfBinlogs(platform, workload),
    ...Object.entries(platform.sources).flatMap(([name, source]) => [
      ...warnOfHeartbeat(name, source.heartbeatIntervalMs),
      ...warnOfSnapshotMode(name, source.snapshot),
      ...warnOfOldRelease(platform, name),
      ...warnOfCascades(name, source.version, facts),
    ]),
    ...warnOfSnapshots(platform, facts),
  ];
}

function warnOfBinlogs({ aws, sources }: AwsPlatform, workload: Workload): PlanWarning[] {
  const { binlogRetentionHours: kept, storageGiB, existing } = aws.rds;
  const { longestOutageHours: outage, changesPerSecond, binlogBytesPerChange } = workload;
  const warnings: PlanWarning[] = [];
  if (kept < outage) {
    warnings.push({
      code: "BINLOG_RETENTION_SHORT",
      message: `binlogs are kept ${kept} h, and an outage may last ${outage} h: after ${kept} h the connectors' position is purged, and only a new snapshot goes on from there`,
      remedy: `set aws.rds.binlogRetentionHours to at least ${Math.min(168, outage)}`,
    });
  }
  const fresh = Object.keys(sources).filter((source) => existing[source] === undefined);
  if (fresh.length === 0) return warnings;
  const share = changesPerSecond / Object.keys(sources).length;
  const gib = (share * binlogBytesPerChange * kept * 3_600) / 2 ** 30;
  if (gib > storageGiB / 2) {
    warnings.push({
      code: "BINLOG_FILLS_STORAGE",
      message: `${kept} h of binlog at ${Math.round(share)} changes/s are about ${Math.ceil(gib)} GiB of the ${storageGiB} GiB that each instance has`,
      remedy: "raise aws.rds.storageGiB",
    });
  }
  return warnings;
}

function warnOfHeartbeat(source: string, heartbeatIntervalMs: number): PlanWarning[] {
  if (heartbeatIntervalMs > 0) return [];
  return [
    {
      code: "HEARTBEAT_OFF",
      message: `${source} writes no heartbeat: while its tables are quiet the stored position stays, until the server has purged it`,
      remedy: `set sources.${source}.heartbeatIntervalMs to 5000`,
    },
  ];
}

function warnOfSnapshotMode(source: string, snapshot: string): PlanWarning[] {
  if (snapshot !== "when_needed") return [];
  return [
    {
      code: "SNAPSHOT_WITHOUT_NOTICE",
      message: `${source} takes a new snapshot of all tables by itself when its position is gone (when_needed): changes between are missing and nobody hears of it`,
      remedy: `set sources.${source}.snapshot to "initial"`,
    },
  ];
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html */
function warnOfOldRelease({ aws, sources }: AwsPlatform, source: string): PlanWarning[] {
  if (sources[source]?.version !== "8.0" || aws.rds.existing[source] !== undefined) return [];
  return [
    {
      code: "RELEASE_IN_EXTENDED_SUPPORT",
      message: `${source} would be a new MySQL 8.0, whose standard support on RDS ended on 2026-07-31: it costs extended support by the vCPU-hour`,
      remedy: `set sources.${source}.version to "8.4"`,
    },
  ];
}

function isBefore96(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < 9 || (major === 9 && minor < 6);
}

/** Before 9.6 the storage engine changes child rows below the binlog. */
function warnOfCascades(
  source: string,
  version: string,
  facts: PlanFacts | undefined,
): PlanWarning[] {
  if (!isBefore96(version)) return [];
  const known = (facts?.tables ?? []).filter((table) => table.source === source);
  const asked = known.length > 0 && known.every(({ cascades }) => cascades !== undefined);
  const remedy =
    "change child rows by statements of their own, or use RESTRICT; MySQL writes such changes to the binlog from 9.6 on";
  const found = known.flatMap(({ table, cascades = [] }) =>
    cascades.map((key) => ({
      code: "CASCADES_UNSEEN",
      message: `foreign key ${key} changes rows of ${table}, and MySQL ${version} does not write that to the binlog: lake and source drift apart`,
      remedy,
    })),
  );
  if (asked) return found;
  return [
    ...found,
    {
      code: "CASCADES_UNCHECKED",
      message: `MySQL ${version} does not write to the binlog what foreign keys with CASCADE or SET NULL change, and the tables of ${source} were not looked at`,
      remedy: "weir doctor names such keys where it reaches the source",
    },
  ];
}

function warnOfSnapshots({ aws, sources }: AwsPlatform, facts: PlanFacts | undefined) {
  const rowsOf = (source: string) =>
    (facts?.tables ?? [])
      .filter((table) => table.source === source)
      .reduce((sum, { rows = 0 }) => sum + rows, 0);
  return Object.entries(sources).flatMap(([source, { snapshot }]): PlanWarning[] => {
    const rows = rowsOf(source);
    const hours = rows / snapshotRowsPerSecond / 3_600;
    if (snapshot === "no_data" || hours < 1) return [];
    const kept = aws.rds.binlogRetentionHours;
    const tooLong = hours > kept;
    return [
      {
        code: tooLong ? "SNAPSHOT_OUTLASTS_BINLOG" : "SNAPSHOT_LONG",
        message: `the first snapshot of ${source} reads about ${rows.toLocaleString("en")} rows: ${hours.toFixed(1)} h at ${snapshotRowsPerSecond.toLocaleString("en")} rows/s${tooLong ? `, and binlogs are kept ${kept} h: it cannot stream on afterwards` : ""}; it begins anew when its worker is lost`,
        remedy: `set sources.${source}.snapshot to "no_data" and bring the rows in by incremental snapshots, table by table`,
      },
    ];
  });
}
