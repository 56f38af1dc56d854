import type { AwsPlatform } from "@weir/deploy";
import type { CommandRun } from "../command.ts";

/**
 * What AWS answers now for one value of the deployment.
 * Throws DEPLOY_INCOMPLETE where the part that knows it is not there yet.
 */
export async function readOutput(
  { signal }: Pick<CommandRun, "signal">,
  platform: AwsPlatform,
  { name, what }: { readonly name: string; readonly what: string },
): Promise<string> {
  const [deploy, { WeirError }] = await Promise.all([import("@weir/deploy"), import("@weir/core")]);
  const { region } = platform.aws;
  const aws = deploy.openAws({ region, signal });
  try {
    const { [name]: value } = await deploy.readOutputs(platform, aws);
    if (value !== undefined) return value;
  } finally {
    aws.close();
  }
  throw new WeirError("DEPLOY_INCOMPLETE", `${platform.name} has no ${what} in ${region} yet`, {
    remedy: "weir deploy makes what is missing",
  });
}
