import { WeirError } from "@weir/core";
import type { Stack } from "../aws/cloudformation.ts";
import type { DriverContext } from "./deploy-step.ts";
import { describeEvent, type EventFollower, firstFailure } from "./stack-events.ts";
import { stackState, stuckRemedy } from "./stack-status.ts";
import { waitUntil } from "./wait-until.ts";

type Context = Pick<DriverContext, "aws" | "report" | "signal" | "timing">;

export interface FollowOptions {
  readonly deadlineMs: number;
  /** How many are expected to change, for the fraction. */
  readonly resources: number;
  /**
   * The operation was asked for just now: until its first event, the status is that of the one
   * before, which would look like success.
   */
  readonly mustStart: boolean;
}

/**
 * Waits until a stack's operation has ended, and reports each resource on the way.
 *
 * @returns the stack as it is then; undefined where it is gone
 */
export async function followStack(
  { aws, report, signal, timing }: Context,
  stackNameOrId: string,
  follower: EventFollower,
  { deadlineMs, resources, mustStart }: FollowOptions,
): Promise<Stack | undefined> {
  const done = new Set<string>();
  let last: string | undefined;
  return waitUntil(
    async () => {
      // The stack first: events that came before its end are then all there.
      const stack = await aws.cloudFormation.describeStack(stackNameOrId);
      if (stack !== undefined) {
        for (const event of await follower.next()) {
          last = describeEvent(event);
          if (event.ResourceStatus?.endsWith("_COMPLETE")) done.add(event.LogicalResourceId ?? "");
          report(last, Math.min(1, done.size / Math.max(1, resources)));
        }
      }
      if (stack === undefined) return { stack };
      const started =
        !mustStart ||
        follower.seen.some(({ ResourceType }) => ResourceType === "AWS::CloudFormation::Stack");
      const state = stackState(stack.StackStatus);
      // Gone is an end, whoever asked for it: no further event will come.
      if (state === "absent") return { stack };
      return started && state !== "busy" && state !== "reviewed" ? { stack } : undefined;
    },
    {
      what: `stack ${stack0(stackNameOrId)} to end its operation`,
      deadlineMs,
      timing,
      signal,
      seen: () => last,
    },
  ).then(({ stack }) => stack);
}

function stack0(nameOrId: string): string {
  return nameOrId.startsWith("arn:") ? (nameOrId.split("/")[1] ?? nameOrId) : nameOrId;
}

/** What failed first in a stack's last operation, why, and how to go on. */
export async function stackFailure(
  { aws }: Pick<DriverContext, "aws">,
  stack: Stack,
): Promise<WeirError> {
  const { StackName: name = "", StackStatus: status = "", StackStatusReason: said } = stack;
  const events = await aws.cloudFormation.describeStackEvents(stack.StackId ?? name);
  const first = firstFailure(events);
  const cause =
    first === undefined
      ? (said ?? "CloudFormation names no reason")
      : `${first.ResourceType} ${first.LogicalResourceId} failed first: ${first.ResourceStatusReason ?? first.ResourceStatus}`;
  const state = stackState(status);
  const remedy =
    state === "stuck"
      ? stuckRemedy(status, name, aws.region)
      : state === "rolled-back"
        ? "mend the cause and deploy again: what the creation had made is removed already"
        : "mend the cause and deploy again: the stack is as it was before";
  return new WeirError("DEPLOY_FAILED", `stack ${name} is ${status}: ${cause}`, {
    remedy,
    details: {
      stack: name,
      status,
      resource: first?.LogicalResourceId,
      resourceType: first?.ResourceType,
      reason: first?.ResourceStatusReason,
    },
  });
}
