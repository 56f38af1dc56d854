import { randomUUID } from "node:crypto";
import type { DriverContext } from "../deploy-step.ts";
import { followStack, stackFailure } from "../follow-stack.ts";
import { deletionStart, followEvents } from "../stack-events.ts";
import { stackState } from "../stack-status.ts";
import type { Kept } from "./destroy.ts";
import type { DestroyedResource, DestroyedStack } from "./plan-destroy.ts";

const deadlineMs = 120 * 60_000;

/** Deletes one stack; protection is taken off only what goes. @returns what it leaves behind */
export async function destroyStack(
  context: DriverContext,
  stack: DestroyedStack,
  { withData }: { readonly withData: boolean },
): Promise<Kept[]> {
  const { aws, report } = context;
  const { cloudFormation } = aws;
  const { stackName, stackId } = stack;
  let status: string | undefined = stack.status;
  if (stackState(status) === "busy") {
    report(`stack ${stackName} is ${stack.status}; waiting for its end`);
    const follower = await followEvents(cloudFormation, stackId, { fromNow: true });
    const wait = { deadlineMs, resources: 1, mustStart: false };
    status = (await followStack(context, stackId, follower, wait))?.StackStatus;
  }
  await prepare(context, stack, withData);
  // The deletion of an interrupted destroy went on without us.
  if (stackState(status) === "absent") return leftBehind(context, stack, withData);
  if (stack.terminationProtection) await cloudFormation.setTerminationProtection(stackName, false);
  const follower = await followEvents(cloudFormation, stackId, { fromNow: true });
  report(`stack ${stackName}: ${stack.resources.length} resources go`, 0);
  await cloudFormation.deleteStack(stackName, randomUUID());
  const after = await followStack(context, stackId, follower, {
    deadlineMs,
    resources: stack.resources.length,
    mustStart: true,
  });
  if (after !== undefined && stackState(after.StackStatus) !== "absent") {
    throw await stackFailure(context, after);
  }
  return leftBehind(context, stack, withData);
}

/** Takes off what would keep the stack's own resources from going. */
async function prepare(
  { aws, report }: DriverContext,
  { resources }: DestroyedStack,
  withData: boolean,
): Promise<void> {
  for (const { type, physicalId, fate } of resources) {
    if (type === "AWS::RDS::DBInstance" && fate !== "kept") {
      const instance = await aws.rds.describeDBInstance(physicalId);
      if (instance?.DeletionProtection) await aws.rds.setDeletionProtection(physicalId, false);
    }
    if (type === "AWS::EKS::Cluster" && fate !== "kept") {
      const cluster = await aws.eks.describeCluster(physicalId);
      if (cluster?.deletionProtection) await aws.eks.setDeletionProtection(physicalId, false);
    }
    if (type === "AWS::ECR::Repository" && fate !== "kept") {
      const count = await aws.ecr.deleteImages(physicalId);
      if (count > 0) report(`${count} images of ${physicalId} deleted`);
    }
    if (type === "AWS::S3::Bucket" && (fate === "deleted" || withData)) {
      if ((await aws.s3.headBucket(physicalId)) === undefined) continue;
      await aws.s3.emptyBucket(physicalId, (count) =>
        report(`${count} objects of ${physicalId} deleted`),
      );
      // The stack leaves a kept bucket alone; while the stack is there, its name is known.
      if (fate === "kept") await aws.s3.deleteBucket(physicalId);
    }
    if (type === "AWS::Glue::Registry" && fate === "kept" && withData) {
      const name = physicalId.split("/").at(-1) ?? physicalId;
      if ((await aws.glue.getRegistry(name)) !== undefined) await aws.glue.deleteRegistry(name);
      report(`schema registry ${name} deleted`);
    }
  }
}

/** The last snapshots that deleting the stack made; a user's own ones are older, and stay. */
async function lastSnapshots(
  { aws }: DriverContext,
  { stackId, databases }: DestroyedStack,
): Promise<{ readonly id: string; readonly database: string }[]> {
  if (databases.length === 0) return [];
  const began = deletionStart(await aws.cloudFormation.describeStackEvents(stackId));
  const made: { id: string; database: string }[] = [];
  for (const database of databases) {
    for (const { id, takenAt } of await aws.rds.listDBSnapshots(database)) {
      if (began !== undefined && takenAt !== undefined && takenAt >= began)
        made.push({ id, database });
    }
  }
  return made;
}

const removals: Readonly<Record<string, (physicalId: string) => string>> = {
  "AWS::S3::Bucket": (id) => `aws s3 rb --force s3://${id}`,
  "AWS::KMS::Key": (id) =>
    `aws kms schedule-key-deletion --key-id ${id} --pending-window-in-days 30`,
  "AWS::Glue::Registry": (id) => `aws glue delete-registry --registry-id RegistryArn=${id}`,
};

async function leftBehind(
  context: DriverContext,
  stack: DestroyedStack,
  withData: boolean,
): Promise<Kept[]> {
  const { aws, report } = context;
  const kept: Kept[] = [];
  for (const { id, database } of await lastSnapshots(context, stack)) {
    if (withData) {
      await aws.rds.deleteDBSnapshot(id);
      report(`snapshot ${id} deleted`);
      continue;
    }
    const remove = `aws rds delete-db-snapshot --db-snapshot-identifier ${id}`;
    kept.push({ what: `RDS snapshot ${id}`, why: `last state of ${database}`, remove });
  }
  for (const resource of stack.resources) {
    const { type, physicalId, fate } = resource;
    if (fate === "kept" && !goneWithData(resource, withData)) {
      kept.push({
        what: `${type} ${physicalId}`,
        why:
          type === "AWS::KMS::Key" ? "what it encrypted is readable only with it" : "it holds data",
        remove: removals[type]?.(physicalId) ?? "delete it in the console",
      });
    }
  }
  return kept;
}

function goneWithData({ type }: DestroyedResource, withData: boolean): boolean {
  return withData && (type === "AWS::S3::Bucket" || type === "AWS::Glue::Registry");
}
