import { WeirError } from "@weir/core";
import { awsNames } from "../../aws-names.ts";
import { applyStack, previewStack } from "../apply-stack.ts";
import { checkStack } from "../check-stack.ts";
import type { DeployStep, DriverContext, StepChange } from "../deploy-step.ts";
import { planLakeUploads, uploadLakeFiles } from "../upload-lake-files.ts";
import { waitUntil } from "../wait-until.ts";

const deadlineMs = 40 * 60_000;

export const lakeStep: DeployStep = {
  name: "lake",
  needs: ["foundation", "data"],
  summary: "Spark job with its files in the bucket, alarms, dashboard",
  deadlineMs,
  back: "weir destroy; the lake's tables stay in the bucket",
  async run(context) {
    const values = await context.outputs();
    const bucket = bucketOf(values);
    // Before the stack: a schedule of the job may fire as soon as it is there.
    const put = await uploadLakeFiles(context, bucket, planLakeUploads(context, values));
    const changes: StepChange[] = put.map((name) => ({
      action: "create",
      where: bucket,
      kind: "S3 object",
      name,
    }));
    changes.push(...(await applyStack(context, "lake", { deadlineMs })));
    changes.push(...(await applyStack(context, "observability", { deadlineMs })));
    const detail = context.runLake ? await runLakeJob(context) : "the job runs by its schedule";
    return { changes, detail };
  },
  async preview(context) {
    const [lake, observability] = [
      await previewStack(context, "lake"),
      await previewStack(context, "observability"),
    ];
    return {
      changes: [...lake.changes, ...observability.changes],
      notPreviewed: [...(lake.notPreviewed ?? []), ...(observability.notPreviewed ?? [])],
    };
  },
  async check(context) {
    const missing = [
      ...(await checkStack(context, "lake")),
      ...(await checkStack(context, "observability")),
    ];
    if (missing.length > 0) return { missing };
    const { glueJob } = awsNames(context.platform);
    if (!(await context.aws.glue.hasJob(glueJob))) missing.push(`Glue job ${glueJob} is not there`);
    const values = await context.outputs();
    const bucket = bucketOf(values);
    for (const { key, name } of planLakeUploads(context, values)) {
      if ((await context.aws.s3.headObject(bucket, key)) === undefined) {
        missing.push(`${name} is not at s3://${bucket}/${key}`);
      }
    }
    return { missing };
  },
};

function bucketOf({ WEIR_BUCKET: bucket }: Readonly<Record<string, string | undefined>>): string {
  if (bucket !== undefined) return bucket;
  throw new WeirError("DEPLOY_INCOMPLETE", "the stack foundation has no output BucketName yet", {
    remedy: '"weir deploy" without --only does the steps that it needs',
  });
}

/** One run, or the one that is at work; concurrency of the job is 1. */
async function runLakeJob({
  aws,
  platform,
  report,
  timing,
  signal,
}: DriverContext): Promise<string> {
  const { glueJob } = awsNames(platform);
  const [active] = await aws.glue.activeJobRuns(glueJob);
  const id = active?.id ?? (await aws.glue.startJobRun(glueJob));
  let state = "";
  const run = await waitUntil(
    async () => {
      const now = await aws.glue.getJobRun(glueJob, id);
      if (now.state !== state) report(`Glue run ${id} ${now.state}`);
      state = now.state;
      return ["STARTING", "RUNNING", "STOPPING", "WAITING"].includes(state) ? undefined : now;
    },
    {
      what: `the Glue run ${id}`,
      deadlineMs: platform.aws.glue.timeoutMinutes * 60_000 + 600_000,
      timing,
      signal,
      seen: () => state,
    },
  );
  if (run.state === "SUCCEEDED") return `Glue run ${id} SUCCEEDED`;
  throw new WeirError(
    "LAKE_RUN_FAILED",
    `the Glue run ${id} is ${run.state}: ${run.error ?? "no reason given"}`,
    {
      remedy: `see its log in CloudWatch (/aws-glue/jobs/error, stream ${id}), then deploy again`,
      details: { job: glueJob, run: id, state: run.state },
    },
  );
}
