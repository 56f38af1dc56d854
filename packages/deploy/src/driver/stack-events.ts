import type { CloudFormation, StackEvent } from "../aws/cloudformation.ts";

/** Follows a stack's events from a moment on. */
export interface EventFollower {
  /** New events since the last call, oldest first. */
  next(): Promise<StackEvent[]>;
  /** Everything seen so far, oldest first. */
  readonly seen: readonly StackEvent[];
}

/** @param fromNow leave out what happened before; false for a stack that is about to be made */
export async function followEvents(
  cloudFormation: CloudFormation,
  stackNameOrId: string,
  { fromNow }: { readonly fromNow: boolean },
): Promise<EventFollower> {
  const seen: StackEvent[] = [];
  let lastId: string | undefined;
  if (fromNow) {
    lastId = (await cloudFormation.latestStackEvent(stackNameOrId))?.EventId;
  }
  return {
    seen,
    async next() {
      const events = (await cloudFormation.describeStackEvents(stackNameOrId, lastId)).toReversed();
      lastId = events.at(-1)?.EventId ?? lastId;
      seen.push(...events);
      return events;
    },
  };
}

/** `AWS::RDS::DBInstance Shop CREATE_FAILED: no subnet`, as progress and errors say it. */
export function describeEvent(event: StackEvent): string {
  const { ResourceType, LogicalResourceId, ResourceStatus, ResourceStatusReason } = event;
  const reason = ResourceStatusReason ? `: ${ResourceStatusReason}` : "";
  return `${ResourceType} ${LogicalResourceId} ${ResourceStatus}${reason}`;
}

// What CloudFormation says of resources that it stopped because another one failed.
const followUp = /cancelled|canceled|following resource\(s\) failed/i;

/**
 * The resource that failed first, of events in any order that belong to the latest operation: the
 * others failed because of it. Undefined where none says why.
 */
export function firstFailure(events: readonly StackEvent[]): StackEvent | undefined {
  const failed = latestOperation(inOrder(events)).filter(
    ({ ResourceStatus = "", ResourceStatusReason = "" }) =>
      ResourceStatus.endsWith("_FAILED") && !followUp.test(ResourceStatusReason),
  );
  // A failure of the stack itself only repeats its resources'.
  return (
    failed.find(({ ResourceType }) => ResourceType !== "AWS::CloudFormation::Stack") ?? failed[0]
  );
}

function inOrder(events: readonly StackEvent[]): StackEvent[] {
  return events.toSorted((a, b) => Number(a.Timestamp ?? 0) - Number(b.Timestamp ?? 0));
}

/** When a stack that is gone, or half gone, began to be deleted: its first deletion, of several tries. */
export function deletionStart(events: readonly StackEvent[]): Date | undefined {
  return inOrder(events).find(
    ({ ResourceType, ResourceStatus }) =>
      ResourceType === "AWS::CloudFormation::Stack" && ResourceStatus === "DELETE_IN_PROGRESS",
  )?.Timestamp;
}

/** From the stack's own last start of a creation, update or deletion on. */
function latestOperation(events: readonly StackEvent[]): readonly StackEvent[] {
  const start = events.findLastIndex(
    ({ ResourceType, ResourceStatus = "" }) =>
      ResourceType === "AWS::CloudFormation::Stack" &&
      /^(CREATE|UPDATE|DELETE|REVIEW|IMPORT)_IN_PROGRESS$/.test(ResourceStatus),
  );
  return start < 0 ? events : events.slice(start);
}
