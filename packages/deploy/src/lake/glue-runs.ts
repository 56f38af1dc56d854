import { setTimeout as sleep } from "node:timers/promises";
import { WeirError } from "@weir/core";
import { type AwsOptions, awsService, clientConfig } from "../aws/aws-service.ts";
import { openCloudWatchLogs } from "./cloudwatch-logs.ts";

/** Of a job run; the rest of Glue's states are on the way to one of `ended`. */
const ended = ["SUCCEEDED", "FAILED", "ERROR", "TIMEOUT", "STOPPED", "EXPIRED"];

export interface GlueRun {
  readonly jobName: string;
  /** `jr_…`. */
  readonly runId: string;
}

export interface GlueRunWaitOptions extends AwsOptions {
  readonly deadlineMs: number;
  /** Between two looks. @default 10_000 */
  readonly pollMs?: number;
  /** Log groups of the job begin with it. @default `/aws-glue/jobs/<job>` */
  readonly logPrefix?: string;
  /** The run's state as it changes: STARTING, WAITING, RUNNING, … */
  readonly onState?: (state: string) => void;
  /** Lines that the job printed, where its log may be read. */
  readonly onOutput?: (line: string) => void;
}

/** How a run ended, SUCCEEDED or not: a failed run is an answer. */
export interface GlueRunResult extends GlueRun {
  /** SUCCEEDED, FAILED, ERROR, TIMEOUT, STOPPED or EXPIRED. */
  readonly state: string;
  /** Glue's error message. */
  readonly error: string | undefined;
  readonly executionSeconds: number;
  readonly dpuSeconds: number | undefined;
  /** The end of the driver's log, of a run that failed; undefined where it may not be read. */
  readonly logTail: string | undefined;
}

/**
 * Starts the job.
 *
 * @throws WeirError LAKE_BUSY where a run is under way: the job allows one; as translateAwsError says
 */
export async function startGlueRun(jobName: string, options: AwsOptions): Promise<GlueRun> {
  const glue = openRuns(options);
  try {
    const runId = await glue.call("StartJobRun", async ({ sdk, client }, send) => {
      const answer = await client.send(new sdk.StartJobRunCommand({ JobName: jobName }), send);
      return answer.JobRunId ?? "";
    });
    return { jobName, runId };
  } catch (error) {
    const name = error instanceof WeirError ? error.details?.awsError : undefined;
    if (name === "EntityNotFoundException") throw unknownJob(jobName, error);
    if (name !== "ConcurrentRunsExceededException") throw error;
    throw await busy(glue, jobName, error);
  } finally {
    glue.close();
  }
}

/**
 * Waits until a run has ended, with its states and its output on the way.
 *
 * @throws WeirError READY_TIMEOUT after the deadline, INTERRUPTED; the run itself goes on then
 */
export async function waitForGlueRun(
  run: GlueRun,
  options: GlueRunWaitOptions,
): Promise<GlueRunResult> {
  const { deadlineMs, pollMs = 10_000, signal, onState, onOutput } = options;
  const glue = openRuns(options);
  const logs = openLogs(glue, run, options);
  const deadline = performance.now() + deadlineMs;
  let seen = "";
  try {
    for (;;) {
      const found = await readRun(glue, run);
      if (found.state !== seen) onState?.(found.state);
      seen = found.state;
      for (const line of await logs.newOutput()) onOutput?.(line);
      if (ended.includes(seen)) {
        const logTail = seen === "SUCCEEDED" ? undefined : await logs.errorTail();
        return { ...run, ...found, logTail };
      }
      if (performance.now() + pollMs > deadline) throw await tooLate(run, seen, deadlineMs, logs);
      await sleep(pollMs, undefined, signal === undefined ? {} : { signal }).catch((cause) => {
        throw new WeirError("INTERRUPTED", `interrupted while the run ${run.runId} was ${seen}`, {
          remedy: "the run goes on in AWS",
          cause,
        });
      });
    }
  } finally {
    glue.close();
  }
}

