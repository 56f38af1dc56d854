import { randomUUID } from "node:crypto";
import { WeirError } from "@weir/core";
import type { Stack } from "../aws/cloudformation.ts";
import { awsNames } from "../aws-names.ts";
import { assertNoDataLoss, prepareChange } from "./change-set.ts";
import type { StackId } from "./deploy-files.ts";
import type { DriverContext, StepChange, StepResult } from "./deploy-step.ts";
import { followStack, stackFailure } from "./follow-stack.ts";
import { stackPolicy, statefulIds } from "./stack-change.ts";
import { followEvents } from "./stack-events.ts";
import { stackParameters } from "./stack-parameters.ts";
import { stackState } from "./stack-status.ts";
import { templateSource } from "./template-source.ts";

/**
 * Brings a stack to its template, whatever state it is in: made, changed, left alone, or waited for
 * where another run of deploy started it.
 *
 * @returns what changed; nothing where the template is the deployed one
 * @throws WeirError DEPLOY_FAILED with the resource that failed first, DEPLOY_REPLACEMENT_REFUSED
 */
export async function applyStack(
  context: DriverContext,
  id: StackId,
  { deadlineMs }: { readonly deadlineMs: number },
): Promise<readonly StepChange[]> {
  const { aws, report } = context;
  const { cloudFormation } = aws;
  const stackName = awsNames(context.platform).stacks[id];
  const template = JSON.parse(context.files.template(id));
  const before = await settle(context, stackName, deadlineMs);
  const prepared = await prepare(context, id, stackName, before);
  const protectedIds = statefulIds(template);

  if (prepared.changeSetName === undefined) {
    report(`stack ${stackName} is as it should be`);
    await protect(context, stackName, protectedIds);
    return [];
  }
  try {
    assertNoDataLoss(stackName, prepared, context.allowReplacement);
  } catch (error) {
    await cloudFormation.deleteChangeSet(stackName, prepared.changeSetName);
    throw error;
  }
  if (before !== undefined) {
    const kept = protectedIds.filter((each) => !context.allowReplacement.has(each));
    await cloudFormation.setStackPolicy(stackName, stackPolicy(kept));
  }
  const follower = await followEvents(cloudFormation, stackName, { fromNow: true });
  report(`stack ${stackName}: ${prepared.changes.length} resources change`, 0);
  await cloudFormation.executeChangeSet(stackName, prepared.changeSetName, randomUUID());
  const resources = prepared.changes.length;
  const after = await followStack(context, stackName, follower, {
    deadlineMs,
    resources,
    mustStart: true,
  });
  const succeeded = ["CREATE_COMPLETE", "UPDATE_COMPLETE"].includes(after?.StackStatus ?? "");
  if (!succeeded) {
    // What was allowed to go was allowed to this try only.
    if (after !== undefined && context.allowReplacement.size > 0) {
      await cloudFormation.setStackPolicy(stackName, stackPolicy(protectedIds));
    }
    throw stackState(after?.StackStatus) === "absent" || after === undefined
      ? new WeirError("DEPLOY_FAILED", `stack ${stackName} was deleted while it was made`)
      : await stackFailure(context, after);
  }
  await protect(context, stackName, protectedIds);
  // The steps after this one go by its outputs.
  await context.outputs({ fresh: true });
  return prepared.changes;
}

/** What a stack would change. The change set, and a stack that exists for it only, are removed. */
export async function previewStack(context: DriverContext, id: StackId): Promise<StepResult> {
  const { cloudFormation } = context.aws;
  const stackName = awsNames(context.platform).stacks[id];
  const before = await cloudFormation.describeStack(stackName);
  const state = stackState(before?.StackStatus);
  if (state === "busy" || state === "stuck" || state === "rolled-back") {
    const status = before?.StackStatus;
    return { changes: [], notPreviewed: [`stack ${stackName}: it is ${status} now`] };
  }
  const needed = neededStacks(context, id);
  const absent: string[] = [];
  for (const stack of needed) {
    const { StackStatus } = (await cloudFormation.describeStack(stack)) ?? {};
    if (stackState(StackStatus) !== "healthy") absent.push(stack);
  }
  if (absent.length > 0) {
    const names = absent.join(" and ");
    return {
      changes: [],
      notPreviewed: [`stack ${stackName}: it builds on ${names}, not there yet`],
    };
  }
  try {
    const prepared = await prepare(
      context,
      id,
      stackName,
      state === "healthy" ? before : undefined,
    );
    if (prepared.changeSetName !== undefined) {
      await cloudFormation.deleteChangeSet(stackName, prepared.changeSetName);
    }
    assertNoDataLoss(stackName, prepared, context.allowReplacement);
    return { changes: prepared.changes };
  } finally {
    // One that was there already may be another run's, which is about to execute its change set.
    if (state === "absent") await removeReviewed(context, stackName);
  }
}

