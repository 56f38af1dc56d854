import { WeirError } from "@weir/core";
import type { AwsOptions } from "../aws/aws-service.ts";

/** Lines of a log stream, and where the next look goes on. */
export interface LogLines {
  readonly lines: readonly string[];
  readonly nextToken: string | undefined;
}

export interface CloudWatchLogs {
  /** Names of the log groups that begin like this; empty where they may not be listed. */
  logGroups(prefix: string): Promise<readonly string[]>;
  /**
   * From `token` on, or the newest `limit` lines. Undefined where there is no such stream yet, or
   * where it may not be read: a log helps, and never stands in the way.
   */
  events(
    group: string,
    stream: string,
    at: {
      readonly token?: string | undefined;
      readonly fromStart?: boolean;
      readonly limit?: number;
    },
  ): Promise<LogLines | undefined>;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * CloudWatch Logs by its JSON protocol, as far as a job's log needs it: two operations are no
 * reason for one more SDK client.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export function openCloudWatchLogs(
  { region, endpoint, requestTimeoutMs = 30_000, signal }: AwsOptions,
  resolveCredentials: () => Promise<Credentials>,
): CloudWatchLogs {
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const url = new URL(endpoint ?? `https://logs.${region}.${suffix}`);

  async function call(operation: string, input: object): Promise<Record<string, unknown>> {
    const [{ SignatureV4 }, { Sha256 }] = await Promise.all([
      import("@smithy/signature-v4"),
      import("@aws-crypto/sha256-js"),
    ]);
    const credentials = await resolveCredentials();
    const body = JSON.stringify(input);
    const signer = new SignatureV4({ service: "logs", region, credentials, sha256: Sha256 });
    const request = await signer.sign({
      method: "POST",
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === "" ? {} : { port: Number(url.port) }),
      path: "/",
      query: {},
      headers: {
        host: url.host,
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `Logs_20140328.${operation}`,
      },
      body,
    });
    const timeout = AbortSignal.timeout(requestTimeoutMs);
    const response = await fetch(url, {
      method: "POST",
      headers: request.headers,
      body,
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    });
    if (!response.ok) throw new Error(`logs:${operation} answers ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  }

  async function optional<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await read();
    } catch (cause) {
      if (!signal?.aborted) return otherwise;
      throw new WeirError("INTERRUPTED", "interrupted while reading a log", { cause });
    }
  }

  return {
    logGroups: (prefix) =>
      optional(async () => {
        const answer = await call("DescribeLogGroups", { logGroupNamePrefix: prefix, limit: 50 });
        const groups = (answer.logGroups ?? []) as { logGroupName?: string }[];
        return groups.flatMap(({ logGroupName }) => logGroupName ?? []);
      }, []),

    events: (group, stream, { token, fromStart = false, limit = 1_000 }) =>
      optional(async () => {
        const answer = await call("GetLogEvents", {
          logGroupName: group,
          logStreamName: stream,
          startFromHead: fromStart || token !== undefined,
          limit,
          ...(token === undefined ? {} : { nextToken: token }),
        });
        const events = (answer.events ?? []) as { message?: string }[];
        return {
          lines: events.flatMap(({ message = "" }) => message.split("\n")).filter(Boolean),
          nextToken: answer.nextForwardToken as string | undefined,
        };
      }, undefined),
  };
}
