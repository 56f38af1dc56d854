import { z } from "zod";

// A topic name has no $, and Debezium would write _ in its place: two tables could share a topic.
const tablePattern = /^[A-Za-z0-9_]{1,64}\.[A-Za-z0-9_-]{1,64}$/;

/** One MySQL server whose tables are captured. Its key in `sources` is topic prefix and connector name. */
export const sourceSpec = z.strictObject({
  engine: z.literal("mysql").default("mysql").describe("Database engine of the source."),
  version: z
    .enum(["8.0", "8.4", "9.7"])
    .default("8.4")
    .describe("MySQL release of the source; RDS gets this one, another local one is reported."),
  tables: z
    .array(
      z.string().regex(tablePattern, {
        error: "expected database.table of letters, digits and _ (and - in the table)",
      }),
    )
    .min(1)
    .describe("Captured tables, each as database.table."),
  snapshot: z
    .enum(["initial", "no_data", "when_needed", "initial_only"])
    .default("initial")
    .describe("Debezium's snapshot.mode: what is read of rows that exist before the first start."),
  heartbeatIntervalMs: z
    .int()
    .min(0)
    .max(3_600_000)
    .default(5_000)
    .describe("How often the heartbeat row is written, so that quiet tables keep their position."),
  pollIntervalMs: z
    .int()
    .min(1)
    .max(5_000)
    .default(50)
    .describe("Debezium's poll.interval.ms: the longest wait of a change for its batch."),
  partitions: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe("Partitions of each captured topic; more than one only where every table has a key."),
  config: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe("Further Debezium connector properties; what Weir sets itself is refused here."),
});

export type SourceSpec = z.output<typeof sourceSpec>;