/** Waits for what is under way, and removes what a failed creation left behind. */
async function settle(
  context: DriverContext,
  stackName: string,
  deadlineMs: number,
): Promise<Stack | undefined> {
  const { cloudFormation } = context.aws;
  let stack = await cloudFormation.describeStack(stackName);
  if (stackState(stack?.StackStatus) === "busy" && stack !== undefined) {
    context.report(`stack ${stackName} is ${stack.StackStatus}; waiting for its end`);
    // By its id: one that is being deleted is not found by its name any more.
    const { StackId: stackId = stackName } = stack;
    const follower = await followEvents(cloudFormation, stackId, { fromNow: true });
    stack = await followStack(context, stackId, follower, {
      deadlineMs,
      resources: 1,
      mustStart: false,
    });
  }
  const state = stackState(stack?.StackStatus);
  if (stack === undefined || state === "absent" || state === "reviewed") return undefined;
  if (state === "healthy") return stack;
  if (state === "stuck") throw await stackFailure(context, stack);
  await removeRolledBack(context, stack, deadlineMs);
  return undefined;
}

/** A creation that was rolled back holds nothing and blocks its name. */
async function removeRolledBack(
  context: DriverContext,
  stack: Stack,
  deadlineMs: number,
): Promise<void> {
  const { cloudFormation } = context.aws;
  const { StackName: name = "", StackId: stackId = name } = stack;
  const kept = (await cloudFormation.listStackResources(name)).filter(
    ({ ResourceStatus = "" }) => ResourceStatus !== "DELETE_COMPLETE",
  );
  if (kept.length > 0) {
    const names = kept.map(({ LogicalResourceId, PhysicalResourceId }) =>
      [LogicalResourceId, PhysicalResourceId].filter(Boolean).join(" "),
    );
    throw new WeirError(
      "DEPLOY_FAILED",
      `stack ${name} is ${stack.StackStatus}, and its rollback kept ${names.join(", ")}`,
      {
        remedy: `look at what was kept; delete or rename it, delete the stack ${name}, then deploy again`,
        details: { stack: name, kept: names },
      },
    );
  }
  context.report(`stack ${name} was rolled back and is empty; removing its record`);
  if (stack.EnableTerminationProtection) {
    await cloudFormation.setTerminationProtection(name, false);
  }
  const follower = await followEvents(cloudFormation, stackId, { fromNow: true });
  await cloudFormation.deleteStack(name, randomUUID());
  const after = await followStack(context, stackId, follower, {
    deadlineMs,
    resources: 1,
    mustStart: true,
  });
  if (after !== undefined && stackState(after.StackStatus) !== "absent") {
    throw await stackFailure(context, after);
  }
}

async function prepare(
  context: DriverContext,
  id: StackId,
  stackName: string,
  before: Stack | undefined,
) {
  const { aws, platform } = context;
  const text = context.files.template(id);
  const { WEIR_BUCKET: made } = await context.outputs();
  const bucket = made ?? platform.aws.bucket.existing;
  return prepareChange(context, {
    stackName,
    type: before === undefined ? "CREATE" : "UPDATE",
    template: await templateSource(aws, { stackName, text, bucket }),
    parameters: await stackParameters(context, JSON.parse(text)),
    tags: { ...platform.aws.tags, "weir:platform": platform.name },
  });
}

/** A stack that holds data is protected from deletion, and its data from replacement. */
async function protect(
  { aws: { cloudFormation } }: DriverContext,
  stackName: string,
  protectedIds: readonly string[],
): Promise<void> {
  if (protectedIds.length === 0) return;
  await cloudFormation.setStackPolicy(stackName, stackPolicy(protectedIds));
  const stack = await cloudFormation.describeStack(stackName);
  if (stack?.EnableTerminationProtection) return;
  await cloudFormation.setTerminationProtection(stackName, true);
}

/** A change set for a new stack makes an empty one; it goes when nobody executed it. */
async function removeReviewed({ aws: { cloudFormation } }: DriverContext, stackName: string) {
  const stack = await cloudFormation.describeStack(stackName);
  if (stackState(stack?.StackStatus) !== "reviewed") return;
  await cloudFormation.deleteStack(stackName, randomUUID());
}

/** Stacks whose exports a template imports. */
function neededStacks({ files, platform }: DriverContext, id: StackId): string[] {
  const { stacks } = awsNames(platform);
  const text = files.template(id);
  return Object.entries(stacks).flatMap(([other, stackName]) =>
    other !== id && text.includes(`"${stackName}:`) ? [stackName] : [],
  );
}
