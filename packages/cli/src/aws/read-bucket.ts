import type { CommandRun } from "../command.ts";
import { loadAwsPlatform } from "./load-aws-platform.ts";

/** The bucket of the deployed lake. Throws DEPLOY_INCOMPLETE where there is none yet. */
export async function readBucket(
  command: CommandRun,
): Promise<{ readonly bucket: string; readonly region: string }> {
  const platform = await loadAwsPlatform(command);
  const [deploy, { WeirError }] = await Promise.all([import("@weir/deploy"), import("@weir/core")]);
  const { region } = platform.aws;
  const aws = deploy.openAws({ region, signal: command.signal });
  try {
    const { WEIR_BUCKET: bucket } = await deploy.readOutputs(platform, aws);
    if (bucket !== undefined) return { bucket, region };
  } finally {
    aws.close();
  }
  throw new WeirError("DEPLOY_INCOMPLETE", `${platform.name} has no bucket in ${region} yet`, {
    remedy: "weir deploy makes it",
  });
}
