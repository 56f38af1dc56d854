import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";

/** Label matchers; a value that begins with `~` is a regular expression. */
export type Matchers = Readonly<Record<string, string>>;

/** `job` of every sample of a platform's workers: the PodMonitor sets it, other scrapers must too. */
export function workerJob(platform: Pick<AwsPlatform, "name">): string {
  return awsNames(platform).kubernetes.connectServiceAccount;
}

/** `name{job="…",server="shop"}`: one series selector over the workers of this platform. */
export function workerSeries(
  platform: Pick<AwsPlatform, "name">,
  metric: string,
  matchers: Matchers = {},
): string {
  const parts = Object.entries({ job: workerJob(platform), ...matchers }).map(([label, value]) =>
    value.startsWith("~") ? `${label}=~${quote(value.slice(1))}` : `${label}=${quote(value)}`,
  );
  return `${metric}{${parts.join(",")}}`;
}

/** A string of PromQL, with its escapes. */
export function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Prometheus' own spelling: `90s`, `5m`, `36h`. */
export function duration(seconds: number): string {
  if (seconds > 0 && seconds % 3_600 === 0) return `${seconds / 3_600}h`;
  if (seconds > 0 && seconds % 60 === 0) return `${seconds / 60}m`;
  return `${seconds}s`;
}
