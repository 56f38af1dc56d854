import type { AwsPlatform } from "../aws-platform.ts";
import { outputKey } from "../outputs.ts";
import type { AlarmPlan, MetricPlan } from "./alarms.ts";
import { maxConnections } from "./rds-classes.ts";
import type { DatabaseResources } from "./rds-database.ts";

const minute = 60;
const gib = 2 ** 30;

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html; sizes are in bytes. */
export function rdsMetric(
  { identifier }: DatabaseResources,
  name: string,
  stat: MetricPlan["stat"],
): MetricPlan {
  return {
    namespace: "AWS/RDS",
    name,
    dimensions: { DBInstanceIdentifier: identifier },
    stat,
  };
}

/** What can go wrong with the database of a source. */
export function planRdsAlarms(platform: AwsPlatform, database: DatabaseResources): AlarmPlan[] {
  // The size of an adopted instance is not in the spec.
  const storageBytes = database.adopted ? undefined : platform.aws.rds.storageGiB * gib;
  const connections = database.adopted ? undefined : maxConnections(platform.aws.rds.instanceType);
  return [...planLoadAlarms(database, connections), ...planStorageAlarms(database, storageBytes)];
}

function planLoadAlarms(database: DatabaseResources, connections: number | undefined): AlarmPlan[] {
  const { source } = database;
  const key = outputKey(source);
  const cpu: AlarmPlan = {
    id: `DatabaseCpu${key}`,
    name: `database-${source}-cpu`,
    description: `CPU of ${source} above 90 % for 15 minutes. Look at its slow query log.`,
    metrics: [rdsMetric(database, "CPUUtilization", "Average")],
    comparison: "above",
    threshold: 90,
    periodSeconds: 5 * minute,
    periods: 3,
  };
  const memory: AlarmPlan = {
    id: `DatabaseMemory${key}`,
    name: `database-${source}-memory`,
    description: `Less than 128 MiB of memory are free on ${source}: it swaps, or is ended next.`,
    metrics: [rdsMetric(database, "FreeableMemory", "Minimum")],
    comparison: "below",
    threshold: gib / 8,
    periodSeconds: 5 * minute,
    periods: 3,
  };
  if (connections === undefined) return [cpu, memory];
  const threshold = Math.floor(connections * 0.8);
  const open: AlarmPlan = {
    id: `DatabaseConnections${key}`,
    name: `database-${source}-connections`,
    description: `More than ${threshold} of about ${connections} connections to ${source} are taken: an application leaks them, and the connector may get none.`,
    metrics: [rdsMetric(database, "DatabaseConnections", "Maximum")],
    comparison: "above",
    threshold,
    periodSeconds: 5 * minute,
    periods: 3,
  };
  return [cpu, memory, open];
}

function planStorageAlarms(
  database: DatabaseResources,
  storageBytes: number | undefined,
): AlarmPlan[] {
  const { source } = database;
  const key = outputKey(source);
  const least = storageBytes === undefined ? 10 * gib : Math.max(2 * gib, storageBytes / 10);
  const free: AlarmPlan = {
    id: `DatabaseStorage${key}`,
    name: `database-${source}-storage`,
    description: `Less than ${Math.round(least / gib)} GiB of storage are free on ${source}. A full database stops.`,
    metrics: [rdsMetric(database, "FreeStorageSpace", "Minimum")],
    comparison: "below",
    threshold: Math.round(least),
    periodSeconds: 5 * minute,
    periods: 2,
  };
  if (storageBytes === undefined) return [free];
  const binlog: AlarmPlan = {
    id: `DatabaseBinlog${key}`,
    name: `database-${source}-binlog`,
    description: `Binlogs of ${source} are half as large as its storage was at first. Is the connector behind, or aws.rds.binlogRetentionHours too long for this load?`,
    metrics: [rdsMetric(database, "BinLogDiskUsage", "Maximum")],
    comparison: "above",
    threshold: storageBytes / 2,
    periodSeconds: 5 * minute,
    periods: 3,
  };
  return [free, binlog];
}
