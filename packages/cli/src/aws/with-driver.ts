import type { DriverOptions } from "@weir/deploy";
import type { CommandRun } from "../command.ts";
import type { Synthesized } from "./synthesize.ts";

/**
 * Works with what deploy, destroy, plan and rotation need (AWS by this process's credentials, helm,
 * the cache), and lets the connections go at the end.
 */
export async function withDriver<T>(
  command: CommandRun,
  { platform, files }: Synthesized,
  work: (options: DriverOptions) => Promise<T>,
): Promise<T> {
  const deploy = await import("@weir/deploy");
  const { signal, env } = command;
  const cacheDirectory = await command.cacheDirectory();
  const aws = deploy.openAws({ region: platform.aws.region, signal });
  try {
    return await work({
      platform,
      files,
      aws,
      openKubernetes: (target) => deploy.openKubernetes(target, { signal, env }),
      helm: deploy.openHelm(env),
      downloadJar: (jar) => deploy.downloadJar(jar, { cacheDirectory, signal }),
      report: command.progress.report,
      signal,
    });
  } finally {
    aws.close();
  }
}
