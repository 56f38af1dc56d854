import type { AwsPlatform } from "@weir/deploy";
import type { CommandRun } from "../command.ts";

/**
 * The platform of the spec, fit for AWS.
 * Throws AWS_NOT_IN_SPEC, or SPEC_INVALID with everything that cannot work there.
 */
export async function loadAwsPlatform(command: CommandRun): Promise<AwsPlatform> {
  const [{ requireAws, checkAwsPlatform }, { invalidSpec }] = await Promise.all([
    import("@weir/deploy"),
    import("@weir/core"),
  ]);
  const { platform: loaded, file } = await command.loadSpec();
  const platform = requireAws(loaded);
  const problems = checkAwsPlatform(platform);
  if (problems.length > 0) throw invalidSpec(file, problems);
  return platform;
}
