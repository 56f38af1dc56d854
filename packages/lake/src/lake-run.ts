import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ErrorCode, WeirError } from "@weir/core";
import type { LakeEvent, LakeTableResult } from "./lake-event.ts";
import type { LakeJob } from "./lake-job.ts";
import { type LakeProcessOptions, runLakeProcess } from "./lake-process.ts";
import { collectReport, type LakeReport } from "./lake-report.ts";

export interface LakeRunOptions extends LakeProcessOptions {
  readonly job: LakeJob;
  /** A Java 17 to 21: Spark refuses a newer one. */
  readonly javaHome: string;
  /** Receives `job.json` and `lake.log`. */
  readonly workDirectory: string;
  readonly onEvent?: (event: LakeEvent) => void;
}

export interface LakeRunResult {
  readonly tables: readonly LakeTableResult[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly durationMs: number;
}

/** Codes of the job that are codes of Weir; every other one is LAKE_RUN_FAILED. */
export function lakeErrorCode(code: string | undefined): ErrorCode {
  if (code === "KAFKA_FAILED") return "KAFKA_UNREACHABLE";
  return code === "REGISTRY_UNREACHABLE" ? code : "LAKE_RUN_FAILED";
}

/**
 * Runs the Spark job once, to its end.
 *
 * @throws WeirError LAKE_RUN_FAILED, KAFKA_UNREACHABLE or REGISTRY_UNREACHABLE with the job's own
 *   message, its code in `details.code` and the end of its log in `details.log`; INTERRUPTED.
 *   What was committed before stays, and the next run goes on from there.
 */
export async function runLakeJob(options: LakeRunOptions): Promise<LakeRunResult> {
  await mkdir(options.workDirectory, { recursive: true });
  const jobFile = join(options.workDirectory, "job.json");
  const logFile = join(options.workDirectory, "lake.log");
  await writeFile(jobFile, `${JSON.stringify(options.job, null, 2)}\n`);
  const log = createWriteStream(logFile);
  const { report, onLine } = collectReport(options.onEvent);
  const environment = { ...options.environment, ...planRunEnvironment(options) };
  const result = await runLakeProcess(
    ["run", "--job", jobFile],
    { ...options, environment },
    {
      stdout: (line) => {
        log.write(`${line}\n`);
        onLine(line);
      },
      stderr: (line) => log.write(`${line}\n`),
    },
  ).finally(() => new Promise((resolve) => log.end(resolve)));

  if (result.interrupted) throw new WeirError("INTERRUPTED", "the lake run was interrupted");
  const { done, failure, warnings } = report;
  if (done !== undefined && result.exitCode === 0) {
    return { tables: done.tables, warnings, durationMs: done.durationMs };
  }
  throw runError(failure, result, logFile, options.deadlineMs);
}

function runError(
  failure: LakeReport["failure"],
  result: { timedOut: boolean; exitCode: number | undefined; logTail: string },
  logFile: string,
  deadlineMs: number,
): WeirError {
  const details = { code: failure?.code ?? "NO_REPORT", log: result.logTail, logFile };
  const remedy = `see ${logFile}; what was committed stays, run again once the cause is gone`;
  if (result.timedOut) {
    const message = `the Spark job did not end within ${Math.round(deadlineMs / 1000)} s`;
    return new WeirError("LAKE_RUN_FAILED", message, { remedy, details });
  }
  const message =
    failure?.message ?? `the Spark job ended without a report (exit code ${result.exitCode})`;
  return new WeirError(lakeErrorCode(failure?.code), message, {
    remedy,
    details,
  });
}

function planRunEnvironment({ job, javaHome }: LakeRunOptions): Record<string, string> {
  const base = { JAVA_HOME: javaHome, SPARK_LOCAL_IP: "127.0.0.1" };
  if (job.registry.endpoint === undefined) return base;
  // The stand-in looks at no credentials, but the AWS client does not start without.
  return {
    ...base,
    AWS_ACCESS_KEY_ID: "weir",
    AWS_SECRET_ACCESS_KEY: "weir",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
