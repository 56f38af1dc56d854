import type { SpecProblem } from "@weir/core";
import type { AwsPlatform } from "../aws-platform.ts";

/** When the Spark job runs. */
export type GlueSchedule =
  | { readonly kind: "continuous" }
  /** `cron` as a Glue trigger takes it: six fields, UTC. */
  | { readonly kind: "scheduled"; readonly cron: string; readonly periodSeconds: number };

/** "Cron expressions that lead to rates faster than 5 minutes are not supported." */
const leastMinutes = 5;
const hourMinutes = 60;
const dayMinutes = 24 * hourMinutes;

/**
 * A cadence of the spec as a Glue trigger's schedule; undefined where cron cannot say it. A trigger
 * takes cron alone, and cron begins anew with each hour and each day: every 7 minutes would be
 * 0, 7, … 56 and then 0, four minutes later.
 *
 * https://docs.aws.amazon.com/glue/latest/dg/monitor-data-warehouse-schedule.html
 */
export function planGlueSchedule(cadence: string): GlueSchedule | undefined {
  if (cadence === "continuous") return { kind: "continuous" };
  const [count, unit] = cadence.split(" ");
  const minutes = Number(count) * (unit?.startsWith("hour") ? hourMinutes : 1);
  const cron = cronOf(minutes);
  return cron === undefined ? undefined : { kind: "scheduled", cron, periodSeconds: minutes * 60 };
}

function cronOf(minutes: number): string | undefined {
  if (minutes < leastMinutes) return undefined;
  if (minutes === dayMinutes) return "cron(0 0 * * ? *)";
  if (minutes === hourMinutes) return "cron(0 * * * ? *)";
  if (hourMinutes % minutes === 0) return `cron(0/${minutes} * * * ? *)`;
  const hours = minutes / hourMinutes;
  return Number.isInteger(hours) && 24 % hours === 0 ? `cron(0 0/${hours} * * ? *)` : undefined;
}

/** A cadence that no Glue trigger keeps. */
export function checkCadence({ lake: { cadence } }: AwsPlatform): SpecProblem[] {
  if (planGlueSchedule(cadence) !== undefined) return [];
  const [count, unit] = cadence.split(" ");
  const minutes = Number(count) * (unit?.startsWith("hour") ? hourMinutes : 1);
  return [
    {
      path: "lake.cadence",
      value: cadence,
      expectation:
        "expected, on AWS, minutes that divide an hour, 5 at least, or hours that divide a day: Glue starts jobs by cron",
      remedy: `set "${nearest(minutes)}", or "continuous"`,
    },
  ];
}

const periods = [5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440];

/** The next shorter period, so that nobody waits longer than was asked for. */
function nearest(minutes: number): string {
  const period = periods.findLast((each) => each <= minutes) ?? leastMinutes;
  if (period < hourMinutes) return `${period} minutes`;
  return period === hourMinutes ? "1 hour" : `${period / hourMinutes} hours`;
}
