import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { InfrastructureTemplates, Template } from "../plan/template.ts";
import type { SynthFile } from "../synth-file.ts";

/** The CloudFormation templates of a synthesis by the names of their stacks. */
export function readTemplates(
  platform: AwsPlatform,
  files: readonly SynthFile[],
): InfrastructureTemplates {
  const stacks: Readonly<Record<string, string>> = awsNames(platform).stacks;
  return Object.fromEntries(
    files.flatMap(({ path, content }) => {
      const id = /^cloudformation\/\d+-(\w+)\.json$/.exec(path)?.[1];
      const stack = id === undefined ? undefined : stacks[id];
      return stack === undefined ? [] : [[stack, JSON.parse(String(content)) as Template]];
    }),
  );
}
