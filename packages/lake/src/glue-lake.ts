import { WeirError } from "@weir/core";
import {
  type GlueRunResult,
  type GlueRunWaitOptions,
  lakePrefixes,
  startGlueRun,
  waitForGlueRun,
} from "@weir/deploy";
import type { LakeEvent } from "./lake-event.ts";
import type { LakeProcessOptions } from "./lake-process.ts";
import { type LakeRow, type LakeTableStatus, queryLake, readLakeStatus } from "./lake-query.ts";
import { collectReport, type LakeReport } from "./lake-report.ts";
import { type LakeRunResult, lakeErrorCode } from "./lake-run.ts";

export interface GlueLakeRunOptions extends Omit<GlueRunWaitOptions, "onOutput"> {
  readonly jobName: string;
  /** As the job's log shows them, some seconds late; none where the log may not be read. */
  readonly onEvent?: (event: LakeEvent) => void;
}

/** `tables` is empty where the job's log may not be read. */
export interface GlueLakeRunResult extends LakeRunResult {
  readonly runId: string;
  /** What Glue bills. */
  readonly executionSeconds: number;
}

/**
 * Runs the deployed Glue job once, to its end. Not for a continuous job: it has none.
 *
 * @throws WeirError LAKE_BUSY where a run is under way; LAKE_RUN_FAILED, KAFKA_UNREACHABLE or
 *   REGISTRY_UNREACHABLE with the run's error message, the end of the driver's log in `details.log`;
 *   READY_TIMEOUT, INTERRUPTED (the run goes on); what AWS refuses as AWS_…
 */
export async function runGlueLake(options: GlueLakeRunOptions): Promise<GlueLakeRunResult> {
  const { report, onLine } = collectReport(options.onEvent);
  const run = await startGlueRun(options.jobName, options);
  const result = await waitForGlueRun(run, { ...options, onOutput: onLine });
  const { done, failure, warnings } = report;
  if (result.state !== "SUCCEEDED") throw runError(result, failure);
  const { runId, executionSeconds } = result;
  const durationMs = done?.durationMs ?? executionSeconds * 1_000;
  return { runId, executionSeconds, tables: done?.tables ?? [], warnings, durationMs };
}

function runError(
  { jobName, runId, state, error, logTail }: GlueRunResult,
  failure: LakeReport["failure"],
): WeirError {
  const reason = failure?.message ?? error ?? "Glue gives no reason";
  return new WeirError(
    lakeErrorCode(failure?.code),
    `the run ${runId} of ${jobName} ended as ${state}: ${reason}`,
    {
      remedy:
        state === "TIMEOUT"
          ? "what was committed stays: run again, or raise aws.glue.timeoutMinutes"
          : "what was committed stays: run again once the cause is gone",
      details: { code: failure?.code ?? "NO_REPORT", runId, log: logTail },
    },
  );
}

/** Credentials for S3 come from `environment`, as the AWS CLI takes them. */
export interface GlueLakeQueryOptions extends LakeProcessOptions {
  readonly bucket: string;
  readonly region: string;
  /** A stand-in for S3. */
  readonly endpoint?: string;
}

/**
 * SQL over the lake in the bucket, run on this machine: it reads what the query asks for.
 *
 * @throws WeirError QUERY_FAILED with the engine's or S3's own words
 */
export async function queryGlueLake(
  sql: string,
  options: GlueLakeQueryOptions,
): Promise<LakeRow[]> {
  return await queryLake(sql, inBucket(options));
}

/** The silver tables of the lake in the bucket. */
export async function readGlueLakeStatus(
  options: GlueLakeQueryOptions,
): Promise<LakeTableStatus[]> {
  return await readLakeStatus(inBucket(options));
}

function inBucket(options: GlueLakeQueryOptions) {
  const { bucket, region, endpoint, environment } = options;
  return {
    ...options,
    lakePath: `s3://${bucket}/${lakePrefixes.lake.replace(/\/$/, "")}`,
    environment: {
      ...environment,
      // boto3 reads the second only.
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL_S3: endpoint }),
    },
  };
}
