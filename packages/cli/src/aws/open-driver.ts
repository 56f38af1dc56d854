import type { AwsPlatform, DriverOptions, SynthFile } from "@weir/deploy";
import type { CommandRun } from "../command.ts";

export interface OpenedDriver {
  readonly options: DriverOptions;
  close(): void;
}

/** What deploy, destroy, plan and rotation work with: AWS by this process's credentials, helm, the cache. */
export async function openDriver(
  command: CommandRun,
  platform: AwsPlatform,
  files: readonly SynthFile[],
): Promise<OpenedDriver> {
  const deploy = await import("@weir/deploy");
  const { signal, env } = command;
  const cacheDirectory = await command.cacheDirectory();
  const aws = await deploy.openAws({ region: platform.aws.region, signal });
  return {
    options: {
      platform,
      files,
      aws,
      openKubernetes: (target) => deploy.openKubernetes(target, { signal, env }),
      helm: await deploy.openHelm(env),
      downloadJar: (jar) => deploy.downloadJar(jar, { cacheDirectory, signal }),
      report: command.progress.report,
      signal,
    },
    close: () => aws.close(),
  };
}
