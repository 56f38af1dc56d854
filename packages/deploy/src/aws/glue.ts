import { type AwsOptions, awsService, clientConfig } from "./aws-service.ts";

export interface GlueJobRun {
  readonly id: string;
  /** STARTING, RUNNING, SUCCEEDED, FAILED, TIMEOUT, … */
  readonly state: string;
  readonly error: string | undefined;
}

export function openGlue(options: AwsOptions) {
  const service = awsService("glue", options, async () => {
    const sdk = await import("@aws-sdk/client-glue");
    return { sdk, client: new sdk.GlueClient(clientConfig(options)) };
  });
  return {
    /** "AVAILABLE" or "DELETING"; undefined where there is no such schema registry. */
    getRegistry: (name: string): Promise<string | undefined> =>
      service.callOptional("GetRegistry", ["EntityNotFoundException"], async (opened, send) => {
        const { sdk, client } = opened;
        const command = new sdk.GetRegistryCommand({ RegistryId: { RegistryName: name } });
        return (await client.send(command, send)).Status;
      }),

    /** With every schema in it. */
    deleteRegistry: (name: string): Promise<void> =>
      service.call("DeleteRegistry", async ({ sdk, client }, send) => {
        const command = new sdk.DeleteRegistryCommand({ RegistryId: { RegistryName: name } });
        await client.send(command, send);
      }),

    /** Whether the Spark job is there. */
    hasJob: async (name: string): Promise<boolean> => {
      const job = await service.callOptional(
        "GetJob",
        ["EntityNotFoundException"],
        async ({ sdk, client }, send) =>
          client.send(new sdk.GetJobCommand({ JobName: name }), send),
      );
      return job?.Job !== undefined;
    },

    startJobRun: (jobName: string): Promise<string> =>
      service.call("StartJobRun", async ({ sdk, client }, send) => {
        const answer = await client.send(new sdk.StartJobRunCommand({ JobName: jobName }), send);
        return answer.JobRunId ?? "";
      }),

    getJobRun: (jobName: string, runId: string): Promise<GlueJobRun> =>
      service.call("GetJobRun", async ({ sdk, client }, send) => {
        const command = new sdk.GetJobRunCommand({ JobName: jobName, RunId: runId });
        const { JobRun } = await client.send(command, send);
        return { id: runId, state: JobRun?.JobRunState ?? "", error: JobRun?.ErrorMessage };
      }),

    /** Runs that have not ended. */
    activeJobRuns: (jobName: string): Promise<GlueJobRun[]> =>
      service.call("GetJobRuns", async ({ sdk, client }, send) => {
        const command = new sdk.GetJobRunsCommand({ JobName: jobName, MaxResults: 20 });
        const { JobRuns = [] } = await client.send(command, send);
        const active = ["STARTING", "RUNNING", "STOPPING", "WAITING"];
        return JobRuns.filter(({ JobRunState }) => active.includes(JobRunState ?? "")).map(
          ({ Id, JobRunState }) => ({ id: Id ?? "", state: JobRunState ?? "", error: undefined }),
        );
      }),

    close: service.close,
  };
}

export type Glue = ReturnType<typeof openGlue>;
