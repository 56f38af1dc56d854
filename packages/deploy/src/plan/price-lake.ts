import type { PriceItem } from "./deploy-plan.ts";
import {
  count,
  dollars,
  ofType,
  type PriceContext,
  type Priced,
  priceItem,
  round,
  say,
} from "./price-context.ts";
import { hoursPerMonth } from "./prices.ts";
import { numberAt, textAt } from "./template.ts";
import {
  cadenceSeconds,
  fixedRunSeconds,
  gbPerMonth,
  glueDpus,
  runSeconds,
  secondsPerMonth,
  tableCount,
  type Workload,
} from "./workload.ts";

/** Bronze keeps a change as raw bytes and as text before and after, compressed. */
const bronzeCopies = 2;
/** Data file and log entry, in bronze and in silver. */
const objectsPerCommit = 4;

/** Spark job, storage, requests. */
export function priceLake(context: PriceContext): Priced {
  return { items: [...glueJobs(context), ...storage(context)], unknown: [] };
}

function glueJobs(context: PriceContext): PriceItem[] {
  const { platform, workload, prices } = context;
  const hour = prices.glueDpuHour;
  const tables = tableCount(platform);
  return ofType(context, "AWS::Glue::Job").map(({ properties }) => {
    const type = textAt(properties, "WorkerType") ?? platform.aws?.glue.workerType ?? "G.1X";
    const workers = numberAt(properties, "NumberOfWorkers") ?? platform.aws?.glue.workers ?? 2;
    const dpus = glueDpus(type, workers);
    const continuous = dpus * hour.usd * hoursPerMonth;
    const period = cadenceSeconds(platform.lake.cadence);
    const perMillion = costPerMillionChanges(workload, hour.usd);
    const rate = `${dpus} DPU at ${say(hour, "DPU-hour")}`;
    const work = `${dollars(perMillion)} per million changes (${workload.changesPerSecondPerDpu} changes/s per DPU, an assumption: nobody publishes one)`;
    if (period === undefined) {
      const quarter = batch(workload, 900, tables, dpus, hour.usd);
      return priceItem(
        "Glue job",
        continuous,
        `continuous, ${rate}, all ${hoursPerMonth} hours; in batches every 15 minutes about ${dollars(Math.round(quarter.usd))}: ${work}`,
      );
    }
    const { usd, runs, seconds } = batch(workload, period, tables, dpus, hour.usd);
    return priceItem(
      "Glue job",
      usd,
      `${rate}; ${round(runs, 0)} runs (every ${platform.lake.cadence}) of ${round(seconds, 0)} s: ${fixedRunSeconds(tables)} s fixed and ${work}; continuous would be ${dollars(Math.round(continuous))}`,
    );
  });
}

/** What a million changes cost beyond the fixed part of the runs. */
export function costPerMillionChanges(workload: Workload, dpuHourUsd: number): number {
  return Number(((1e6 / workload.changesPerSecondPerDpu / 3_600) * dpuHourUsd).toFixed(3));
}

function batch(
  workload: Workload,
  periodSeconds: number,
  tables: number,
  dpus: number,
  dpuHourUsd: number,
) {
  const runs = secondsPerMonth / periodSeconds;
  const seconds = Math.min(periodSeconds, runSeconds(workload, periodSeconds, { tables, dpus }));
  return { runs, seconds, usd: (runs * seconds * dpus * dpuHourUsd) / 3_600 };
}

function storage(context: PriceContext): PriceItem[] {
  const { platform, workload, prices } = context;
  // The lake's; buckets for access logs hold next to nothing.
  if (ofType(context, "AWS::S3::Bucket").length === 0) return [];
  const grownGb = gbPerMonth(workload, workload.bytesPerChange * bronzeCopies);
  const month = grownGb * prices.s3StorageGbMonth.usd;
  const tables = tableCount(platform);
  // A continuous job commits about every minute.
  const commits = (secondsPerMonth / (cadenceSeconds(platform.lake.cadence) ?? 60)) * tables;
  const puts = commits * objectsPerCommit;
  return [
    priceItem(
      "S3 storage",
      month / 2,
      `first month, half of the ${round(grownGb, 0)} GB that it adds (${workload.changesPerSecond} changes/s × ${workload.bytesPerChange} B × ${bronzeCopies}) at ${say(prices.s3StorageGbMonth, "GB-month")}; every month adds ${dollars(Math.round(month * 100) / 100)}`,
    ),
    priceItem(
      "S3 requests",
      (puts / 1_000) * prices.s3PutThousand.usd,
      `${count(tables, "table")} × ${round(commits / tables, 0)} commits × ${objectsPerCommit} objects at ${say(prices.s3PutThousand, "1,000 PUT")}; reads are less`,
    ),
  ];
}
