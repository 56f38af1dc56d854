import type { Platform } from "@weir/core";

/** What flows through the platform; nobody knows it before it runs, so the plan states it. */
export interface Workload {
  /** Row changes of all sources together. @default 200 */
  readonly changesPerSecond: number;
  /**
   * Of one change on the topic. Measured with 20 columns and 315 B of text: 212 B in full lz4
   * batches, 759 B in small ones. @default 500
   */
  readonly bytesPerChange: number;
  /** Of one change in the binlog, full image, not compressed. @default 759 */
  readonly binlogBytesPerChange: number;
  /** Of the lake job; no figure is published, this one is an assumption. @default 2000 */
  readonly changesPerSecondPerDpu: number;
  /** Longest time during which nobody repairs: a weekend. @default 72 */
  readonly longestOutageHours: number;
}

export const defaultWorkload: Workload = {
  changesPerSecond: 200,
  bytesPerChange: 500,
  binlogBytesPerChange: 759,
  changesPerSecondPerDpu: 2_000,
  longestOutageHours: 72,
};

export const secondsPerMonth = 730 * 3_600;

const bytesPerGb = 1e9;

/** GB of `bytes` each, at the workload's rate, in a month. */
export function gbPerMonth({ changesPerSecond }: Workload, bytes: number): number {
  return (changesPerSecond * secondsPerMonth * bytes) / bytesPerGb;
}

/** Captured tables of all sources. */
export function tableCount({ sources }: Pick<Platform, "sources">): number {
  return Object.values(sources).reduce((sum, { tables }) => sum + tables.length, 0);
}

/** Seconds between two runs of the lake job; undefined where it runs all the time. */
export function cadenceSeconds(cadence: string): number | undefined {
  const [count, unit] = cadence.split(" ");
  if (count === undefined || unit === undefined) return undefined;
  return Number(count) * (unit.startsWith("hour") ? 3_600 : 60);
}

/** DPUs of a Glue worker. https://docs.aws.amazon.com/glue/latest/dg/worker-types.html */
const dpusPerWorker: Readonly<Record<string, number>> = { "G.1X": 1, "G.2X": 2, "G.4X": 4 };

export function glueDpus(workerType: string, workers: number): number {
  return (dpusPerWorker[workerType] ?? 1) * workers;
}

/**
 * A run's fixed part: a Spark session (13 to 22 s measured locally, with Glue's start 45 s) and about
 * 5 s of commits and log files for each table.
 */
export function fixedRunSeconds(tables: number): number {
  return 45 + 5 * tables;
}

/** How long one run of the lake job is billed; Glue bills at least a minute. */
export function runSeconds(
  workload: Workload,
  periodSeconds: number,
  { tables, dpus }: { readonly tables: number; readonly dpus: number },
): number {
  const changes = workload.changesPerSecond * periodSeconds;
  const work = changes / (workload.changesPerSecondPerDpu * dpus);
  return Math.max(60, fixedRunSeconds(tables) + work);
}
