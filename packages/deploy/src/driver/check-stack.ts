import { awsNames } from "../aws-names.ts";
import { deployOutputs } from "../outputs.ts";
import type { StackId } from "./deploy-files.ts";
import type { DriverContext } from "./deploy-step.ts";
import { stackState } from "./stack-status.ts";

/** What of a stack is missing: the stack itself, or an output that others go by. */
export async function checkStack(
  { aws, platform, outputs }: Pick<DriverContext, "aws" | "platform" | "outputs">,
  id: StackId,
): Promise<string[]> {
  const stackName = awsNames(platform).stacks[id];
  const stack = await aws.cloudFormation.describeStack(stackName);
  if (stackState(stack?.StackStatus) !== "healthy") {
    return [`stack ${stackName} is ${stack?.StackStatus ?? "not there"}`];
  }
  const values = await outputs({ fresh: true });
  return deployOutputs(platform).flatMap(({ name, from }) =>
    "stack" in from && from.stack === id && values[name] === undefined
      ? [`stack ${stackName} has no output ${from.output}`]
      : [],
  );
}
