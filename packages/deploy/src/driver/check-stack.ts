import { awsNames } from "../aws-names.ts";
import { deployOutputs } from "../outputs.ts";
import type { StackId } from "./deploy-files.ts";
import type { DriverContext } from "./deploy-step.ts";
import { outputsOf } from "./read-deployed.ts";
import { stackState } from "./stack-status.ts";

/** What of a stack is missing: the stack itself, or an output that others go by. */
export async function checkStack(
  { aws, platform }: Pick<DriverContext, "aws" | "platform">,
  id: StackId,
): Promise<string[]> {
  const stackName = awsNames(platform).stacks[id];
  const stack = await aws.cloudFormation.describeStack(stackName);
  if (stackState(stack?.StackStatus) !== "healthy") {
    return [`stack ${stackName} is ${stack?.StackStatus ?? "not there"}`];
  }
  const values = outputsOf(stack);
  return deployOutputs(platform).flatMap(({ from }) =>
    "stack" in from && from.stack === id && values[from.output] === undefined
      ? [`stack ${stackName} has no output ${from.output}`]
      : [],
  );
}
