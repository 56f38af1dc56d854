import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What the fake says of the one job that it has. */
export interface FakeGlueJob {
  readonly name: string;
  /** State of the run at each look; the last one stays. */
  readonly states: readonly string[];
  readonly error?: string;
  /** Lines of the log groups `<prefix>/output` and `<prefix>/error`. */
  readonly output?: readonly string[];
  readonly errorLog?: readonly string[];
  /** A run that is under way already: no other is started. */
  readonly running?: string;
  /** The caller may not read logs. */
  readonly logsDenied?: boolean;
}

export interface FakeGlueRuns {
  readonly endpoint: string;
  /** Operations in the order in which they were asked. */
  readonly asked: string[];
  stop(): Promise<void>;
}

/**
 * Glue's job runs and CloudWatch's logs on a real port, in their JSON protocols. It checks no
 * signature and knows no throttling: what AWS itself refuses, it does not show.
 */
export async function startFakeGlueRuns(job: FakeGlueJob): Promise<FakeGlueRuns> {
  const asked: string[] = [];
  const runId = "jr_fake";
  let looks = 0;

  const answer = (operation: string, input: Record<string, unknown>): [number, object] => {
    if (operation.startsWith("Logs") && job.logsDenied) return failure("AccessDeniedException");
    const [, name = operation] = operation.split(".");
    switch (name) {
      case "StartJobRun":
        if (input.JobName !== job.name) return failure("EntityNotFoundException");
        if (job.running !== undefined) return failure("ConcurrentRunsExceededException");
        return [200, { JobRunId: runId }];
      case "GetJobRun": {
        const state = job.states[Math.min(looks++, job.states.length - 1)];
        const run = { Id: runId, JobRunState: state, ErrorMessage: job.error, ExecutionTime: 42 };
        return [200, { JobRun: run }];
      }
      case "GetJobRuns":
        return [200, { JobRuns: [{ Id: job.running, JobRunState: "RUNNING" }] }];
      case "DescribeLogGroups": {
        const prefix = String(input.logGroupNamePrefix);
        const groups = ["output", "error"].map((log) => `/aws-glue/jobs/${job.name}-x-role/${log}`);
        const found = groups.filter((group) => group.startsWith(prefix));
        return [200, { logGroups: found.map((logGroupName) => ({ logGroupName })) }];
      }
      case "GetLogEvents":
        if (input.logStreamName !== runId) return failure("ResourceNotFoundException");
        return [200, logEvents(job, input)];
      default:
        return failure("UnknownOperationException");
    }
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const operation = String(request.headers["x-amz-target"]);
      asked.push(operation);
      const input = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
      const [status, body] = answer(operation, input);
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function failure(name: string): [number, object] {
  return [400, { __type: name, message: `fake ${name}`, Message: `fake ${name}` }];
}

/** Two lines a page, so that a reader has to go on. */
function logEvents(job: FakeGlueJob, input: Record<string, unknown>): object {
  const lines = String(input.logGroupName).endsWith("/output") ? job.output : job.errorLog;
  if (input.startFromHead !== true) {
    const tail = (lines ?? []).slice(-Number(input.limit ?? 100));
    return { events: tail.map((message) => ({ message })), nextForwardToken: "end" };
  }
  const at = Number(input.nextToken ?? 0);
  const page = (lines ?? []).slice(at, at + 2);
  return {
    events: page.map((message) => ({ message: `${message}\n` })),
    nextForwardToken: String(at + page.length),
  };
}