function openRuns(options: AwsOptions) {
  return awsService("glue", options, async () => {
    const sdk = await import("@aws-sdk/client-glue");
    return { sdk, client: new sdk.GlueClient(clientConfig(options)) };
  });
}

type Runs = ReturnType<typeof openRuns>;

async function readRun(glue: Runs, { jobName, runId }: GlueRun) {
  return await glue.call("GetJobRun", async ({ sdk, client }, send) => {
    const command = new sdk.GetJobRunCommand({ JobName: jobName, RunId: runId });
    const { JobRun: run } = await client.send(command, send);
    return {
      state: run?.JobRunState ?? "",
      error: run?.ErrorMessage,
      executionSeconds: run?.ExecutionTime ?? 0,
      dpuSeconds: run?.DPUSeconds,
    };
  });
}

async function busy(glue: Runs, jobName: string, cause: unknown): Promise<WeirError> {
  const runs = await glue.call("GetJobRuns", async ({ sdk, client }, send) => {
    const command = new sdk.GetJobRunsCommand({ JobName: jobName, MaxResults: 20 });
    return (await client.send(command, send)).JobRuns ?? [];
  });
  const active = runs.find(({ JobRunState }) => !ended.includes(JobRunState ?? ""));
  const which = active === undefined ? "" : ` (${active.Id}, ${active.JobRunState})`;
  return new WeirError("LAKE_BUSY", `a run of the job ${jobName} is under way${which}`, {
    remedy:
      "two runs would write the same tables, so the job allows one: wait for its end; a continuous job never ends and needs no other run",
    cause,
    details: { jobName, runId: active?.Id },
  });
}

function unknownJob(jobName: string, cause: unknown): WeirError {
  return new WeirError("LAKE_RUN_FAILED", `there is no Glue job ${jobName}`, {
    remedy: 'deploy it with "weir deploy --only lake"',
    cause,
  });
}

function openLogs(glue: Runs, { jobName, runId }: GlueRun, options: GlueRunWaitOptions) {
  const logs = openCloudWatchLogs(options, () =>
    glue.call("resolve credentials", async ({ client }) => await client.config.credentials()),
  );
  const prefix = options.logPrefix ?? `/aws-glue/jobs/${jobName}`;
  const groups = new Map<string, string>();
  let token: string | undefined;

  /** With a security configuration Glue adds to the group's name, so it is looked for. */
  async function groupOf(log: "output" | "error"): Promise<string | undefined> {
    if (!groups.has(log)) {
      const found = (await logs.logGroups(prefix)).filter((name) => name.endsWith(`/${log}`));
      for (const name of found) {
        if ((await logs.events(name, runId, { limit: 1 })) !== undefined) groups.set(log, name);
      }
    }
    return groups.get(log);
  }

  return {
    async newOutput(): Promise<string[]> {
      const group = await groupOf("output");
      if (group === undefined) return [];
      const lines: string[] = [];
      for (;;) {
        const page = await logs.events(group, runId, { token, fromStart: true });
        if (page === undefined) return lines;
        lines.push(...page.lines);
        // The same token again is Glue's and CloudWatch's word for "no more yet".
        if (page.nextToken === undefined || page.nextToken === token) return lines;
        token = page.nextToken;
      }
    },
    async errorTail(): Promise<string | undefined> {
      const group = await groupOf("error");
      if (group === undefined) return undefined;
      return (await logs.events(group, runId, { limit: 40 }))?.lines.join("\n");
    },
  };
}

async function tooLate(
  { jobName, runId }: GlueRun,
  state: string,
  deadlineMs: number,
  logs: ReturnType<typeof openLogs>,
): Promise<WeirError> {
  const seconds = Math.round(deadlineMs / 1000);
  return new WeirError(
    "READY_TIMEOUT",
    `the run ${runId} of ${jobName} is ${state || "unknown"} after ${seconds} s`,
    {
      remedy: "it goes on in AWS, up to the job's own timeout (aws.glue.timeoutMinutes)",
      details: { runId, log: await logs.errorTail() },
    },
  );
}
