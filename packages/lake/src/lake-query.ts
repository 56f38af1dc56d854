import { WeirError } from "@weir/core";
import { type LakeEvent, parseLakeEvent, type ResyncMark } from "./lake-event.ts";
import { type LakeProcessOptions, runLakeProcess } from "./lake-process.ts";

/**
 * Exact: integers beyond 2^53-1, decimals, dates and times are strings as MySQL prints them (a
 * fraction of a second only if it is not zero, without trailing zeros); binary is base64.
 */
export type LakeScalar =
  | string
  | number
  | boolean
  | null
  | LakeScalar[]
  | { [name: string]: LakeScalar };
export type LakeRow = Readonly<Record<string, LakeScalar>>;

export interface LakeQueryOptions extends LakeProcessOptions {
  readonly lakePath: string;
}

/** A silver table as the last run left it. */
export interface LakeTableStatus {
  readonly database: string;
  readonly table: string;
  /** Key columns; null for a table without a key. */
  readonly key: readonly string[] | null;
  /** Delta version of silver. */
  readonly version: number;
  readonly resync: readonly ResyncMark[];
  /** Columns whose NULL the converter may have written as their default. */
  readonly nullAsDefault: readonly string[];
}

/**
 * SQL (DuckDB's) over the views `bronze.<table>`, `silver.<table>` and `gold.<name>`, without Spark.
 *
 * @throws WeirError QUERY_FAILED with the engine's own words
 */
export async function queryLake(sql: string, options: LakeQueryOptions): Promise<LakeRow[]> {
  return (await read(["query", "--lake", options.lakePath, "--sql", sql], options)) as LakeRow[];
}

/** The silver tables of a lake, with what is known against their equality to the source. */
export async function readLakeStatus(options: LakeQueryOptions): Promise<LakeTableStatus[]> {
  return (await read(["status", "--lake", options.lakePath], options)) as LakeTableStatus[];
}

async function read(args: string[], options: LakeQueryOptions): Promise<unknown> {
  let answer: string | undefined;
  let failure: LakeEvent | undefined;
  const result = await runLakeProcess(args, options, {
    stdout: (line) => {
      if (line.startsWith("[")) answer = line;
      else failure ??= parseLakeEvent(line);
    },
  });
  if (result.interrupted) throw new WeirError("INTERRUPTED", "the query was interrupted");
  if (result.exitCode === 0 && answer !== undefined) return JSON.parse(answer);
  const reason = result.timedOut
    ? `no answer within ${Math.round(options.deadlineMs / 1000)} s`
    : failure?.event === "error"
      ? failure.message
      : `the reader ended with exit code ${result.exitCode}`;
  throw new WeirError("QUERY_FAILED", `the lake cannot be read: ${reason}`, {
    remedy:
      'tables are bronze.<table>, silver.<table> and gold.<name>; they exist after "weir lake run"',
    details: { log: result.logTail },
  });
}
